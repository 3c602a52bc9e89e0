import { h } from './dom.js';
import { sampleFile, samplePhotos, sampleSticker, sampleVideo } from './samples.js';
import { base64, voiceTone } from './voice-tone.js';

/** @typedef {Record<string, unknown>[]} Sending the messages of one sending, each with the fields of `personSends` */

const biggestFile = 20_000_000;
const mostInAlbum = 10;

/**
 * What can be sent beside text: files of one's own, and samples of every kind for who has none at hand.
 *
 * @param {import('./i18n.js').Words} words
 * @param {{ chooseFiles: () => void, send: (sending: Sending | Promise<Sending>) => void }} parts
 */
export function attachChoices(words, { chooseFiles, send }) {
  const { attachments: names, samples } = words;
  /** @type {[string, string, () => Sending | Promise<Sending>][]} */
  const kinds = [
    ['🖼️', names.photo, () => samplePhotos(1).map((photo) => ({ photo }))],
    ['🎞️', names.album, () => asAlbum(samplePhotos(3).map((photo) => ({ photo })))],
    ['🎬', names.video, async () => [{ video: await sampleVideo() }]],
    ['🎙️', names.voice, () => [{ voice: voiceTone() }]],
    [
      '📄',
      names.document,
      () => [{ document: { ...sampleFile(samples.fileText), file_name: samples.fileName } }],
    ],
    ['☕', names.sticker, () => [{ sticker: sampleSticker('☕') }]],
    ['📍', names.location, () => [{ location: samples.location }]],
    ['👤', names.contact, () => [{ contact: samples.contact }]],
  ];
  return [
    choice('📎', names.own, chooseFiles),
    ...kinds.map(([icon, name, make]) => choice(icon, name, () => send(make()))),
  ];
}

/** @param {string} emoji @param {string} name @param {() => void} onclick */
function choice(emoji, name, onclick) {
  return h('button', { type: 'button', onclick }, h('span', { 'aria-hidden': 'true' }, emoji), name);
}

/**
 * The files of a file field as messages: several become an album, of pictures or of documents.
 *
 * @param {File[]} chosen
 * @returns {Promise<Sending | null>} null when one is bigger than bots may pass on
 */
export async function sendingOf(chosen) {
  const files = chosen.slice(0, mostInAlbum);
  if (files.some(({ size }) => size > biggestFile)) return null;
  const kinds = files.map(kindOf);
  const areShown = kinds.every((kind) => kind === 'photo' || kind === 'video');
  const sending = await Promise.all(
    files.map(async (file, index) => ({
      [files.length > 1 && !areShown ? 'document' : kinds[index]]: {
        content: base64(new Uint8Array(await file.arrayBuffer())),
        file_name: file.name,
        ...(file.type && { mime_type: file.type }),
      },
    })),
  );
  return sending.length > 1 ? asAlbum(sending) : sending;
}

/** @param {File} file */
function kindOf({ type }) {
  if (/^image\/(jpeg|png|webp)$/.test(type)) return 'photo';
  return /^(video|audio)\//.exec(type)?.[1] ?? 'document';
}

/** @param {Sending} sending @returns {Sending} */
function asAlbum(sending) {
  const albumId = String(Date.now());
  return sending.map((fields) => ({ ...fields, albumId }));
}
