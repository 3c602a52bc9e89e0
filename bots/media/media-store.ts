import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MediaReference } from '../../src/messages/message-kinds.js';
import type { ClientId } from '../../src/shared/ids.js';
import { FileRefused } from './file-refused.js';

/** A file as its messenger has it. */
export type RemoteFile = {
  /** A name no other file of the client has, without a folder. */
  name: string;
  /** How many bytes it may have at most. */
  largest: number;
  open(): Promise<Readable>;
};

/**
 * Finds a file of one messenger again.
 *
 * @throws FileRefused; whatever the network throws
 */
export type FileFetcher = (client_id: ClientId, reference: MediaReference) => Promise<RemoteFile>;

/** A file that somebody sent, wherever it is now. */
export type KnownFile = {
  client_id: ClientId;
  media: MediaReference;
  /** Path under the folder, when it was stored before. */
  media_file: string | null;
};

/** The files of conversations: kept under one folder, fetched from the messenger they came through. */
export class MediaStore {
  readonly #folder: string;
  readonly #fetchers: Readonly<Record<string, FileFetcher>>;

  /**
   * @param folder where files are kept, a folder for each client
   * @param fetchers by `channel` of the reference
   */
  constructor(folder: string, fetchers: Readonly<Record<string, FileFetcher>>) {
    this.#folder = folder;
    this.#fetchers = fetchers;
  }

  /**
   * Stores a file, unless it is stored already.
   *
   * @returns its path under the folder
   * @throws FileRefused when it can't be had; whatever the network throws, and then nothing is kept of it
   */
  async stored({ client_id, media, media_file }: KnownFile): Promise<string> {
    if (media_file !== null && (await this.has(media_file))) return media_file;
    const fetcher = this.#fetchers[media.channel];
    if (!fetcher) throw new FileRefused('file_gone');
    const { name, largest, open } = await fetcher(client_id, media);
    const path = join(client_id, name);
    if (!(await this.has(path))) await this.#keep(path, await open(), largest);
    return path;
  }

  /** Where a stored file lies on this machine. */
  pathOf(media_file: string): string {
    return join(this.#folder, media_file);
  }

  async has(media_file: string): Promise<boolean> {
    return stat(this.pathOf(media_file)).then(
      (found) => found.isFile(),
      () => false,
    );
  }

  /** Under another name first: a half of a file must not pass for the whole. */
  async #keep(path: string, source: Readable, largest: number): Promise<void> {
    const whole = this.pathOf(path);
    const draft = `${whole}.${randomUUID()}`;
    await mkdir(dirname(whole), { recursive: true });
    try {
      await pipeline(source, atMost(largest), createWriteStream(draft));
      await rename(draft, whole);
    } finally {
      await rm(draft, { force: true });
    }
  }
}

/** Endings of files that came without a name. */
const endings: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'audio/ogg': '.ogg',
  'audio/mpeg': '.mp3',
  'audio/mp4': '.m4a',
  'video/mp4': '.mp4',
  'application/pdf': '.pdf',
};

/**
 * A harmless ending, so that what is uploaded shows as what it is: of the first name that has one, else by the type.
 *
 * @returns with its dot, or nothing
 */
export function endingOf({ mime_type = '' }: MediaReference, ...names: string[]): string {
  const [type = ''] = mime_type.split(';');
  const ending = names.map((name) => extname(name)).find(Boolean) ?? endings[type.trim()] ?? '';
  return /^\.[A-Za-z0-9]{1,8}$/.test(ending) ? ending.toLowerCase() : '';
}

function atMost(bytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > bytes) done(new FileRefused('file_too_big'));
      else done(null, chunk);
    },
  });
}
