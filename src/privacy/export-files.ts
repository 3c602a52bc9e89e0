import { copyFile, mkdir, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { ExportedFile } from './export-parts.js';
import { exportUser } from './export-user.js';
import type { Queryable } from '../shared/database.js';
import { EstafetaError, messageOf } from '../shared/errors.js';
import type { ClientId, UserId } from '../shared/ids.js';

type Asked = { client_id: ClientId; user_id: UserId; mediaDir: string; now: Date };

/**
 * An export as one text, for a browser to keep: the files stand in it under `files`, each as base64. A file that is not
 * kept (any more) is left out.
 *
 * @throws Refusal `not_found` before the first piece
 */
export function exportAsDocument(db: Queryable, { mediaDir, ...asked }: Asked): AsyncGenerator<string> {
  const files = new Map<string, ExportedFile>();
  return exportUser(db, {
    ...asked,
    onFile: (file) => void files.set(file.name, file),
    async *ending() {
      yield ',\n"files": {';
      let count = 0;
      for (const { path, name } of files.values()) {
        const file = await open(join(mediaDir, path)).catch(() => null);
        if (!file) continue;
        yield `${count === 0 ? '\n' : ',\n'}${JSON.stringify(name)}: "`;
        yield* base64Of(file);
        yield '"';
        count += 1;
      }
      yield '}';
    },
  });
}

/**
 * An export as a folder: `user.json`, and `media/` with the files it names.
 *
 * @param to made when it is not there
 * @returns how many files there are, and how many of them are not kept (any more)
 * @throws Refusal `not_found`; EstafetaError `export_not_written`; whatever the disk throws
 */
export async function exportToFolder(
  db: Queryable,
  { mediaDir, to, ...asked }: Asked & { to: string },
): Promise<{ files: number; missing: number }> {
  const files = new Map<string, ExportedFile>();
  const document = exportUser(db, { ...asked, onFile: (file) => void files.set(file.name, file) });
  // Before anything is made: there may be no such user.
  const { value: first } = await document.next();
  await mkdir(join(to, 'media'), { recursive: true });
  const whole = await open(join(to, 'user.json'), 'wx').catch((cause: unknown) => {
    throw notWritten(to, cause);
  });
  await pipeline(Readable.from(behind(first ?? '', document)), whole.createWriteStream());
  let missing = 0;
  for (const { path, name } of files.values())
    await copyFile(join(mediaDir, path), join(to, name)).catch(() => (missing += 1));
  return { files: files.size, missing };
}

/** In pieces of whole threes of bytes, so that they may stand behind one another. */
async function* base64Of(file: FileHandle): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const read of file.createReadStream()) {
    const bytes = Buffer.concat([rest, read as Buffer]);
    const whole = bytes.length - (bytes.length % 3);
    yield bytes.toString('base64', 0, whole);
    rest = bytes.subarray(whole);
  }
  yield rest.toString('base64');
}

function notWritten(to: string, cause: unknown): EstafetaError {
  return new EstafetaError({
    code: 'export_not_written',
    message: `user.json can't be written into ${to}: ${messageOf(cause)}`,
    whatToDo: 'Name another folder with --to; an export that is there is never written over.',
    cause,
  });
}

async function* behind(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}
