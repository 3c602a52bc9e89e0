/** After a sign that ends a sentence and a space, or at a new line. */
const sentenceEnd = /(?<=[.!?…])\s+|\n+/u;

/** The sentences of a text, in order. What stands between an abbreviation and the rest is taken for two. */
export function sentencesIn(text: string): string[] {
  return text
    .split(sentenceEnd)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** Puts neighbours together until there are no more groups than so many. Nothing is left out. */
export function inGroups<Item>(items: readonly Item[], most: number): Item[][] {
  const size = Math.max(1, Math.ceil(items.length / most));
  return Array.from({ length: Math.ceil(items.length / size) }, (_group, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
