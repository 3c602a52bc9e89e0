import { noticePlaceholders } from '../../../src/texts/notices.js';
import { differences, knownLanguage, languages, texts } from '../../../src/texts/texts.js';

/** A text as it prints, where it stands ("card.waiting"), and the values it was given that it makes use of. */
type Printed = { path: string; text: string; uses: string[] };

/** The longest name Telegram has: 64 characters each, first and last. */
const longestName = `${'Ы'.repeat(64)} ${'Ы'.repeat(64)}`;

/** Every text of a language. Where it takes values, whatever it asks for is `value`. */
function printed(entry: unknown, value = 'Айгуль', path = ''): Printed[] {
  if (typeof entry === 'string') return [{ path, text: entry, uses: [] }];
  if (typeof entry === 'function') {
    const uses = new Set<string>();
    // A text takes one word or named values: this stands for both.
    const values = new Proxy(Object(value) as object, {
      get: (_word, key) => {
        if (typeof key !== 'string' || key === 'toString') return () => value;
        uses.add(key);
        return key === 'time' ? '23:59' : value;
      },
    });
    const text = String((entry as (given: unknown) => unknown)(values));
    return [{ path, text, uses: [...uses].toSorted() }];
  }
  return Object.entries(entry as object).flatMap(([key, inner]) =>
    printed(inner, value, path === '' ? key : `${path}.${key}`),
  );
}

/** What may be empty: there the client decides whether anything is said. */
const mayBeEmpty = new Set(['notices.taken']);

/** What two languages may have in common: names, and words they share. */
const mayBeEqual = [
  /^messengers\./,
  /^topic\.(?:name|manager|reacted)$/,
  /^topic\.kinds\.(?:image|audio|document|sticker|contact|reaction)$/,
  /^topic\.assistant$/,
  /^card\.labels\.who$/,
];

describe('what people read', () => {
  it('is there in Russian, English and Kazakh', () => {
    expect(languages).toEqual(expect.arrayContaining(['en', 'kk', 'ru']));
    expect(texts('ru').buttons.take).toBe('Беру');
    expect(texts('en').buttons.take).toBe('Take');
    expect(texts('kk').buttons.take).toBe('Аламын');
  });

  it("follows the user's language, then the client's, then English", () => {
    expect(knownLanguage('ru', 'en')).toBe('ru');
    expect(knownLanguage('en-GB')).toBe('en');
    expect(knownLanguage('kk-KZ', 'ru')).toBe('kk');
    expect(knownLanguage('fr', 'ru')).toBe('ru');
    expect(knownLanguage(null, undefined, '', 'xx')).toBe('en');
  });

  it.each([...languages])('has no hole in %s: every text is there and prints with its values', (language) => {
    const all = printed(texts(language));
    expect(all.filter(({ text }) => /undefined|\[object|NaN| {2}|[ \t]$/m.test(text))).toEqual([]);
    expect(all.filter(({ text, path }) => text.trim() === '' && !mayBeEmpty.has(path))).toEqual([]);
  });

  it('is translated: no text is the same in two languages, but for names and shared words', () => {
    const all = languages.flatMap((language) =>
      printed(texts(language)).map((one) => ({ language, ...one })),
    );
    const untranslated = all.filter(
      ({ path, text, language }) =>
        !mayBeEmpty.has(path) &&
        !mayBeEqual.some((known) => known.test(path)) &&
        all.some((other) => other.path === path && other.text === text && other.language < language),
    );
    expect(untranslated).toEqual([]);
  });

  it.each([...languages])('says the same in %s: each text uses the values it uses in English', (language) => {
    const used = (code: string) =>
      Object.fromEntries(
        printed(texts(code))
          .filter(({ path }) => !path.startsWith('units.'))
          .map(({ path, uses }) => [path, uses.join()]),
      );
    expect(used(language)).toEqual(used('en'));
  });

  it.each([...languages])('names in its notices in %s what the notices in English name', (language) => {
    const named = (code: string) =>
      Object.keys(noticePlaceholders).map((name) => {
        const text = texts(code).notices[name as keyof typeof noticePlaceholders];
        return `${name}: ${[...text.matchAll(/\{\w+\}/g)].map(String).toSorted().join()}`;
      });
    expect(named(language)).toEqual(named('en'));
  });

  it.each([...languages])('has a noun for every number in %s', (language) => {
    const { locale, units } = texts(language);
    const categories = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    for (const forms of Object.values(units)) {
      expect(Object.keys(forms).toSorted()).toEqual([...categories].toSorted());
      for (const form of Object.values(forms)) expect(form).toMatch(/^\p{L}+$/u);
    }
  });

  it.each([...languages])('fits what Telegram can show in %s, however long the names are', (language) => {
    const own = texts(language);
    const toasts = printed([own.press, own.handingOn.done, own.handingOn.alreadyTheirs], longestName);
    expect(toasts.filter(({ text }) => text.length > 200)).toEqual([]);
    expect(Object.values(own.buttons).filter((label) => label.length > 25)).toEqual([]);
    const menu = printed(own).filter(({ path }) => /^commands\.(?:topic|group|user)\.|\.menu\./.test(path));
    expect(menu.filter(({ text }) => text.length < 3 || text.length > 256)).toEqual([]);
    const others = printed(own, longestName).map(({ text }) => text.length);
    expect(Math.max(...others)).toBeLessThanOrEqual(4096);
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
