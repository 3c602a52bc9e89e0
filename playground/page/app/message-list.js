import { h, icon } from './dom.js';
import { messageView } from './message-view.js';

/**
 * @typedef {import('./store.js').Message} Message
 * @typedef {{ parts: Message[], node: HTMLElement }} Shown one message or the parts of an album
 */

const together = 5 * 60;

/**
 * The messages of a chat or a topic, oldest first: days apart, one sender's in a row joined, kept at the bottom only for
 * who is there.
 *
 * @param {Omit<import('./message-view.js').Viewer, 'goTo'>} viewer
 * @param {import('./i18n.js').Words} words
 */
export function messageList(viewer, words) {
  const log = h('div', {
    class: 'log',
    role: 'log',
    'aria-live': 'polite',
    'aria-relevant': 'additions',
    tabindex: 0,
  });
  const toBottom = h(
    'button',
    { type: 'button', class: 'to-bottom', hidden: true, 'aria-label': words.toBottom },
    icon('down'),
  );
  const element = h('div', { class: 'log-frame' }, log, toBottom);
  /** @type {Map<number, Shown>} what stands here, by the id of each message in it */
  const shown = new Map();
  /** @type {Message | null} */
  let last = null;
  const whole = { ...viewer, goTo };

  toBottom.addEventListener('click', () => log.scrollTo({ top: log.scrollHeight, behavior: 'smooth' }));
  let staysDown = true;
  log.addEventListener('scroll', () => {
    staysDown = isAtBottom();
    if (staysDown) toBottom.hidden = true;
  });
  // The frame grows and shrinks with what stands around it, a message with its picture.
  const sizes = new ResizeObserver(() => {
    if (staysDown) scrollDown();
  });
  sizes.observe(log);

  function isAtBottom() {
    return log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  }

  function scrollDown() {
    log.scrollTop = log.scrollHeight;
    staysDown = true;
  }

  /** @param {number} id */
  function goTo(id) {
    const node = shown.get(id)?.node;
    if (!node) return;
    node.scrollIntoView({ block: 'center', behavior: 'smooth' });
    node.classList.remove('flash');
    void node.offsetWidth;
    node.classList.add('flash');
  }

  /** @param {Message} message */
  function append(message) {
    const album = last && shown.get(last.message_id);
    if (album && isOfAlbum(message, album.parts[0])) {
      album.parts.push(message);
      shown.set(message.message_id, album);
      last = message;
      return redraw(album);
    }
    const node = messageView([message], whole, words);
    if (last === null || words.day(dateOf(last)) !== words.day(dateOf(message))) {
      log.append(h('div', { class: 'day' }, h('span', {}, words.day(dateOf(message)))));
    } else if (last.from.id === message.from.id && !last.service && message.date - last.date < together) {
      node.classList.add('follows');
      album?.node.classList.add('followed');
    }
    log.append(node);
    shown.set(message.message_id, { parts: [message], node });
    last = message;
  }

  /** @param {Message} message */
  function replace(message) {
    const one = shown.get(message.message_id);
    if (!one) return;
    one.parts = one.parts.map((part) => (part.message_id === message.message_id ? message : part));
    if (last?.message_id === message.message_id) last = message;
    redraw(one);
  }

  /** @param {Shown} one */
  function redraw(one) {
    const { node: before, parts } = one;
    const node = messageView(parts, whole, words);
    for (const name of ['follows', 'followed']) node.classList.toggle(name, before.classList.contains(name));
    const had = before.contains(document.activeElement);
    before.replaceWith(node);
    one.node = node;
    // A card whose button was pressed is drawn anew: the keyboard stays in it.
    if (had) /** @type {HTMLElement | null} */ (node.querySelector('.key'))?.focus({ preventScroll: true });
  }

  /**
   * Shows these messages and no others.
   *
   * @param {Message[]} messages oldest first
   * @param {Node | null} [empty] what stands there when there are none
   */
  function show(messages, empty = null) {
    // A whole conversation that is opened is not read aloud, only what comes then.
    log.setAttribute('aria-live', 'off');
    log.replaceChildren();
    shown.clear();
    last = null;
    if (messages.length === 0 && empty) log.append(h('div', { class: 'empty' }, empty));
    for (const message of messages) append(message);
    scrollDown();
    toBottom.hidden = true;
    requestAnimationFrame(() => log.setAttribute('aria-live', 'polite'));
  }

  /** Shows a new message or a changed one. @param {Message} message */
  function put(message) {
    const stay = isAtBottom() || message.from.id === viewer.me();
    log.querySelector('.empty')?.remove();
    if (shown.has(message.message_id)) replace(message);
    else append(message);
    if (stay) scrollDown();
    else if (last === message) toBottom.hidden = false;
  }

  /** @param {number} id */
  function remove(id) {
    if (!shown.has(id)) return;
    const top = log.scrollTop;
    const all = [...new Set(shown.values())].flatMap(({ parts }) => parts);
    show(all.filter(({ message_id }) => message_id !== id));
    log.scrollTop = top;
  }

  return { element, show, put, remove, goTo, has: (/** @type {number} */ id) => shown.has(id) };
}

/** @param {Message} message @param {Message} first */
function isOfAlbum({ album_id, from }, first) {
  return album_id !== null && album_id === first.album_id && from.id === first.from.id;
}

/** @param {Message} message */
function dateOf({ date }) {
  return new Date(date * 1_000);
}
