const mostNames = 5;

/**
 * The names somebody may have meant: those that begin with what was written or contain it, else those that differ from
 * it by a slip or two.
 *
 * @returns the closest first, at most five; empty when nothing is close
 */
export function closestNames(wanted: string, names: readonly string[]): string[] {
  const meant = wanted.toLowerCase();
  const containing = names.filter((name) => name.toLowerCase().includes(meant));
  if (containing.length > 0) {
    const begins = (name: string): number => (name.toLowerCase().startsWith(meant) ? 0 : 1);
    return containing.toSorted((a, b) => begins(a) - begins(b)).slice(0, mostNames);
  }
  const slips = Math.max(1, Math.floor(meant.length / 3));
  return names
    .map((name) => ({ name, distance: editDistance(meant, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= slips)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, mostNames)
    .map(({ name }) => name);
}

/** How many letters have to be put in, left out or replaced to make one word of the other (Levenshtein). */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
