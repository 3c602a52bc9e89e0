import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Public data sets that are not part of the repository lie beside the checkout, when they are there at all. */
const FOLDER = new URL('../../../shared/data/', import.meta.url);

/**
 * The text of a public data set.
 * @param name path inside the data folder, e.g. `naughty-strings/blns.json`.
 * @returns undefined when it is not there: the caller says so loudly and goes on without it.
 */
export function sharedData(name: string): string | undefined {
  const path = fileURLToPath(new URL(name, FOLDER));
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
