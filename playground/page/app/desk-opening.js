import { h } from './dom.js';
import { qrView } from './qr-view.js';

/**
 * What stands in the phone until a messenger is ready: what is being done for it, step by step.
 *
 * @param {import('./i18n.js').Words} words
 * @param {import('./store.js').DeskState} desk
 * @param {() => void} retry
 * @returns {HTMLElement}
 */
export function deskOpening(words, desk, retry) {
  const texts = words.opening[desk.platform];
  if (desk.state === 'failed') {
    return h(
      'div',
      { class: 'opening', role: 'alert' },
      h('h3', {}, words.opening.failed),
      h('p', {}, desk.problem ?? ''),
      h('button', { type: 'button', class: 'primary', onclick: retry }, words.opening.retry),
    );
  }
  const at = stepOf(desk);
  return h(
    'div',
    { class: 'opening', role: 'status' },
    h('h3', {}, texts.title),
    desk.qr ? qrView(desk.qr, words.qr) : h('span', { class: 'waiting', 'aria-hidden': 'true' }),
    h('ol', {}, ...texts.steps.map((text, place) => step(text, place, at))),
    h('p', { class: 'about' }, texts.about),
  );
}

/** @param {import('./store.js').DeskState} desk */
function stepOf({ state, qr, isScanned }) {
  if (state !== 'linking') return 0;
  if (isScanned) return 2;
  return qr ? 1 : 0;
}

/** @param {string} text @param {number} place @param {number} at */
function step(text, place, at) {
  const state = place < at ? 'done' : place === at ? 'now' : null;
  return h(
    'li',
    { class: state, 'aria-current': state === 'now' ? 'step' : null },
    h('i', { 'aria-hidden': 'true' }, state === 'done' ? '✓' : String(place + 1)),
    text,
  );
}
