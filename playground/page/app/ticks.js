import { h, icon } from './dom.js';

/**
 * How far one's own message has come: a clock, a tick, two ticks, two blue ones.
 *
 * @param {NonNullable<import('./store.js').Message['status']>} status
 * @param {import('./i18n.js').Words} words
 */
export function ticks(status, words) {
  const name = words.ticks[status];
  const look = /** @type {const} */ ({
    waiting: 'clock',
    failed: 'close',
    sent: 'tick',
    delivered: 'ticks',
    read: 'ticks',
  })[status];
  return h('span', { class: `ticks ${status}`, role: 'img', 'aria-label': name, title: name }, icon(look));
}
