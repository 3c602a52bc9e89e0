const PIXEL_PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const PIXEL_WEBP = 'UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==';

/** Tiny files, of their kind by their first bytes. */
export const SAMPLES = {
  image: Buffer.from(PIXEL_PNG, 'base64'),
  sticker: Buffer.from(PIXEL_WEBP, 'base64'),
  voice: Buffer.concat([Buffer.from('OggS\0\u0002'), Buffer.alloc(22), Buffer.from('OpusHead')]),
  audio: Buffer.concat([Buffer.from('ID3\u0003\0\0\0\0\0\0'), Buffer.alloc(64)]),
  video: Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from('ftypmp42\0\0\0\0mp42isom'),
    Buffer.alloc(64),
  ]),
  document: Buffer.from('%PDF-1.4\n%%EOF\n'),
};
