import type { WordingTexts } from '../../shape/wording.js';

export const wording: WordingTexts = {
  forAll: 'Барлық тілге ортақ мәтін',
  byLanguage: 'Әр тілде бөлек',
  byLanguageAbout: 'Міндетті емес. Бос қалса, клиент барлық тілге ортақ мәтінді алады.',
  sources: {
    own: 'Осы тілдегі өз мәтініңіз',
    all: 'Бұл тілде өз мәтініңіз жоқ: ортақ мәтін жіберіледі',
    built_in: 'Бұл тілде өз мәтініңіз жоқ: дайын мәтін жіберіледі',
  },
  otherLanguage: (language) => `Бұл тілде мәтін жоқ: «${language}» тіліндегісі жіберіледі`,
  needsOne: 'Мәтін жазыңыз: барлық тілге ортақ не кемінде бір тілде',
};
