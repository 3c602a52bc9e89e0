/** A stretch of a text, in UTF-16 units: from `start` up to, not including, `end`. */
export type Stretch = { start: number; end: number };

/** What the eye sees something of; blanks, controls, zero-width characters and lone accents it does not. */
const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Where a text is cut, the best place first. Each pattern ends where the next piece begins. */
const CUTS: readonly RegExp[] = [/\n\s*\n/g, /\n/g, /[.!?…。！？]+["»”)]*\s/g, /\s/g];

/** A better kind of place counts only if the piece keeps at least this share of what fits. */
const SHORTEST_PIECE = 0.5;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Whether anything of the text can be seen; a messenger refuses what cannot. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/**
 * Cuts a text into pieces that fit, at the end of a paragraph, a line, a sentence or a word where there is one, and
 * otherwise between two characters as people see them (an emoji with its skin tone is one).
 *
 * @param limit the most UTF-16 units a piece may have; at least 2.
 * @param firstLimit the most of the first piece, when that is another number; at least 2.
 * @returns the pieces in order, without the blanks around them; a piece of which nothing can be seen is left out, so
 *   the list may be empty.
 */
export function splitText(text: string, limit: number, firstLimit = limit): Stretch[] {
  const pieces: Stretch[] = [];
  let start = 0;
  while (start < text.length) {
    const most = pieces.length === 0 ? firstLimit : limit;
    const end =
      text.length - start <= most ? text.length : start + cutPlace(text.slice(start, start + most + 2), most);
    const piece = trimmed(text, { start, end });
    if (isVisible(text.slice(piece.start, piece.end))) pieces.push(piece);
    start = end;
  }
  return pieces;
}

/**
 * The beginning of a text, with "…" where something was cut off.
 * @param limit the most UTF-16 units of the whole.
 */
export function shortened(text: string, limit: number): string {
  const whole = text.trim();
  if (whole.length <= limit) return whole;
  return `${whole.slice(0, lastBoundary(whole.slice(0, limit + 1), limit - 1)).trimEnd()}…`;
}

function cutPlace(window: string, limit: number): number {
  const fitting = window.slice(0, limit);
  for (const pattern of CUTS) {
    const ends = [...fitting.matchAll(pattern)].map((match) => match.index + match[0].length);
    const best = ends.findLast((end) => isBoundary(window, end));
    if (best !== undefined && best >= limit * SHORTEST_PIECE) return best;
  }
  return lastBoundary(window, limit);
}

function isBoundary(window: string, at: number): boolean {
  return graphemes.segment(window).containing(at)?.index === at;
}

/** The last place at or before `at` that is between two characters; inside one that is longer than all, between two code points. */
function lastBoundary(window: string, at: number): number {
  const cluster = graphemes.segment(window).containing(at)?.index ?? at;
  if (cluster > 0) return cluster;
  const insidePair = /[\uD800-\uDBFF]/.test(window[at - 1] ?? '') && /[\uDC00-\uDFFF]/.test(window[at] ?? '');
  return insidePair && at > 1 ? at - 1 : at;
}

function trimmed(text: string, { start, end }: Stretch): Stretch {
  const piece = text.slice(start, end);
  const from = start + (piece.length - piece.trimStart().length);
  return { start: from, end: Math.max(from, start + piece.trimEnd().length) };
}
