import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, found from wherever this file runs: the sources, or the program built from them. */
const root = folderWith('package.json', dirname(fileURLToPath(import.meta.url)));

/** The path of something that is no program: `projectFile('examples', 'demo-ru.yaml')`. */
export function projectFile(...parts: readonly string[]): string {
  return join(root, ...parts);
}

function folderWith(name: string, folder: string): string {
  if (existsSync(join(folder, name))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`No folder above the program has a ${name}`);
  return folderWith(name, parent);
}
