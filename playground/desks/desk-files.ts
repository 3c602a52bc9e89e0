import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const about = z.object({
  mime_type: z.string(),
  file_name: z.string().nullable(),
  size: z.number(),
  duration: z.number(),
});

/** What is known of a file beside its bytes. */
export type FileAbout = z.infer<typeof about>;

/** Files of the desks' chats, each with a note of what it is, in a folder. */
export class DeskFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** @returns the id it is kept under */
  save(content: Uint8Array, { mime_type, file_name, duration }: Partial<FileAbout>): string {
    const id = randomUUID();
    const note: FileAbout = {
      mime_type: mime_type ?? 'application/octet-stream',
      file_name: file_name ?? null,
      size: content.byteLength,
      duration: duration ?? 0,
    };
    writeFileSync(join(this.#folder, id), content, { mode: 0o600 });
    writeFileSync(join(this.#folder, `${id}.json`), JSON.stringify(note), { mode: 0o600 });
    return id;
  }

  /** @returns null when there is no such file */
  about(id: string): FileAbout | null {
    const path = join(this.#folder, `${id}.json`);
    if (!z.uuid().safeParse(id).success || !existsSync(path)) return null;
    return about.parse(JSON.parse(readFileSync(path, 'utf8')));
  }

  /** @returns null when there is no such file */
  read(id: string): Buffer | null {
    return this.about(id) ? readFileSync(join(this.#folder, id)) : null;
  }
}
