import { phrases as en } from './everyday/en.js';
import { phrases as kk } from './everyday/kk.js';
import type { EverydayPhrases } from './everyday/phrases-shape.js';
import { phrases as ru } from './everyday/ru.js';

/** Every built-in language. */
export const everydayPhrases: readonly EverydayPhrases[] = [ru, en, kk];

/** The phrases of the languages named, all of them when none is known. */
export function everydayPhrasesOf(languages: readonly string[]): readonly EverydayPhrases[] {
  const wanted = new Set(languages.map((code) => code.toLowerCase().split(/[-_]/)[0]));
  const known = everydayPhrases.filter((phrases) => wanted.has(phrases.language));
  return known.length > 0 ? known : everydayPhrases;
}
