/** Languages that can be told by their letters. */
export type GuessedLanguage = 'ru' | 'en' | 'kk';

/** Letters Kazakh has and Russian has not; Tatar and Kyrgyz share some, here Kazakh is meant. */
const KAZAKH = /[әғқңөұүһі]/iu;
const CYRILLIC = /\p{Script=Cyrillic}/gu;
const LATIN = /[a-z]/giu;
/** Letters of Latin script that English words do not have: it is some other language. */
const NOT_ENGLISH = /[\u00C0-\u024F]/u;

/**
 * The language a text is written in, by its letters alone. Addresses and numbers say nothing; of two scripts the one
 * with more letters counts. Kazakh without its own letters reads as Russian, other languages in plain Latin as English.
 *
 * @returns null when nothing tells, e.g. "12:30" or "👍"
 */
export function guessLanguage(text: string): GuessedLanguage | null {
  const words = text.normalize('NFC').replace(/\S*(?::\/\/|@)\S*/gu, ' ');
  const cyrillic = words.match(CYRILLIC)?.length ?? 0;
  const latin = words.match(LATIN)?.length ?? 0;
  if (cyrillic === 0 && latin === 0) return null;
  if (cyrillic >= latin) return KAZAKH.test(words) ? 'kk' : 'ru';
  return NOT_ENGLISH.test(words) ? null : 'en';
}
