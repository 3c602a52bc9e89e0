import { h } from './dom.js';

/** @typedef {import('./store.js').Entity} Entity */

const tags = /** @type {const} */ ({
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
});

/**
 * A text with its formatting as nodes. Offsets count UTF-16 units, as JavaScript strings and Telegram do.
 *
 * @param {string} text
 * @param {Entity[]} entities
 * @param {(url: string) => (() => void) | null} insideLink what a link does when it leads to somewhere on this page
 * @returns {Node[]}
 */
export function richText(text, entities, insideLink) {
  const ordered = entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  return pieces(text, { from: 0, to: text.length }, ordered, insideLink);
}

/**
 * @param {string} text
 * @param {{ from: number, to: number }} span
 * @param {Entity[]} entities those inside the span, outer ones first
 * @param {(url: string) => (() => void) | null} insideLink
 * @returns {Node[]}
 */
function pieces(text, { from, to }, entities, insideLink) {
  /** @type {Node[]} */
  const nodes = [];
  let at = from;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (start >= end) continue;
    if (start > at) nodes.push(document.createTextNode(text.slice(at, start)));
    const within = entities.slice(index + 1).filter((other) => other.offset < end);
    index += within.length;
    const children = pieces(text, { from: start, to: end }, within, insideLink);
    nodes.push(wrap(entity, text.slice(start, end), children, insideLink));
    at = end;
  }
  if (at < to) nodes.push(document.createTextNode(text.slice(at, to)));
  return nodes;
}

/**
 * @param {Entity} entity
 * @param {string} covered
 * @param {Node[]} children
 * @param {(url: string) => (() => void) | null} insideLink
 */
function wrap({ type, url }, covered, children, insideLink) {
  if (type in tags) return h(tags[/** @type {keyof typeof tags} */ (type)], {}, ...children);
  if (type === 'text_link' || type === 'url') return link(url ?? covered, children, insideLink);
  if (type === 'spoiler') return h('span', { class: 'spoiler', tabindex: 0 }, ...children);
  return h('span', { class: 'entity' }, ...children);
}

/**
 * A link that opens elsewhere, or a button when it leads to somewhere on this page.
 *
 * @param {string} address
 * @param {Node[]} children
 * @param {(url: string) => (() => void) | null} insideLink
 */
function link(address, children, insideLink) {
  const follow = insideLink(address);
  if (follow) return h('button', { type: 'button', class: 'link', onclick: follow }, ...children);
  const full = /^[a-z][a-z\d+.-]*:/i.test(address) ? address : `https://${address}`;
  // A person may write any address: only those that open a page, never `javascript:`.
  if (!/^(https?|mailto|tel|tg):/i.test(full)) return h('span', {}, ...children);
  return h('a', { href: full, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}
