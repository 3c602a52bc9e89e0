import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
/** The project's folder, found from wherever this file runs: the sources, or the program built from them. */
const projectFolder = folderWith('package.json', here);
/** The program's own folder: the sources, or what `build.mjs` made of them, which keeps the place of some files. */
const programFolder = folderWith(join('src', 'texts', 'languages'), here);

/** The path of something that is no program: `projectFile('examples', 'demo-ru.yaml')`. */
export function projectFile(...parts: readonly string[]): string {
  return join(projectFolder, ...parts);
}

/**
 * The path of a file or folder of the program, by its place among the sources. Only for what `build.mjs` leaves there:
 * everything else it joins into few files.
 */
export function programFile(...parts: readonly string[]): string {
  return join(programFolder, ...parts);
}

function folderWith(name: string, folder: string): string {
  if (existsSync(join(folder, name))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`No folder above the program has a ${name}`);
  return folderWith(name, parent);
}
