import { openAsBlob } from 'node:fs';
import { basename, extname } from 'node:path';
import type { AlbumPart } from '../../src/integrations/channel.js';
import type { FileKind } from '../../src/messages/message-kinds.js';
import { isFile } from '../../src/messages/message-kinds.js';
import { monotonicMs } from '../../src/shared/clock.js';
import { msOfHours } from '../../src/shared/durations.js';
import type { ClientId } from '../../src/shared/ids.js';
import { FileRefused } from '../media/file-refused.js';
import type { MediaStore } from '../media/media-store.js';
import { GraphError } from './graph-api.js';
import type { GraphApi } from './graph-api.js';

/** What WhatsApp shows as what it is, and up to what size; all else is a document. https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media */
const shown: Readonly<Record<string, { types: readonly string[]; largest: number }>> = {
  image: { types: ['image/jpeg', 'image/png'], largest: 5_000_000 },
  video: { types: ['video/mp4', 'video/3gpp'], largest: 16_000_000 },
  audio: { types: ['audio/aac', 'audio/mp4', 'audio/mpeg', 'audio/amr', 'audio/ogg'], largest: 16_000_000 },
  sticker: { types: ['image/webp'], largest: 500_000 },
};
const largestDocument = 100_000_000;

/** Kinds of ours, and under which name WhatsApp has them. */
const fieldOf: Readonly<Record<FileKind, string>> = {
  image: 'image',
  video: 'video',
  video_note: 'video',
  voice: 'audio',
  audio: 'audio',
  sticker: 'sticker',
  document: 'document',
};

/** Types of files that came without one. */
const types: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.ogg': 'audio/ogg',
  '.oga': 'audio/ogg',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
};
const usualType: Readonly<Record<FileKind, string>> = {
  image: 'image/jpeg',
  video: 'video/mp4',
  video_note: 'video/mp4',
  voice: 'audio/ogg',
  audio: 'audio/mpeg',
  sticker: 'image/webp',
  document: 'application/octet-stream',
};

/** A file in the form in which it goes into a message. */
export type Uploaded = {
  field: string;
  media_id: string;
  file_name: string;
  media_file: string;
  /** It was uploaded for an earlier message: Meta may have forgotten it. */
  is_reused: boolean;
};

/** Meta keeps what was uploaded for 30 days. */
const keptMs = msOfHours(24 * 29);
const mostKept = 1_000;

type Kept = { media_id: string; until: number };

/** The files of one number: uploaded once, and sent by their id from then on. */
export class Uploads {
  readonly #graph: GraphApi;
  readonly #media: MediaStore;
  readonly #kept = new Map<string, Kept>();

  constructor(graph: GraphApi, media: MediaStore) {
    this.#graph = graph;
    this.#media = media;
  }

  /** @throws FileRefused; what the calls throw, and then nothing was sent */
  async fileFor(client_id: ClientId, { kind, media, media_file }: Omit<AlbumPart, 'id'>): Promise<Uploaded> {
    if (!media || !isFile(kind)) throw new FileRefused('file_gone');
    const stored = await this.#media.stored({ client_id, media, media_file });
    const [given = ''] = (media.mime_type ?? '').split(';');
    const mime_type = given.trim() || types[extname(stored).toLowerCase()] || usualType[kind];
    const file = await openAsBlob(this.#media.pathOf(stored), { type: mime_type });
    if (file.size > largestDocument) throw new FileRefused('file_too_big');
    const field = fieldFor(kind, mime_type, file.size);
    const file_name = media.file_name ?? basename(stored);
    const known = this.#kept.get(stored);
    if (known && known.until > monotonicMs())
      return { field, media_id: known.media_id, file_name, media_file: stored, is_reused: true };
    const media_id = await this.#upload(file, { name: basename(stored), mime_type });
    this.#keep(stored, media_id);
    return { field, media_id, file_name, media_file: stored, is_reused: false };
  }

  /** Meta does not know the file any more: the next message uploads it anew. */
  forget({ media_file }: Uploaded): void {
    this.#kept.delete(media_file);
  }

  async #upload(file: Blob, named: { name: string; mime_type: string }): Promise<string> {
    try {
      return await this.#graph.upload(file, named);
    } catch (error) {
      // "Param file must be a file with one of the following types".
      if (error instanceof GraphError && error.code === 100 && error.subcode !== 33)
        throw new FileRefused('file_kind_refused');
      throw error;
    }
  }

  #keep(media_file: string, media_id: string): void {
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= mostKept && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(media_file, { media_id, until: monotonicMs() + keptMs });
  }
}

function fieldFor(kind: FileKind, mime_type: string, size: number): string {
  const field = fieldOf[kind];
  const limits = shown[field];
  return limits && limits.types.includes(mime_type) && size <= limits.largest ? field : 'document';
}
