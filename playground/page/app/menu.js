import { h, icon } from './dom.js';

/**
 * A discreet menu behind three dots.
 *
 * @param {string} label
 * @param {() => { label: string, run: () => void, danger?: boolean }[]} entries asked for whenever it opens
 */
export function menu(label, entries) {
  const list = h('div', { class: 'menu-list' });
  const element = h(
    'details',
    { class: 'menu' },
    h('summary', { 'aria-label': label, title: label }, icon('more')),
    list,
  );
  element.addEventListener('toggle', () => {
    if (!element.open) return;
    list.replaceChildren(
      ...entries().map(({ label: name, run, danger }) =>
        h('button', { type: 'button', class: danger ? 'danger' : null, onclick: () => choose(run) }, name),
      ),
    );
  });
  element.addEventListener('focusout', ({ relatedTarget }) => {
    if (!element.contains(/** @type {Node | null} */ (relatedTarget))) element.open = false;
  });
  element.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') element.open = false;
  });

  /** @param {() => void} run */
  function choose(run) {
    element.open = false;
    run();
  }
  return element;
}
