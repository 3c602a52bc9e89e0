import { h } from './dom.js';

/** @typedef {import('./store.js').Command} Command */

let lists = 0;

/**
 * The commands that fit what is being written after a `/`, above the field: arrows choose, Enter or Tab takes, Escape hides.
 *
 * @param {HTMLTextAreaElement} field
 * @param {string} label
 * @param {() => Command[]} commands
 * @param {(text: string) => void} onTake
 */
export function commandList(field, label, commands, onTake) {
  lists += 1;
  const id = `commands-${lists}`;
  const element = h('ul', { class: 'commands', id, role: 'listbox', 'aria-label': label, hidden: true });
  /** @type {Command[]} */
  let fitting = [];
  let at = 0;
  field.setAttribute('aria-autocomplete', 'list');
  field.setAttribute('aria-controls', id);
  field.addEventListener('input', offer);
  field.addEventListener('blur', hide);

  function offer() {
    const written = /^\/(\w*)$/.exec(field.value)?.[1].toLowerCase();
    fitting = written === undefined ? [] : commands().filter(({ command }) => command.startsWith(written));
    // Who has written `/r` whole means that and not `/resolve`.
    fitting.sort((a, b) => Number(b.command === written) - Number(a.command === written));
    at = 0;
    show();
  }

  function hide() {
    fitting = [];
    show();
  }

  function show() {
    element.hidden = fitting.length === 0;
    element.replaceChildren(...fitting.map(option));
    const chosen = /** @type {HTMLElement | undefined} */ (element.children[at]);
    chosen?.scrollIntoView({ block: 'nearest' });
    if (chosen) field.setAttribute('aria-activedescendant', chosen.id);
    else field.removeAttribute('aria-activedescendant');
  }

  /** @param {Command} command @param {number} place */
  function option({ command, description }, place) {
    // The press must not take the focus out of the field: that would hide the list before the click.
    const onmousedown = (/** @type {MouseEvent} */ event) => event.preventDefault();
    return h(
      'li',
      {
        id: `${id}-${place}`,
        role: 'option',
        'aria-selected': place === at,
        onmousedown,
        onclick: () => take(place),
      },
      h('b', {}, `/${command}`),
      h('span', {}, description),
    );
  }

  /** @param {number} place */
  function take(place) {
    const { command } = fitting[place];
    hide();
    onTake(`/${command} `);
  }

  return {
    element,
    offer,
    /** Whether the key was for the list. @param {KeyboardEvent} event */
    heeds: ({ key }) => {
      if (fitting.length === 0) return false;
      if (key === 'ArrowDown' || key === 'ArrowUp') {
        at = (at + (key === 'ArrowDown' ? 1 : fitting.length - 1)) % fitting.length;
        show();
      } else if (key === 'Tab' || (key === 'Enter' && field.value !== `/${fitting[at].command}`)) take(at);
      else if (key === 'Escape') hide();
      else return false;
      return true;
    },
  };
}
