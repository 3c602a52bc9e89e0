import { byId, h } from './dom.js';

const svg = 'http://www.w3.org/2000/svg';
/** Light around a code, in squares of it: scanners ask for four. */
const quiet = 4;

/**
 * A QR code, dark on light whatever the colours of the page are.
 *
 * @param {{ size: number, path: string }} code
 * @param {string} label
 */
export function qrView({ size, path }, label) {
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('viewBox', `${-quiet} ${-quiet} ${size + 2 * quiet} ${size + 2 * quiet}`);
  picture.setAttribute('class', 'qr');
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', label);
  const squares = document.createElementNS(svg, 'path');
  squares.setAttribute('d', path);
  picture.append(squares);
  return picture;
}

/**
 * Shows the code by which the shop's phone was linked.
 *
 * @param {{ size: number, path: string }} code
 * @param {import('./i18n.js').Words} words
 */
export function showQr(code, words) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('alert'));
  dialog.replaceChildren(
    h(
      'form',
      { method: 'dialog', class: 'qr-dialog' },
      qrView(code, words.qr),
      h('p', { id: 'alert-text' }, words.qrAbout),
      h('button', { class: 'primary' }, words.ok),
    ),
  );
  dialog.showModal();
}
