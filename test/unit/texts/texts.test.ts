import { differences, knownLanguage, languages, texts } from '../../../src/texts/texts.js';

const EXAMPLE_VALUES = {
  name: 'Айгуль',
  time: '14:05',
  duration: '5 минут',
  taker: 'Олег',
  day: '4 мая',
  from: 'Олег',
  to: 'Ира',
  messenger: 'Telegram',
};

/** Every text of a language, with example values where it takes any. */
function allTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') {
    // A text takes either one word or named values; a word prints as itself, an object never.
    const printed = [value(EXAMPLE_VALUES), value('что-то')] as string[];
    return [printed.find((text) => !/undefined|\[object/.test(text)) ?? printed.join()];
  }
  return Object.values(value as object).flatMap(allTexts);
}

describe('what people read', () => {
  it('is there in Russian and English', () => {
    expect(languages).toEqual(expect.arrayContaining(['en', 'ru']));
    expect(texts('ru').buttons.take).toBe('Беру');
    expect(texts('en').buttons.take).toBe('Take');
  });

  it("follows the user's language, then the client's, then English", () => {
    expect(knownLanguage('ru', 'en')).toBe('ru');
    expect(knownLanguage('en-GB')).toBe('en');
    expect(knownLanguage('fr', 'ru')).toBe('ru');
    expect(knownLanguage(null, undefined, '', 'xx')).toBe('en');
  });

  it.each([...languages])('has no hole in %s: every text prints with its values', (language) => {
    for (const text of allTexts(texts(language))) expect(text).not.toMatch(/undefined|\[object|NaN/);
  });

  it.each([...languages])('fits what Telegram can show in %s', (language) => {
    const own = texts(language);
    for (const toast of allTexts(own.press)) expect(toast.length).toBeLessThanOrEqual(200);
    for (const label of Object.values(own.buttons)) expect(label.length).toBeLessThanOrEqual(25);
    const { topic, group, user } = own.commands;
    for (const line of Object.values({ ...topic, ...group, ...user })) {
      expect(line.length).toBeGreaterThanOrEqual(3);
      expect(line.length).toBeLessThanOrEqual(256);
    }
  });

  it('names what a new language forgot or invented', () => {
    const reference = {
      buttons: { take: 'Take', resolve: 'Resolved' },
      card: { waiting: (word: string) => word },
    };
    const faulty = { buttons: { take: 'Алу', taek: 'x' }, card: { waiting: 'күтуде' } };
    expect(differences(reference, faulty)).toEqual([
      '"buttons.taek" is not a known entry',
      '"buttons.resolve" is missing',
      '"card.waiting" is a string, not a function',
    ]);
  });
});
