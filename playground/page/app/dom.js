/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Makes an element. Strings become text nodes: nothing a person wrote is ever read as markup.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} [attributes] `on…` functions are listeners; null and undefined are left out, and so is false, save in `aria-…`
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || (value === false && !name.startsWith('aria-'))) continue;
    if (typeof value === 'function')
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else element.setAttribute(name, value === true && !name.startsWith('aria-') ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * The element with this id; it stands in index.html.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no element #${id}`);
  return element;
}

const shapes = {
  attach: 'M16.5 6.5 9 14a2.1 2.1 0 0 0 3 3l7.5-7.5a4.2 4.2 0 0 0-6-6L6 11a6.4 6.4 0 0 0 9 9l5.5-5.5',
  microphone:
    'M12 3.5a3 3 0 0 0-3 3V11a3 3 0 0 0 6 0V6.5a3 3 0 0 0-3-3ZM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21',
  send: 'M4.5 12 20 4.5 15.5 20l-3.5-6.5L4.5 12Zm7.5 1.5L20 4.5',
  reply: 'M10 6 4.5 11.5 10 17M5 11.5h8a6.5 6.5 0 0 1 6.5 6.5',
  pencil: 'M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5l-4.5 1ZM13.5 7l3.5 3.5',
  smile: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM8.5 14a4 4 0 0 0 7 0M9 9.5v.01M15 9.5v.01',
  play: 'M8.5 6v12l10-6-10-6Z',
  more: 'M12 5.5v.01M12 12v.01M12 18.5v.01',
  file: 'M6.5 3.5h7l4.5 4.5v12.5h-11.5zM13.5 3.5V8H18',
  down: 'M12 5v13M6 12.5l6 6 6-6',
  pin: 'M9 4h6l-1 6 3 3H7l3-3-1-6ZM12 13v7',
  close: 'M6 6l12 12M18 6 6 18',
  bin: 'M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v6M13.5 10.5v6',
  tick: 'M6 12.5l4 4 8.5-9',
  ticks: 'M2.5 12.5l4 4 8.5-9M10.5 15l1.5 1.5 8.5-9',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.5V12l3 2',
};

/**
 * A line drawing in the colour of the text around it.
 *
 * @param {keyof typeof shapes} name
 */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', shapes[name]);
  svg.append(path);
  return svg;
}

/**
 * A circle with a person's initials, of a colour that stays the same for that name.
 *
 * @param {string} name
 */
export function avatar(name) {
  const initials = name
    .split(/\s+/u)
    .map((word) => [...word].find((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase();
  return h('span', { class: `avatar tone-${toneOf(name)}`, 'aria-hidden': 'true' }, initials || '?');
}

/**
 * Which of the eight colours of people and topics this one has.
 *
 * @param {string} name a topic's begins with its customer's
 */
export function toneOf(name) {
  let sum = 0;
  for (const letter of name.split(' · ')[0]) sum = (sum * 31 + letter.charCodeAt(0)) % 997;
  return sum % 8;
}
