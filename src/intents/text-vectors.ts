import { featureCounts } from './text-features.js';

/** A text as a list of known features with weights; its length as a vector is at most 1. */
export type TextVector = {
  ids: Int32Array;
  weights: Float32Array;
  /** Share of the text's own weight that the vocabulary knows, 0 to 1. */
  known: number;
};

/** Which features there are and how telling each is. */
export type Vocabulary = { size: number; idOf: Map<string, number>; idf: Float32Array; unseenIdf: number };

/** From this many examples on, what occurs in one example only is left out: it costs memory and tells nothing. */
const PRUNE_FROM = 2000;

/** @returns the features of the examples; the rarer one is, the more it tells (inverse document frequency). */
export function learnVocabulary(texts: readonly string[]): Vocabulary {
  const seenIn = new Map<string, number>();
  for (const text of texts) {
    const { words, letters } = featureCounts(text);
    for (const feature of [...words.keys(), ...letters.keys()])
      seenIn.set(feature, (seenIn.get(feature) ?? 0) + 1);
  }
  const fewest = texts.length >= PRUNE_FROM ? 2 : 1;
  const kept = [...seenIn].filter(([, count]) => count >= fewest);
  const idfOf = (count: number): number => Math.log((1 + texts.length) / (1 + count)) + 1;
  return {
    size: kept.length,
    idOf: new Map(kept.map(([feature], id) => [feature, id])),
    idf: Float32Array.from(kept, ([, count]) => idfOf(count)),
    unseenIdf: idfOf(0),
  };
}

/** @returns the text as a vector: words and letters weigh the same, each feature by how telling it is. */
export function vectorOf(vocabulary: Vocabulary, text: string): TextVector {
  const { words, letters } = featureCounts(text);
  const ids: number[] = [];
  const weights: number[] = [];
  const knownWords = addBlock(vocabulary, words, ids, weights);
  const knownLetters = addBlock(vocabulary, letters, ids, weights);
  return {
    ids: Int32Array.from(ids),
    weights: Float32Array.from(weights),
    known: (knownWords + knownLetters) / 2,
  };
}

/**
 * Adds one kind of features, brought to the length √½, so that both kinds together have the length 1.
 * @returns the share of them that the vocabulary knows
 */
function addBlock(
  vocabulary: Vocabulary,
  counts: ReadonlyMap<string, number>,
  ids: number[],
  weights: number[],
): number {
  const first = ids.length;
  let knownSquares = 0;
  let unknownSquares = 0;
  for (const [feature, count] of counts) {
    const id = vocabulary.idOf.get(feature);
    const idf = id === undefined ? vocabulary.unseenIdf : (vocabulary.idf[id] ?? 0);
    const weight = (1 + Math.log(count)) * idf;
    if (id === undefined) unknownSquares += weight * weight;
    else {
      knownSquares += weight * weight;
      ids.push(id);
      weights.push(weight);
    }
  }
  if (knownSquares === 0) return 0;
  const scale = Math.SQRT1_2 / Math.sqrt(knownSquares);
  for (let index = first; index < weights.length; index += 1) weights[index] = (weights[index] ?? 0) * scale;
  return knownSquares / (knownSquares + unknownSquares);
}
