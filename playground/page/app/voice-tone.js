const rate = 8_000;
const seconds = 2;

/**
 * A short humming tone as a WAV file: a voice note without a microphone.
 *
 * @returns {{ content: string, mime_type: string, duration: number }} content in base64
 */
export function voiceTone() {
  const samples = rate * seconds;
  const bytes = new DataView(new ArrayBuffer(44 + samples));
  const ascii = (/** @type {number} */ at, /** @type {string} */ text) => {
    for (let index = 0; index < text.length; index += 1) bytes.setUint8(at + index, text.charCodeAt(index));
  };
  ascii(0, 'RIFF');
  bytes.setUint32(4, 36 + samples, true);
  ascii(8, 'WAVEfmt ');
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, rate, true);
  bytes.setUint32(28, rate, true);
  bytes.setUint16(32, 1, true);
  bytes.setUint16(34, 8, true);
  ascii(36, 'data');
  bytes.setUint32(40, samples, true);
  for (let index = 0; index < samples; index += 1) {
    const time = index / rate;
    const loudness = Math.sin((Math.PI * index) / samples) * (0.6 + 0.4 * Math.sin(2 * Math.PI * 5 * time));
    bytes.setUint8(
      44 + index,
      128 + Math.round(70 * loudness * Math.sin(2 * Math.PI * (180 + 30 * Math.sin(9 * time)) * time)),
    );
  }
  return { content: base64(new Uint8Array(bytes.buffer)), mime_type: 'audio/wav', duration: seconds };
}

/** @param {Uint8Array} bytes */
export function base64(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += 32_768)
    text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}
