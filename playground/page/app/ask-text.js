import { byId, h } from './dom.js';

/**
 * Asks for a text in a window of its own.
 *
 * @param {string} about what becomes of it
 * @param {import('./i18n.js').Words} words
 * @param {(text: string) => void} onText nothing is called for an empty one, or when the window is closed
 */
export function askText(about, words, onText) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('alert'));
  const field = h('textarea', { rows: 3, maxlength: 4096, 'aria-label': words.message, autofocus: true });
  const cancel = h('button', { type: 'button', class: 'quiet', onclick: () => dialog.close() }, words.cancel);
  const form = h(
    'form',
    { method: 'dialog', class: 'ask-text' },
    h('p', { id: 'alert-text' }, about),
    field,
    h('div', { class: 'ask-text-end' }, cancel, h('button', { class: 'primary' }, words.send)),
  );
  form.addEventListener('submit', () => {
    const text = field.value.trim();
    if (text !== '') onText(text);
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  dialog.replaceChildren(form);
  dialog.showModal();
}
