import type { ManagerTexts } from '../../shape/managers.js';

export const managers: ManagerTexts = {
  about: 'Топта клиенттерге кім жауап береді. Менеджер батырманы алғаш басқанда осында өзі пайда болады.',
  addManager: 'Менеджер қосу',
  addAbout: '«Тек белгілі менеджерлер» қосулы болса керек: онда батырмалар бейтаныс адамға бағынбайды.',
  none: 'Әзірге менеджер жоқ',
  noneWhat: 'Біріншісі менеджерлер тобында біреу батырма басқанда пайда болады.',
  active: 'Жұмыста',
  inactive: 'Өшірілген',
  lastSeen: (when) => `Соңғы әрекеті: ${when}`,
  openHandovers: (count) => `${count} ашық өтініш`,
  letGo: 'Өшіру',
  letGoTitle: (name) => `${name} менеджерін өшіру керек пе?`,
  letGoAbout: 'Жаңа өтініштер оған берілмейді. Алған өтініштері басқаға берілгенше өзінде қалады.',
  takeBack: 'Қайтару',
  fields: { name: 'Аты', telegram_user_id: 'Telegram нөмірі' },
  fieldAbout: {
    name: 'Әріптестері карточкаларда осылай көреді',
    telegram_user_id: 'Тек цифрлар; оны, мысалы, @userinfobot көрсетеді',
  },
  wrongNumber: 'Нөмірді цифрмен жазыңыз, мысалы 123456789',
};
