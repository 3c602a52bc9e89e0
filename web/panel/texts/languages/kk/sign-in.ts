import type { SignInTexts } from '../../shape/sign-in.js';

export const signIn: SignInTexts = {
  title: 'Кіру',
  about: 'Estafeta әкімші панелі',
  expired: 'Сеанс аяқталды. Қайта кіріңіз: бет сол күйінде қалады.',
  email: 'Электрондық пошта',
  password: 'Құпиясөз',
  code: 'Қолданбадағы код',
  codeAbout: 'Кіруге арналған қолданбадағы алты сан',
  showPassword: 'Құпиясөзді көрсету',
  submit: 'Кіру',
  wrongCode: 'Код дұрыс емес. Жаңасын енгізіңіз.',
  needsEmail: 'Поштаны енгізіңіз',
  needsPassword: 'Құпиясөзді енгізіңіз',
};
