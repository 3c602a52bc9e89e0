import { createHash, randomBytes } from 'node:crypto';
import { GraphError, invalidParameter, unknownObject } from './graph-error.js';
import type { StoredMedia } from './model.js';
import { newObjectId } from './world.js';

const KEPT = 500;
/** Meta: the address of a file is good for five minutes. */
const LINK_LIVES_MS = 5 * 60_000;
const MEGABYTE = 1024 * 1024;

/** How big a file of each kind may be, in bytes (Meta's "Supported media types"). */
const LARGEST = {
  audio: 16 * MEGABYTE,
  document: 100 * MEGABYTE,
  image: 5 * MEGABYTE,
  sticker: 500 * 1024,
  video: 16 * MEGABYTE,
};
type Kind = keyof typeof LARGEST;

/** The MIME types Meta takes; anything else is refused at the upload. */
const TYPES: Record<Kind, readonly string[]> = {
  audio: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/opus'],
  document: [
    'text/plain',
    'application/pdf',
    'application/msword',
    'application/vnd.ms-excel',
    'application/vnd.ms-powerpoint',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  image: ['image/jpeg', 'image/png'],
  sticker: ['image/webp'],
  video: ['video/mp4', 'video/3gp', 'video/3gpp'],
};

export type NewMedia = Pick<StoredMedia, 'phone_number_id' | 'mime_type' | 'filename' | 'content'> & {
  file_size?: number | undefined;
};

/** Files of businesses and customers, the last few hundred of them. */
export class MediaStore {
  readonly #files = new Map<string, StoredMedia>();
  readonly #links = new Map<string, { id: string; until: number }>();

  /** @param now milliseconds since 1970 */
  constructor(private readonly now: () => number) {}

  /** Keeps what a customer sends; whatever it is. */
  keep(media: NewMedia): StoredMedia {
    const file = {
      file_size: media.content.length,
      ...withoutUndefined(media),
      id: newObjectId(),
      at: this.now(),
    };
    this.#files.set(file.id, file);
    for (const id of this.#files.keys()) {
      if (this.#files.size <= KEPT) break;
      this.#files.delete(id);
    }
    return file;
  }

  /**
   * Takes an upload of a business.
   * @throws GraphError 100 for a kind of file or a size that Meta does not take
   */
  upload(media: NewMedia): StoredMedia {
    const type = plainType(media.mime_type);
    const kind = kindOfType(type);
    if (kind === null) {
      const known = Object.values(TYPES).flat().join(', ');
      throw invalidParameter(
        `Param file must be a file with one of the following types: ${known}. Received file of type '${type}'.`,
      );
    }
    const size = media.content.length;
    if (size === 0) throw invalidParameter('Param file is empty.');
    if (size > LARGEST[kind]) {
      throw invalidParameter(
        `File is too large: ${size} bytes. Maximum for ${kind} is ${LARGEST[kind]} bytes.`,
      );
    }
    return this.keep(media);
  }

  /** Returns a file of the number. Throws GraphError 100/33. */
  get(id: string, phone_number_id: string): StoredMedia {
    const file = this.#files.get(id);
    if (!file || file.phone_number_id !== phone_number_id) throw unknownObject(id);
    return file;
  }

  /** Returns a file of anybody, if it is there. */
  find(id: string): StoredMedia | undefined {
    return this.#files.get(id);
  }

  delete(id: string): void {
    this.#files.delete(id);
  }

  /** A new address for a file: its secret part, good for five minutes. */
  link(file: StoredMedia): string {
    const hash = randomBytes(18).toString('base64url');
    this.#links.set(hash, { id: file.id, until: this.now() + LINK_LIVES_MS });
    return hash;
  }

  /** Returns the file an address leads to; undefined when its time is over. */
  atLink(id: string, hash: string): StoredMedia | undefined {
    const link = this.#links.get(hash);
    return link && link.id === id && link.until > this.now() ? this.#files.get(id) : undefined;
  }

  /** Ends the time of all addresses that were given out. */
  expireLinks(): void {
    this.#links.clear();
  }
}

/**
 * Whether a file may be sent as this kind of message.
 * @throws GraphError 131053 when it is a file of another kind
 */
export function refuseOtherKind(file: StoredMedia, type: string): void {
  const types = TYPES[type as Kind] ?? [];
  if (type === 'document' || types.includes(plainType(file.mime_type))) return;
  throw new GraphError(131053, {
    details: `${file.mime_type} is not supported for a message of type ${type}.`,
  });
}

/** The hash as webhooks name it: base64; or as the API answers it: hexadecimal. */
export function sha256(content: Buffer, encoding: 'base64' | 'hex'): string {
  return createHash('sha256').update(content).digest(encoding);
}

function kindOfType(type: string): Kind | null {
  const found = Object.entries(TYPES).find(([, types]) => types.includes(type));
  return found ? (found[0] as Kind) : null;
}

function plainType(mime_type: string): string {
  return (mime_type.split(';')[0] ?? '').trim().toLowerCase();
}

function withoutUndefined(media: NewMedia): Omit<NewMedia, 'file_size'> & { file_size?: number } {
  const { file_size, ...rest } = media;
  return file_size === undefined ? rest : { ...rest, file_size };
}
