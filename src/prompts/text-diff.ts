/** Lines that stand in both texts, only in the earlier one, or only in the later one. */
export type DiffPart = { kind: 'same' | 'removed' | 'added'; lines: string[] };

/** More pairs of lines than these are not compared one by one: the middle is shown as rewritten. */
const mostPairs = 4_000_000;

/**
 * What was changed between two texts, line by line: the shortest way from one to the other.
 *
 * @returns parts in the order of reading; what was removed stands before what came in its place
 */
export function diffLines(before: string, after: string): DiffPart[] {
  return diffPieces(before.split('\n'), after.split('\n'));
}

/** As {@link diffLines}, word by word: put together, the parts that are not added are the earlier text, spaces and all. */
export function diffWords(before: string, after: string): { kind: DiffPart['kind']; words: string }[] {
  const parts = diffPieces(piecesOf(before), piecesOf(after));
  return parts.map(({ kind, lines }) => ({ kind, words: lines.join('') }));
}

/** Words, and what stands between them. */
function piecesOf(text: string): string[] {
  return text.split(/(\s+)/).filter((piece) => piece !== '');
}

function diffPieces(old: readonly string[], fresh: readonly string[]): DiffPart[] {
  const head = commonStart(old, fresh);
  const tail = commonStart(old.slice(head).toReversed(), fresh.slice(head).toReversed());
  const middle = {
    old: old.slice(head, old.length - tail),
    fresh: fresh.slice(head, fresh.length - tail),
  };
  return joined([
    { kind: 'same', lines: old.slice(0, head) },
    ...diffMiddle(middle.old, middle.fresh),
    { kind: 'same', lines: old.slice(old.length - tail) },
  ]);
}

function commonStart(old: readonly string[], fresh: readonly string[]): number {
  let length = 0;
  while (length < old.length && length < fresh.length && old[length] === fresh[length]) length += 1;
  return length;
}

function diffMiddle(old: readonly string[], fresh: readonly string[]): DiffPart[] {
  if (old.length * fresh.length > mostPairs) return rewritten(old, fresh);
  const longest = commonLengths(old, fresh);
  const parts: DiffPart[] = [];
  let [row, column] = [0, 0];
  while (row < old.length && column < fresh.length) {
    const line = old[row] ?? '';
    if (line === fresh[column]) {
      parts.push({ kind: 'same', lines: [line] });
      [row, column] = [row + 1, column + 1];
    } else if (at(longest, row + 1, column) >= at(longest, row, column + 1)) {
      parts.push({ kind: 'removed', lines: [line] });
      row += 1;
    } else {
      parts.push({ kind: 'added', lines: [fresh[column] ?? ''] });
      column += 1;
    }
  }
  return [...parts, ...rewritten(old.slice(row), fresh.slice(column))];
}

function rewritten(old: readonly string[], fresh: readonly string[]): DiffPart[] {
  return [
    { kind: 'removed', lines: [...old] },
    { kind: 'added', lines: [...fresh] },
  ];
}

/** For each pair of places, how many lines the rests of the texts behind it have in common. */
function commonLengths(old: readonly string[], fresh: readonly string[]): Uint32Array[] {
  const rows = Array.from({ length: old.length + 1 }, () => new Uint32Array(fresh.length + 1));
  for (let row = old.length - 1; row >= 0; row -= 1) {
    const lengths = rows[row] ?? new Uint32Array();
    for (let column = fresh.length - 1; column >= 0; column -= 1) {
      lengths[column] =
        old[row] === fresh[column]
          ? at(rows, row + 1, column + 1) + 1
          : Math.max(at(rows, row + 1, column), at(rows, row, column + 1));
    }
  }
  return rows;
}

function at(rows: readonly Uint32Array[], row: number, column: number): number {
  return rows[row]?.[column] ?? 0;
}

/** Parts of one kind that follow one another are one; between two same parts the removed lines go first. */
function joined(parts: readonly DiffPart[]): DiffPart[] {
  const whole: DiffPart[] = [];
  let [removed, added]: [string[], string[]] = [[], []];
  const flush = (): void => {
    if (removed.length > 0) whole.push({ kind: 'removed', lines: removed });
    if (added.length > 0) whole.push({ kind: 'added', lines: added });
    [removed, added] = [[], []];
  };
  for (const { kind, lines } of parts) {
    if (lines.length === 0) continue;
    if (kind === 'removed') removed.push(...lines);
    else if (kind === 'added') added.push(...lines);
    else {
      flush();
      const last = whole.at(-1);
      if (last?.kind === 'same') last.lines.push(...lines);
      else whole.push({ kind, lines: [...lines] });
    }
  }
  flush();
  return whole;
}
