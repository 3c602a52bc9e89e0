import { byId, h } from './dom.js';

/**
 * Says something for a few seconds.
 *
 * @param {string} text
 * @param {'plain' | 'wrong'} [kind]
 */
export function toast(text, kind = 'plain') {
  const note = h('div', { class: `toast ${kind}` }, text);
  byId('toasts').append(note);
  setTimeout(() => note.classList.add('leaving'), 4_000);
  setTimeout(() => note.remove(), 4_400);
}

/** What was said about another business is of no use here. */
export function clearToasts() {
  byId('toasts').replaceChildren();
}

/** @param {unknown} error */
export function complain(error) {
  toast(error instanceof Error ? error.message : String(error), 'wrong');
}

/**
 * Says something that has to be confirmed, as Telegram does with an alert of a bot.
 *
 * @param {string} text
 * @param {import('./i18n.js').Words} words
 */
export function alertOf(text, words) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('alert'));
  const form = h(
    'form',
    { method: 'dialog' },
    h('p', { id: 'alert-text' }, text),
    h('button', { class: 'primary' }, words.ok),
  );
  dialog.replaceChildren(form);
  dialog.showModal();
}

/**
 * Shows what a bot answered to a pressed button.
 *
 * @param {import('./server.js').PressAnswer} answer
 * @param {import('./i18n.js').Words} words
 */
export function showAnswer({ answered, text, show_alert }, words) {
  if (!answered) toast(words.notAnswered, 'wrong');
  else if (text && show_alert) alertOf(text, words);
  else if (text) toast(text);
}
