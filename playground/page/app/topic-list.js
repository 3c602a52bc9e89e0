import { h, toneOf } from './dom.js';
import { shortText } from './message-view.js';

/** General has no thread id in Telegram; here it is 0. */
export const general = 0;

/**
 * The topics of the managers' group: General first, then whichever was written in last.
 *
 * @param {import('./i18n.js').Words} words
 * @param {(thread: number) => void} onOpen
 */
export function topicList(words, onOpen) {
  const element = h('nav', { class: 'topics', 'aria-label': words.topics });
  /** @type {Map<number, number>} */
  const unread = new Map();

  /**
   * @param {import('./store.js').Chat | null} chat
   * @param {number} opened
   */
  function show(chat, opened) {
    unread.delete(opened);
    /** @type {Map<number, import('./store.js').Message>} */
    const latest = new Map();
    for (const message of chat?.messages.values() ?? []) {
      if (!message.service || message.text) latest.set(message.thread_id ?? general, message);
    }
    const age = (/** @type {number} */ thread) => latest.get(thread)?.message_id ?? thread;
    const topics = [...(chat?.topics.values() ?? [])].toSorted((a, b) => age(b.thread_id) - age(a.thread_id));
    const focused = element.contains(document.activeElement);
    element.replaceChildren(
      entry({ thread_id: general, name: words.general, icon: null, closed: false, deleted: false }),
      ...topics.map(entry),
      ...(topics.length === 0 ? [h('p', { class: 'topics-hint' }, words.noTopics)] : []),
    );
    if (focused) /** @type {HTMLElement | null} */ (element.querySelector('[aria-current=true]'))?.focus();

    /** @param {import('./store.js').Topic} topic */
    function entry({ thread_id: thread, name, icon, closed }) {
      const message = latest.get(thread);
      const news = unread.get(thread) ?? 0;
      const said = message && shortText({ text: message.text, media: message.media?.kind ?? null }, words);
      return h(
        'button',
        { type: 'button', class: 'topic', 'aria-current': thread === opened, onclick: () => onOpen(thread) },
        h(
          'span',
          { class: `topic-icon tone-${toneOf(name)}${icon ? ' emoji' : ''}`, 'aria-hidden': 'true' },
          thread === general ? '#' : (icon ?? [...name][0] ?? '?'),
        ),
        h(
          'span',
          { class: 'topic-about' },
          h(
            'span',
            { class: 'topic-top' },
            h('b', {}, name),
            message && h('time', {}, words.time(new Date(message.date * 1_000))),
          ),
          h(
            'span',
            { class: 'topic-last' },
            h('span', {}, closed ? `🔒 ${words.topicClosed}` : (said ?? words.emptyTopic)),
            news > 0 && h('em', { class: 'badge', 'aria-label': words.unread(news) }, String(news)),
          ),
        ),
      );
    }
  }

  return {
    element,
    show,
    /** @param {number} thread */
    markUnread: (thread) => unread.set(thread, (unread.get(thread) ?? 0) + 1),
  };
}
