import { formatLanguage } from '../../../src/texts/language-names.js';

describe('the name of a language', () => {
  it.each([
    ['ru', 'kk', 'казахский'],
    ['en', 'kk', 'Kazakh'],
    ['kk', 'kk', 'қазақ тілі'],
    ['kk', 'ru', 'орыс тілі'],
    ['en', 'pt-br', 'Brazilian Portuguese'],
    ['ru', 'zz', 'zz'],
    ['ru', 'no language at all', 'no language at all'],
  ])('said in %s, of %s is "%s"', (language, code, name) => {
    expect(formatLanguage(language, code)).toBe(name);
  });
});
