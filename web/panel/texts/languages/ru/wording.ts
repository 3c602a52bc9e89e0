import type { WordingTexts } from '../../shape/wording.js';

export const wording: WordingTexts = {
  forAll: 'Текст для всех языков',
  byLanguage: 'Отдельно по языкам',
  byLanguageAbout: 'Не обязательно. Где пусто, клиент получит текст для всех языков.',
  sources: {
    own: 'Свой текст на этом языке',
    all: 'Своего на этом языке нет: отправится текст для всех',
    built_in: 'Своего на этом языке нет: отправится встроенный',
  },
  otherLanguage: (language) => `Своего на этом языке нет: отправится текст «${language}»`,
  needsOne: 'Напишите текст: для всех языков или хотя бы на одном',
};
