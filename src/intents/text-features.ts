import { wordsIn } from './words.js';

/** No more of a message is looked at: what it is about is said early, and a pasted page must not stall a turn. */
const LONGEST_TEXT = 1000;

const SHORTEST_GRAM = 2;
const LONGEST_GRAM = 5;

/** How often each feature occurs in a text, words apart from letters; no feature is in both. */
export type FeatureCounts = { words: Map<string, number>; letters: Map<string, number> };

/**
 * What a text is made of: words and pairs of neighbouring words, and runs of 2 to 5 letters inside words. The letters
 * carry over the endings of Russian and Kazakh and mistyped words.
 */
export function featureCounts(text: string): FeatureCounts {
  const counts: FeatureCounts = { words: new Map(), letters: new Map() };
  // An order's number says nothing about the wish, that there is one does.
  const words = wordsIn(text.slice(0, LONGEST_TEXT)).map((word) => word.replace(/\p{N}/gu, '0'));
  words.forEach((word, index) => {
    // The sign tells the word "он" from the same letters inside "звонок".
    add(counts.words, `=${word}`);
    add(counts.words, `${words[index - 1] ?? '^'}=${word}`);
    addLetters(counts.letters, ` ${word} `);
  });
  return counts;
}

function addLetters(letters: Map<string, number>, padded: string): void {
  for (let size = SHORTEST_GRAM; size <= LONGEST_GRAM; size += 1) {
    for (let start = 0; start + size <= padded.length; start += 1)
      add(letters, padded.slice(start, start + size));
  }
}

function add(counts: Map<string, number>, feature: string): void {
  counts.set(feature, (counts.get(feature) ?? 0) + 1);
}
