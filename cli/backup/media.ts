import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { damaged } from './damaged.js';

type Amount = { files: number; bytes: number };

/**
 * Copies a folder of media. Files are written once and never changed, so one that is there already is left alone, and
 * copying may go on while others are added. What an interrupted copy left behind is made whole.
 *
 * @returns how much there is at the end
 */
export async function copyMedia(from: string, to: string): Promise<Amount> {
  const total = { files: 0, bytes: 0 };
  for (const name of await mediaFiles(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    const bytes = await sizeOf(source);
    if ((await sizeOf(target).catch(() => -1)) !== bytes) {
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      const draft = `${target}.${randomUUID()}`;
      await copyFile(source, draft);
      await rename(draft, target);
    }
    total.files += 1;
    total.bytes += bytes;
  }
  return total;
}

/**
 * Looks whether a backup's files are all there, before anything is touched.
 *
 * @throws EstafetaError `backup_damaged`
 */
export async function checkMedia(folder: string, { files, bytes }: Amount): Promise<void> {
  const names = await mediaFiles(folder);
  let found = 0;
  for (const name of names) found += await sizeOf(join(folder, name));
  if (names.length === files && found === bytes) return;
  throw damaged(
    folder,
    `it has ${names.length} files of ${found} bytes, and ${files} of ${bytes} were written`,
  );
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file)).size;
}

/** Paths of the files under a folder; those still being written have a second ending and are left out. */
async function mediaFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isFile() && !isDraft(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function isDraft(name: string): boolean {
  return /\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(name);
}
