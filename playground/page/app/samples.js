import { base64 } from './voice-tone.js';

const size = { width: 640, height: 480 };

/** Cups seen from above: table, saucer, cup, coffee, milk. */
const cups = [
  ['#d8b48a', '#f7efe4', '#ffffff', '#6b3f22', '#e9cfae'],
  ['#88a79b', '#eef4f1', '#fdfdfb', '#4a2c1a', '#f0dcc0'],
  ['#c98f83', '#fbeeea', '#fffaf8', '#8a5a36', '#f6e7d3'],
];

/**
 * Photos that are drawn here: nothing has to be looked for to try what is done with them.
 *
 * @param {number} count 1 to 3
 * @returns {{ content: string, mime_type: string, file_name: string, width: number, height: number }[]} content in base64
 */
export function samplePhotos(count) {
  return cups.slice(0, count).map((colours, index) => {
    const { canvas, brush } = blank(size.width, size.height);
    drawCup(brush, colours, 0);
    return { ...encoded(canvas, 'image/jpeg'), file_name: `coffee-${index + 1}.jpg`, ...size };
  });
}

/** @param {string} emoji @returns {{ content: string, mime_type: string, width: number, height: number }} */
export function sampleSticker(emoji) {
  const { canvas, brush } = blank(256, 256);
  brush.font = '190px "Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji", sans-serif';
  brush.textAlign = 'center';
  brush.textBaseline = 'middle';
  brush.fillText(emoji, 128, 140);
  return { ...encoded(canvas, 'image/webp'), width: 256, height: 256 };
}

/** What stands in a file that is sent to try files. @param {string} text */
export function sampleFile(text) {
  return { content: base64(new TextEncoder().encode(text)), mime_type: 'text/plain' };
}

/**
 * @param {CanvasRenderingContext2D} brush
 * @param {string[]} colours
 * @param {number} turn of the milk, in radians
 */
function drawCup(brush, [table, saucer, cup, coffee, milk], turn) {
  const { width, height } = size;
  const middle = { x: width / 2, y: height / 2 };
  brush.fillStyle = table;
  brush.fillRect(0, 0, width, height);
  const shade = brush.createLinearGradient(0, 0, width, height);
  shade.addColorStop(0, 'rgb(43 26 16 / 0%)');
  shade.addColorStop(1, 'rgb(43 26 16 / 30%)');
  brush.fillStyle = shade;
  brush.fillRect(0, 0, width, height);
  brush.shadowColor = 'rgb(30 15 5 / 35%)';
  brush.shadowBlur = 30;
  brush.shadowOffsetY = 14;
  circle(brush, middle, 195, saucer);
  brush.shadowBlur = 18;
  brush.shadowOffsetY = 8;
  circle(brush, { x: middle.x + 136, y: middle.y }, 34, cup);
  circle(brush, middle, 132, cup);
  brush.shadowColor = 'transparent';
  circle(brush, middle, 116, coffee);
  brush.save();
  brush.translate(middle.x, middle.y + 10);
  brush.rotate(turn);
  brush.fillStyle = milk;
  brush.beginPath();
  brush.moveTo(0, 62);
  brush.bezierCurveTo(-110, -10, -58, -92, 0, -36);
  brush.bezierCurveTo(58, -92, 110, -10, 0, 62);
  brush.fill();
  brush.restore();
}

/** @param {CanvasRenderingContext2D} brush @param {{ x: number, y: number }} at @param {number} radius @param {string} colour */
function circle(brush, { x, y }, radius, colour) {
  brush.fillStyle = colour;
  brush.beginPath();
  brush.arc(x, y, radius, 0, 2 * Math.PI);
  brush.fill();
}

/** @param {number} width @param {number} height */
function blank(width, height) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const brush = canvas.getContext('2d');
  if (!brush) throw new Error('This browser does not draw.');
  return { canvas, brush };
}

/** @param {HTMLCanvasElement} canvas @param {string} type what this browser can't make becomes PNG */
function encoded(canvas, type) {
  const [head, content] = canvas.toDataURL(type, 0.85).split(',');
  return { content, mime_type: head.slice('data:'.length, head.indexOf(';')) };
}

/**
 * A film of a second and a half, recorded from a drawing.
 *
 * @returns {Promise<Record<string, unknown>>} a file as `personSends` takes it
 */
export async function sampleVideo() {
  const { canvas, brush } = blank(size.width, size.height);
  drawCup(brush, cups[0], 0);
  const recorder = new MediaRecorder(canvas.captureStream(25));
  /** @type {Blob[]} */
  const pieces = [];
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
  const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
  recorder.start();
  let turn = 0;
  const drawing = setInterval(() => drawCup(brush, cups[0], (turn += 0.12)), 40);
  setTimeout(() => recorder.stop(), 1_500);
  await ended;
  clearInterval(drawing);
  const mime_type = recorder.mimeType.split(';')[0];
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  return { content: base64(bytes), mime_type, duration: 2, ...size };
}
