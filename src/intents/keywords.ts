import { z } from 'zod';
import { everydayPhrases, everydayPhrasesOf } from './everyday-phrases.js';
import { isMadeOf, phraseBook } from './phrase-book.js';
import { patternWordsIn, wordsIn } from './words.js';
import { because } from '../shared/field-problem.js';

type WordPattern = { text: string; anyEnding: boolean };
type Phrase = readonly WordPattern[];

/** Keywords made ready for matching: phrases by their first word, whole or by its beginning. */
export type Keywords = {
  byWord: ReadonlyMap<string, readonly Phrase[]>;
  byBeginning: ReadonlyMap<string, readonly Phrase[]>;
  /** The lengths beginnings have, so that a word is looked up once for each and not compared with all. */
  beginningLengths: readonly number[];
};

const longestKeyword = 100;

/** A keyword as a client writes it: `жалоб*`, `верните деньги`. */
export const keywordSchema = z
  .string()
  .trim()
  .max(longestKeyword, `Must be at most ${longestKeyword} characters.`)
  .refine(
    (keyword) => patternWordsIn(keyword).length > 0,
    because({
      reason: 'no_keyword',
      message: 'Must have a letter or a digit: write a word or a phrase.',
    }),
  )
  .refine(
    (keyword) => !/(?<![\p{L}\p{M}\p{N}])\*|\*(?=[\p{L}\p{M}\p{N}*])/u.test(keyword),
    because({
      reason: 'star_inside',
      message: 'A star may only stand at the end of a word, such as "жалоб*".',
    }),
  );

/**
 * Makes a list of keywords ready for {@link matchesKeyword}; what has no letter or digit is left out.
 *
 * @param list words or phrases; `*` at the end of a word stands for any ending, none included
 */
export function compileKeywords(list: readonly string[]): Keywords {
  const byWord = new Map<string, Phrase[]>();
  const byBeginning = new Map<string, Phrase[]>();
  for (const keyword of list) {
    const phrase = patternWordsIn(keyword).map((word) => ({
      text: word.replace('*', ''),
      anyEnding: word.endsWith('*'),
    }));
    const first = phrase[0];
    if (first === undefined) continue;
    const shelf = first.anyEnding ? byBeginning : byWord;
    shelf.set(first.text, [...(shelf.get(first.text) ?? []), phrase]);
  }
  const beginningLengths = [...new Set([...byBeginning.keys()].map((beginning) => beginning.length))];
  return { byWord, byBeginning, beginningLengths };
}

/**
 * Whether one of the keywords is said in a text: as whole words side by side, whatever their case and the signs between
 * them, "ё" and "е" being one letter.
 */
export function matchesKeyword(keywords: Keywords, text: string): boolean {
  const words = wordsIn(text);
  return words.some((word, index) =>
    phrasesFrom(keywords, word).some((phrase) => standsAt(phrase, words, index)),
  );
}

const anywhere = new Map(
  everydayPhrases.map(({ language, human }) => [language, compileKeywords(human.anywhere)]),
);
const alone = new Map(
  everydayPhrases.map(({ language, human }) => [language, phraseBook(human.alone, human.around)]),
);
const no = phraseBook(
  everydayPhrases.flatMap((phrases) => phrases.no.said),
  everydayPhrases.flatMap((phrases) => phrases.no.around),
);

/**
 * Whether a user asks for a person in so many words.
 *
 * @param languages codes such as `ru` or `en-GB`: the client's and the user's; unknown ones are passed over, and when
 *   none is known every built-in language counts
 */
export function asksForHuman(text: string, languages: readonly string[]): boolean {
  return everydayPhrasesOf(languages).some(({ language }) => {
    const keywords = anywhere.get(language);
    const book = alone.get(language);
    return (
      (keywords !== undefined && matchesKeyword(keywords, text)) ||
      (book !== undefined && isMadeOf(book, text))
    );
  });
}

/** Whether a whole message says no more than "no" or "it didn't help", in any built-in language. A question never does. */
export function saysNo(text: string): boolean {
  return !text.includes('?') && isMadeOf(no, text);
}

function* candidates(keywords: Keywords, word: string): Generator<readonly Phrase[] | undefined> {
  yield keywords.byWord.get(word);
  for (const length of keywords.beginningLengths) {
    if (length <= word.length) yield keywords.byBeginning.get(word.slice(0, length));
  }
}

function phrasesFrom(keywords: Keywords, word: string): Phrase[] {
  return [...candidates(keywords, word)].flatMap((phrases) => phrases ?? []);
}

function standsAt(phrase: Phrase, words: readonly string[], index: number): boolean {
  return phrase.every((pattern, offset) => {
    const word = words[index + offset];
    return word !== undefined && (pattern.anyEnding ? word.startsWith(pattern.text) : word === pattern.text);
  });
}
