import { wordsIn } from './words.js';

/** Languages that can be told by their letters. */
export type GuessedLanguage = 'ru' | 'en' | 'kk';

/** Letters Kazakh has and Russian has not; Tatar and Kyrgyz share some, here Kazakh is meant. */
const KAZAKH = /[әғқңөұүһі]/iu;
/**
 * Everyday words that no Russian sentence has, as they are typed with Russian letters. No thanks and no greetings: those
 * are borrowed.
 */
const KAZAKH_WORDS = new Set(
  (
    'керек жок емес канша кашан калай кайда кандай неше нешеге маган сизге бизге сизде бизде сиздер сиздерде ' +
    'болады болама болмайды екен жатыр отыр тапсырыс тапсырысым мекенжай багасы комек комектесиниз ' +
    'комектесинизши айтыныз айтынызшы бериниз беринизши жиберинизши шакырыныз шакырынызшы сойлеским келеди ' +
    'келмеди отинемин осында кайтару ашыксыздар ашыласыздар'
  ).split(' '),
);
const CYRILLIC = /\p{Script=Cyrillic}/gu;
const LATIN = /[a-z]/giu;
/** Letters of Latin script that English words do not have: it is some other language. */
const NOT_ENGLISH = /[\u00C0-\u024F]/u;

/**
 * The language a text is written in, by its letters. Addresses and numbers say nothing; of two scripts the one with more
 * letters counts. Kazakh typed with Russian letters is told by everyday words and reads as Russian without one; other
 * languages in plain Latin read as English.
 *
 * @returns null when nothing tells, e.g. "12:30" or "👍"
 */
export function guessLanguage(text: string): GuessedLanguage | null {
  const words = text.normalize('NFC').replace(/\S*(?::\/\/|@)\S*/gu, ' ');
  const cyrillic = words.match(CYRILLIC)?.length ?? 0;
  const latin = words.match(LATIN)?.length ?? 0;
  if (cyrillic === 0 && latin === 0) return null;
  if (cyrillic >= latin)
    return KAZAKH.test(words) || wordsIn(words).some((word) => KAZAKH_WORDS.has(word)) ? 'kk' : 'ru';
  return NOT_ENGLISH.test(words) ? null : 'en';
}
