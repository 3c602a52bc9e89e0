import { createDecipheriv } from 'node:crypto';
import { hkdf, hmacSign, MEDIA_HKDF_KEY_MAPPING } from '@whiskeysockets/baileys';

const MAC_BYTES = 10;

/** What a file is for; each has keys of its own. */
export type SealedAs = keyof typeof MEDIA_HKDF_KEY_MAPPING;

/** Opens a file as WhatsApp keeps it. Throws when the key is not its key, or when it was changed. */
export function openFile(sealed: Buffer, mediaKey: Uint8Array, as: SealedAs): Buffer {
  const info = `WhatsApp ${MEDIA_HKDF_KEY_MAPPING[as]} Keys`;
  const keys = Buffer.from(hkdf(Buffer.from(mediaKey), 112, { info }));
  const [iv, cipherKey, macKey] = [keys.subarray(0, 16), keys.subarray(16, 48), keys.subarray(48, 80)];
  const content = sealed.subarray(0, -MAC_BYTES);
  const mac = hmacSign(Buffer.concat([iv, content]), macKey).subarray(0, MAC_BYTES);
  if (!mac.equals(sealed.subarray(-MAC_BYTES)))
    throw new Error('This file was changed, or its key is another one.');
  const cipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
  return Buffer.concat([cipher.update(content), cipher.final()]);
}
