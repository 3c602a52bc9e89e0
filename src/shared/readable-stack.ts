import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A source in a joined file: the line its part begins on, and its path. */
type Part = { line: number; source: string };

/** A place in a file that `build.mjs` joined. */
const builtPlace = /(file:\/\/[^\s()]*\/build\/[^\s()]*\.js):(\d+):(\d+)/g;
const partsByFile = new Map<string, readonly Part[]>();

/**
 * Names the sources in a stack of the built program: `src/shared/leases.ts, start-4G2R2FOT.js:812:11` instead of the
 * joined file alone. What is not of the built program stays as it is.
 *
 * @param stack as an error has it
 */
export function readableStack(stack: string): string {
  return stack.replaceAll(builtPlace, (place, url: string, line: string, column: string) => {
    const file = fileURLToPath(url);
    const source = partsOf(file).findLast((part) => part.line < Number(line))?.source;
    return source === undefined ? place : `${source}, ${basename(file)}:${line}:${column}`;
  });
}

function partsOf(file: string): readonly Part[] {
  const parts = partsByFile.get(file) ?? readParts(file);
  partsByFile.set(file, parts);
  return parts;
}

/** esbuild writes the path of each source as a comment before its part. */
function readParts(file: string): Part[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.flatMap((text, index) => {
      const [, source] = /^\/\/ (\S+\.[cm]?[jt]s)$/.exec(text) ?? [];
      return source === undefined ? [] : [{ line: index + 1, source }];
    });
  } catch {
    // Gone, as files of older sources go: the place says as much as it can.
    return [];
  }
}
