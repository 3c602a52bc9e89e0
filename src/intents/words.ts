/** Signs that are written inside words without changing them: apostrophes, soft hyphens, joiners, variants of emoji. */
const insideWords = /['’‘ʼ`´]|\u00AD|\u200B|\u200C|\u200D|\u2060|\uFE0E|\uFE0F|\uFEFF/g;

/** Letters with their marks, and digits: a word in any script. A trailing star is kept for patterns. */
const wordsAndStars = /[\p{L}\p{M}\p{N}]+\*?/gu;

/** What is typed for letters that a keyboard lacks or that are too far away: the Russian ones for the Kazakh ones. */
const typedAs: Readonly<Record<string, string>> = {
  ё: 'е',
  ә: 'а',
  ғ: 'г',
  қ: 'к',
  ң: 'н',
  ө: 'о',
  ұ: 'у',
  ү: 'у',
  һ: 'х',
  і: 'и',
};
const rareLetters = new RegExp(`[${Object.keys(typedAs).join('')}]`, 'g');

/** One form for what people write in many: compatibility forms, case, ё as е, қ as к, apostrophes left out. */
function levelled(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(rareLetters, (letter) => typedAs[letter] ?? letter)
    .replace(insideWords, '');
}

/** The words of a text in order, in the form words are compared in. Takes time in proportion to the text, whatever is in it. */
export function wordsIn(text: string): string[] {
  return patternWordsIn(text.replaceAll('*', ' '));
}

/** The words of a pattern, in the same form; a star after a word stands for any ending. */
export function patternWordsIn(pattern: string): string[] {
  return levelled(pattern).match(wordsAndStars) ?? [];
}
