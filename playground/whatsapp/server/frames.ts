import { NOISE_WA_HEADER } from '@whiskeysockets/baileys';

const LENGTH_BYTES = 3;

/** Cuts what a client sends into frames: an introduction once, then each frame behind three bytes of length. */
export class FrameReader {
  #bytes = Buffer.alloc(0);
  #introduced = false;

  /** Adds bytes that came in and returns the frames that are complete now. Throws when it is no WhatsApp client. */
  push(bytes: Buffer): Buffer[] {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    if (!this.#introduced && !this.#readIntroduction()) return [];
    const frames: Buffer[] = [];
    while (this.#bytes.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + this.#bytes.readUIntBE(0, LENGTH_BYTES);
      if (this.#bytes.length < end) break;
      frames.push(this.#bytes.subarray(LENGTH_BYTES, end));
      this.#bytes = this.#bytes.subarray(end);
    }
    return frames;
  }

  /** The introduction: routing info of an earlier connection, if any (`ED`), then WhatsApp's header. */
  #readIntroduction(): boolean {
    let start = 0;
    if (this.#bytes.subarray(0, 2).toString('latin1') === 'ED') {
      if (this.#bytes.length < 7) return false;
      start = 7 + this.#bytes.readUIntBE(4, LENGTH_BYTES);
    }
    const end = start + NOISE_WA_HEADER.length;
    if (this.#bytes.length < end) return false;
    if (!this.#bytes.subarray(start, end).equals(NOISE_WA_HEADER)) {
      throw new Error('What connected does not speak WhatsApp.');
    }
    this.#bytes = this.#bytes.subarray(end);
    this.#introduced = true;
    return true;
  }
}

/** Puts its length in front of a frame. */
export function framed(frame: Uint8Array): Buffer {
  const bytes = Buffer.alloc(LENGTH_BYTES + frame.length);
  bytes.writeUIntBE(frame.length, 0, LENGTH_BYTES);
  bytes.set(frame, LENGTH_BYTES);
  return bytes;
}
