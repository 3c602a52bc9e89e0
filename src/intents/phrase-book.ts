import { wordsIn } from './words.js';

/** Phrases a whole message may be made of: those that mean something, and words that may stand around them. */
export type PhraseBook = {
  /** Phrases by their words joined with a space; true when the phrase carries the meaning. */
  phrases: ReadonlyMap<string, boolean>;
  longest: number;
};

/** Longer messages say more than a set phrase. */
const mostWords = 14;

/**
 * @param said phrases that carry the meaning: a message needs at least one
 * @param around words and phrases that change nothing about it
 */
export function phraseBook(said: readonly string[], around: readonly string[]): PhraseBook {
  const phrases = new Map<string, boolean>();
  for (const phrase of around) phrases.set(keyOf(phrase), false);
  for (const phrase of said) phrases.set(keyOf(phrase), true);
  const longest = Math.max(...[...phrases.keys()].map((key) => key.split(' ').length));
  return { phrases, longest };
}

/** Whether every word of a text belongs to a phrase of the book, and one of the phrases carries its meaning. */
export function isMadeOf(book: PhraseBook, text: string): boolean {
  const words = wordsIn(text.slice(0, mostWords * 40)).map(squeezed);
  if (words.length === 0 || words.length > mostWords) return false;
  // For each number of leading words: not made of phrases, made of them without meaning, or with it.
  const reached: (boolean | undefined)[] = [false];
  for (let end = 1; end <= words.length; end += 1) {
    for (let start = Math.max(0, end - book.longest); start < end; start += 1) {
      const before = reached[start];
      const phrase = book.phrases.get(words.slice(start, end).join(' '));
      if (before === undefined || phrase === undefined) continue;
      reached[end] = reached[end] === true || before || phrase;
    }
  }
  return reached[words.length] === true;
}

function keyOf(phrase: string): string {
  return wordsIn(phrase).map(squeezed).join(' ');
}

/** "спасибооо" as "спасибо": a letter repeated counts once, on both sides of the comparison. */
function squeezed(word: string): string {
  return word.replace(/(.)\1+/gu, '$1');
}
