import { h, icon } from './dom.js';

/** @typedef {import('./store.js').Media} Media */

/**
 * A photo, voice note, file or whatever else a message carries.
 *
 * @param {Media} media
 * @param {import('./i18n.js').Words} words
 */
export function mediaView(media, words) {
  const { kind, url } = media;
  if (!url) return h('div', { class: 'media-line' }, otherMedia(media, words));
  if (
    kind === 'photo' ||
    kind === 'sticker' ||
    (kind === 'animation' && media.mime_type?.startsWith('image/'))
  ) {
    const picture = h('img', { src: url, alt: words.kinds[kind], loading: 'lazy', class: kind });
    picture.addEventListener('error', () => picture.replaceWith(fileLine(media, words)));
    return h('a', { href: url, target: '_blank', rel: 'noopener', class: 'media-link' }, picture);
  }
  if (kind === 'voice' || kind === 'audio') {
    return h('audio', { src: url, controls: true, preload: 'metadata', 'aria-label': words.kinds[kind] });
  }
  if (kind === 'video' || kind === 'video_note' || kind === 'animation') {
    return h('video', {
      src: url,
      controls: true,
      preload: 'metadata',
      class: kind,
      'aria-label': words.kinds[kind],
    });
  }
  return fileLine(media, words);
}

/**
 * What a list or a quote says instead of showing the media.
 *
 * @param {string} kind
 * @param {import('./i18n.js').Words} words
 */
export function mediaName(kind, words) {
  return words.kinds[/** @type {keyof typeof words.kinds} */ (kind)] ?? words.kinds.other;
}

/**
 * @param {Media} media
 * @param {import('./i18n.js').Words} words
 */
function fileLine({ url, file_name, kind, size }, words) {
  const name = file_name ?? mediaName(kind, words);
  return h(
    'a',
    { class: 'file', href: url, download: name, target: '_blank', rel: 'noopener' },
    h('span', { class: 'file-icon' }, icon('file')),
    h('span', {}, h('b', {}, name), h('small', {}, sizeOf(size ?? 0))),
  );
}

/**
 * @param {Media} media
 * @param {import('./i18n.js').Words} words
 */
function otherMedia({ kind, latitude, longitude, phone_number, first_name }, words) {
  if (kind === 'location') return `📍 ${latitude}, ${longitude}`;
  if (kind === 'contact') return `👤 ${first_name} · ${phone_number}`;
  return mediaName(kind, words);
}

/** @param {number} bytes */
function sizeOf(bytes) {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
