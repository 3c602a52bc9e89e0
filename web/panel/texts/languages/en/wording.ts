import type { WordingTexts } from '../../shape/wording.js';

export const wording: WordingTexts = {
  forAll: 'Text for all languages',
  byLanguage: 'By language',
  byLanguageAbout: 'Optional. Where it is empty, the customer gets the text for all languages.',
  sources: {
    own: 'Own text in this language',
    all: 'None in this language: the text for all is sent',
    built_in: 'None in this language: the built-in one is sent',
  },
  otherLanguage: (language) => `None in this language: the one in “${language}” is sent`,
  needsOne: 'Write a text: for all languages, or in one at least',
};
