import { createDecipheriv, createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Decipher, Hash, Hmac } from 'node:crypto';
import { Transform } from 'node:stream';
import type { TransformCallback } from 'node:stream';
import { FileRefused } from '../media/file-refused.js';
import type { MediaType } from './message-body.js';

/** Files lie sealed by AES-256-CBC, with so many bytes of a MAC behind them. */
const macBytes = 10;

/** What the keys of each kind of file are derived for. */
const purposes: Readonly<Record<MediaType, string>> = {
  image: 'WhatsApp Image Keys',
  sticker: 'WhatsApp Image Keys',
  video: 'WhatsApp Video Keys',
  audio: 'WhatsApp Audio Keys',
  document: 'WhatsApp Document Keys',
};

/** What a file is opened with, and what it has to be. Base64. */
export type Seal = {
  media_type: MediaType;
  media_key: string;
  file_sha256: string | null;
  file_enc_sha256: string | null;
};

/**
 * Opens a file as it streams through. Only at its end it is known whether it is the one that was sent: what was read
 * until then must not be used before the stream has ended well.
 */
export class Unsealing extends Transform {
  readonly #seal: Seal;
  readonly #mac: Hmac;
  readonly #decipher: Decipher;
  readonly #sealed: Hash = createHash('sha256');
  readonly #plain: Hash = createHash('sha256');
  /** What may be the MAC: nothing more may come. */
  #held: Buffer = Buffer.alloc(0);

  constructor(seal: Seal) {
    super();
    this.#seal = seal;
    const keys = Buffer.from(
      hkdfSync(
        'sha256',
        Buffer.from(seal.media_key, 'base64'),
        Buffer.alloc(0),
        purposes[seal.media_type],
        112,
      ),
    );
    const iv = keys.subarray(0, 16);
    this.#decipher = createDecipheriv('aes-256-cbc', keys.subarray(16, 48), iv);
    this.#mac = createHmac('sha256', keys.subarray(48, 80)).update(iv);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#sealed.update(chunk);
    const known = Buffer.concat([this.#held, chunk]);
    const end = Math.max(0, known.length - macBytes);
    this.#held = known.subarray(end);
    this.#open(known.subarray(0, end));
    done();
  }

  override _flush(done: TransformCallback): void {
    try {
      const rest = this.#decipher.final();
      this.#plain.update(rest);
      this.push(rest);
      done(this.#isGenuine() ? null : new FileRefused('file_gone'));
    } catch {
      // Cut off in the middle, or sealed with another key.
      done(new FileRefused('file_gone'));
    }
  }

  #open(sealed: Buffer): void {
    if (sealed.length === 0) return;
    this.#mac.update(sealed);
    const plain = this.#decipher.update(sealed);
    this.#plain.update(plain);
    this.push(plain);
  }

  #isGenuine(): boolean {
    const mac = this.#mac.digest().subarray(0, macBytes);
    if (this.#held.length !== macBytes || !timingSafeEqual(mac, this.#held)) return false;
    const { file_sha256, file_enc_sha256 } = this.#seal;
    const isSealed = file_enc_sha256 === null || this.#sealed.digest('base64') === file_enc_sha256;
    return isSealed && (file_sha256 === null || this.#plain.digest('base64') === file_sha256);
  }
}
