import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import type { ClientId } from '../../src/shared/ids.js';
import { FileRefused } from '../media/file-refused.js';
import { endingOf } from '../media/media-store.js';
import type { FileFetcher } from '../media/media-store.js';
import { Unsealing } from './media-cipher.js';
import { addressOfFile, FileExpired, openSource } from './media-source.js';
import type { LocalHost } from './media-source.js';
import { whatsAppMedia } from './message-body.js';
import type { WhatsAppMedia } from './message-body.js';

/** Where a file lies anew. */
export type NewAddress = Pick<WhatsAppMedia, 'url' | 'direct_path'>;

export type WhatsAppFileOptions = {
  /** Bytes. */
  largest: number;
  /** Where files of the local WhatsApp lie. */
  local?: LocalHost | null;
  /**
   * Asks the phone that sent a file to put it there once more; null when it can't be asked from here, or does not answer.
   */
  askAgain?: (client_id: ClientId, media: WhatsAppMedia) => Promise<NewAddress | null>;
};

/** What is put around a file: up to a block of the cipher, and the MAC. */
const sealBytes = 16 + 10;

/**
 * Fetches what was sent over WhatsApp: from WhatsApp's own hosts alone, opened while it is read. What is gone there is
 * asked for once more.
 */
export function whatsAppFiles({ largest, local, askAgain }: WhatsAppFileOptions): FileFetcher {
  const opened = async (media: WhatsAppMedia): Promise<Readable> => {
    const address = addressOfFile(media, local ?? undefined);
    const source = await openSource(address, largest + sealBytes, local ?? undefined);
    // Whoever reads hears of what goes wrong on the way.
    return pipeline(source, new Unsealing(media), () => undefined);
  };
  return (client_id, reference) => {
    const media = whatsAppMedia.safeParse(reference).data;
    if (!media) return Promise.reject(new FileRefused('file_gone'));
    if ((media.size ?? 0) > largest) return Promise.reject(new FileRefused('file_too_big'));
    const open = async (): Promise<Readable> => {
      try {
        return await opened(media);
      } catch (error) {
        if (!(error instanceof FileExpired)) throw error;
        const again = await askAgain?.(client_id, media);
        if (!again) throw new FileRefused('file_gone');
        return opened({ ...media, ...again }).catch(goneOr);
      }
    };
    return Promise.resolve({
      name: `${nameOf(media)}${endingOf(media, media.file_name ?? '')}`,
      largest,
      open,
    });
  };
}

function goneOr(error: unknown): never {
  throw error instanceof FileExpired ? new FileRefused('file_gone') : error;
}

/** The same file has the same name; whoever knows it can't tell the key from it. */
function nameOf({ media_key, media_type, file_sha256, direct_path, url }: WhatsAppMedia): string {
  const what = [media_type, media_key, file_sha256 ?? direct_path ?? url].join('/');
  return `wa-${createHash('sha256').update(what).digest('hex').slice(0, 40)}`;
}
