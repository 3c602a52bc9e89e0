import QRCode from 'qrcode';

/** A QR code to be drawn: `size` squares a side, the dark ones as one SVG path. */
export type QrPicture = { size: number; path: string };

/** Draws a QR code as one path: each dark square of the code is a square of 1. */
export function qrPicture(text: string): QrPicture {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'L' });
  const { size, data } = modules;
  let path = '';
  for (let at = 0; at < data.length; at += 1) {
    if (data[at]) path += `M${at % size} ${Math.floor(at / size)}h1v1h-1z`;
  }
  return { size, path };
}
