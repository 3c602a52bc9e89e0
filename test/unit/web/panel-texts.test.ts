import { en } from '../../../web/panel/texts/languages/en.js';
import { kk } from '../../../web/panel/texts/languages/kk.js';
import { ru } from '../../../web/panel/texts/languages/ru.js';

// That every language has every text, the compiler sees. What it can't see: a text that was forgotten to be translated.
const languages = { ru, en, kk };
/** Names, formats and words of programs, which are the same everywhere. */
const same = /^[\p{P}\p{S}\d\s]*$|^[A-Za-z0-9 ._:/@<>{}…-]{1,24}$/u;
const shortest = 12;
/** Words the languages share. */
const allowed = ['channels.platforms.whatsapp'];

/** Each text by its path; a function is asked for its text with words that stand for what it is given. */
function textsOf(part: unknown, path = ''): [string, string][] {
  if (typeof part === 'string') return [[path, part]];
  if (typeof part === 'function') return [[path, filled(part as (...given: unknown[]) => unknown)]];
  return Object.entries(part as object).flatMap(([name, inner]) =>
    textsOf(inner, path === '' ? name : `${path}.${name}`),
  );
}

function filled(text: (...given: unknown[]) => unknown): string {
  return String(text(...Array.from({ length: Math.max(1, text.length) }, () => 5)));
}

describe('The texts of the panel', () => {
  const all = Object.entries(languages).map(([code, texts]) => [code, new Map(textsOf(texts))] as const);

  it('say nothing empty in any language', () => {
    const empty = all.flatMap(([code, texts]) =>
      [...texts].filter(([, text]) => text.trim() === '').map(([path]) => `${code} ${path}`),
    );
    expect(empty).toEqual([]);
  });

  it('share no text between two languages that one of them was forgotten in', () => {
    const shared = all.flatMap(([code, texts]) =>
      all
        .filter(([other]) => other > code)
        .flatMap(([other, others]) =>
          [...texts]
            .filter(
              ([path, text]) =>
                text.length >= shortest &&
                !allowed.includes(path) &&
                text === others.get(path) &&
                !same.test(text),
            )
            .map(([path, text]) => `${code} and ${other}: ${path}: ${text}`),
        ),
    );
    expect(shared).toEqual([]);
  });
});
