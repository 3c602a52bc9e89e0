import type { LinkTexts } from '../../shape/link.js';

export const link: LinkTexts = {
  titles: {
    first_admin: 'Бірінші әкімші',
    invitation: 'Шақыру',
    reset: 'Жаңа құпиясөз',
  },
  about: {
    first_admin: 'Панельмен жұмысты бастау үшін тіркелгі жасаңыз.',
    invitation: 'Тіркелгі жасаңыз.',
    reset: 'Жаңа құпиясөз ойлап табыңыз. Басқа браузерлерде қайта кіру керек болады.',
  },
  toClient: (client) => `Сізді «${client}» компаниясының панеліне шақырды.`,
  submit: {
    first_admin: 'Жасап, кіру',
    invitation: 'Қабылдап, кіру',
    reset: 'Сақтап, кіру',
  },
  joinAs: (email) => `${email} ретінде қабылдау`,
  name: 'Атыңыз',
  needsName: 'Атыңызды енгізіңіз',
  password: 'Жаңа құпиясөз',
  passwordAbout: 'Кемінде 10 таңба',
  overTitle: 'Сілтеме жарамсыз',
  toSignIn: 'Кіруге',
};
