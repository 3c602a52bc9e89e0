import { avatar, h, icon } from './dom.js';

/** @typedef {import('./store.js').Media} Media */

/**
 * A photo, voice note, file or whatever else a message carries.
 *
 * @param {Media} media
 * @param {import('./i18n.js').Words} words
 */
export function mediaView(media, words) {
  const { kind, url } = media;
  if (kind === 'location') return placeView(media, words);
  if (kind === 'contact') return contactView(media);
  if (!url) return h('div', { class: 'media-line' }, mediaName(kind, words));
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
 * Several media as one: pictures and films side by side, the rest below each other.
 *
 * @param {Media[]} album two at least
 * @param {import('./i18n.js').Words} words
 */
export function albumView(album, words) {
  const areSeen = album.every(({ kind }) => kind === 'photo' || kind === 'video');
  return h(
    'div',
    { class: areSeen ? 'album' : 'album-list' },
    ...album.map((media) => mediaView(media, words)),
  );
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
 * A place as a little map with a pin, which opens a real one.
 *
 * @param {Media} media
 * @param {import('./i18n.js').Words} words
 */
function placeView({ latitude = 0, longitude = 0, title, address }, words) {
  const where = `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return h(
    'a',
    { class: 'place', href: map, target: '_blank', rel: 'noopener noreferrer' },
    h('span', { class: 'map', 'aria-hidden': 'true' }, h('span', {}, '📍')),
    h('b', {}, title ?? words.kinds.location),
    h('small', {}, address ?? where),
  );
}

/** @param {Media} media */
function contactView({ first_name = '', last_name = '', phone_number = '' }) {
  const name = [first_name, last_name].filter(Boolean).join(' ');
  return h(
    'div',
    { class: 'contact' },
    avatar(name || '?'),
    h('span', {}, h('b', {}, name), h('small', {}, phone_number)),
  );
}

/** @param {number} bytes */
function sizeOf(bytes) {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
