import { avatar, h, toneOf } from './dom.js';
import { albumView, mediaName, mediaView } from './media-view.js';
import { messageActions } from './message-actions.js';
import { popup } from './popup.js';
import { richText } from './rich-text.js';
import { ticks } from './ticks.js';

/**
 * @typedef {import('./store.js').Message} Message
 * @typedef {object} Viewer what a list of messages lets its reader do
 * @property {() => number} me the person whose messages stand on the right
 * @property {boolean} namesShown
 * @property {(message: Message) => void} reply
 * @property {(message: Message) => void} edit
 * @property {(message: Message, data: string) => Promise<void>} press
 * @property {(message: Message, emoji: string | null) => void} react
 * @property {(message: Message) => void} [remove] takes one's own message back
 * @property {() => boolean} [isRemovable]
 * @property {(id: number) => void} goTo
 * @property {(url: string) => (() => void) | null} insideLink
 */

/**
 * One message, or an album of several: a bubble with what it answers, its media, text, time, reactions and buttons; or a
 * line for what happened.
 *
 * @param {Message[]} parts
 * @param {Viewer} viewer
 * @param {import('./i18n.js').Words} words
 * @returns {HTMLElement}
 */
export function messageView(parts, viewer, words) {
  const [message] = parts;
  const happened = message.service && !message.text && !message.media ? serviceLine(message, words) : null;
  if (happened !== null) return h('div', { class: 'service', 'data-id': message.message_id }, happened);
  const mine = message.from.id === viewer.me();
  const isCard = message.from.is_bot && viewer.namesShown && message.keyboard.flat().length > 1;
  return h(
    'article',
    {
      class: ['message', mine && 'mine', message.from.is_bot && 'of-bot', isCard && 'card']
        .filter(Boolean)
        .join(' '),
      'data-id': message.message_id,
    },
    viewer.namesShown && !mine && avatar(message.from.name),
    h(
      'div',
      { class: 'column' },
      bubble(parts, viewer, words),
      reactions(parts, viewer, words),
      keyboard(message, viewer),
      messageActions(withWords(parts), viewer, words),
    ),
  );
}

/** Of an album the part that carries the caption. @param {Message[]} parts */
function withWords(parts) {
  return parts.find(({ text }) => text !== '') ?? parts[0];
}

/**
 * What a list of chats or a quote shows of a message in one line.
 *
 * @param {Pick<Message, 'text'> & { media: string | null }} message
 * @param {import('./i18n.js').Words} words
 */
export function shortText({ text, media }, words) {
  return text.replaceAll(/\s+/g, ' ') || (media ? mediaName(media, words) : '');
}

/**
 * @param {Message[]} parts
 * @param {Viewer} viewer
 * @param {import('./i18n.js').Words} words
 */
function bubble(parts, viewer, words) {
  const [{ from, reply_to: replied, date, status }] = parts;
  const { text, entities } = withWords(parts);
  const media = parts.flatMap((part) => part.media ?? []);
  const isBare = text === '' && !replied && media[0]?.kind === 'sticker';
  return h(
    'div',
    { class: `bubble${isBare ? ' bare' : ''}` },
    viewer.namesShown && h('span', { class: `sender tone-${toneOf(from.name)}` }, from.name),
    replied && quote(replied, viewer, words),
    media.length > 1 ? albumView(media, words) : media[0] && mediaView(media[0], words),
    text !== '' && h('div', { class: 'text', dir: 'auto' }, ...richText(text, entities, viewer.insideLink)),
    h(
      'span',
      { class: 'meta' },
      parts.some(({ edited }) => edited) && h('i', {}, words.edited),
      h('time', { datetime: new Date(date * 1_000).toISOString() }, words.time(new Date(date * 1_000))),
      status && from.id === viewer.me() && ticks(status, words),
    ),
  );
}

/**
 * @param {NonNullable<Message['reply_to']>} replied
 * @param {Viewer} viewer
 * @param {import('./i18n.js').Words} words
 */
function quote(replied, viewer, words) {
  return h(
    'button',
    {
      type: 'button',
      class: `quote tone-${toneOf(replied.from?.name ?? '')}`,
      onclick: () => viewer.goTo(replied.message_id),
    },
    h('b', {}, replied.from?.name ?? ''),
    h('span', {}, shortText(replied, words) || '…'),
  );
}

/**
 * One's own are buttons that take them back.
 *
 * @param {Message[]} parts
 * @param {Viewer} viewer
 * @param {import('./i18n.js').Words} words
 */
function reactions(parts, viewer, words) {
  const chips = parts.flatMap((message) =>
    message.reactions.flatMap(({ emoji, name, id }) => emoji.map((one) => ({ message, one, name, id }))),
  );
  // A bot's receipt stands on every part of an album.
  const different = chips.filter(
    ({ one, id }, index) => chips.findIndex((chip) => chip.one === one && chip.id === id) === index,
  );
  if (different.length === 0) return null;
  return h('div', { class: 'reactions' }, ...different.map(chipOf));

  /** @param {typeof chips[number]} given */
  function chipOf({ message, one, name, id }) {
    const meaning = viewer.namesShown
      ? words.receipts[/** @type {keyof typeof words.receipts} */ (one)]
      : undefined;
    const title = [name, meaning].filter(Boolean).join(': ');
    if (id !== viewer.me()) return h('span', { class: 'reaction', title }, one);
    const label = `${one}: ${words.takeBack}`;
    const onclick = () => viewer.react(message, null);
    return h(
      'button',
      { type: 'button', class: 'reaction own', title: label, 'aria-label': label, onclick },
      one,
    );
  }
}

/**
 * @param {Message} message
 * @param {Viewer} viewer
 */
function keyboard(message, viewer) {
  if (message.keyboard.length === 0) return null;
  if (typeof message.list === 'string') return listButton(message, viewer);
  return h(
    'div',
    { class: 'keyboard' },
    ...message.keyboard.map((row) => h('div', { class: 'keys' }, ...row.map(key))),
  );

  /** @param {import('./store.js').Button} button */
  function key({ text, callback_data: data, url }) {
    if (url !== undefined) {
      const follow = viewer.insideLink(url);
      if (follow) return h('button', { type: 'button', class: 'key', onclick: follow }, text);
      if (!/^https?:/i.test(url)) return h('span', { class: 'key' }, text);
      return h('a', { class: 'key', href: url, target: '_blank', rel: 'noopener noreferrer' }, text);
    }
    const pressable = h('button', { type: 'button', class: 'key', onclick: press }, text);
    return pressable;

    async function press() {
      if (data === undefined || pressable.getAttribute('aria-busy') === 'true') return;
      pressable.setAttribute('aria-busy', 'true');
      await viewer.press(message, data);
      pressable.removeAttribute('aria-busy');
    }
  }
}

/**
 * A button that opens what there is to choose from.
 *
 * @param {Message} message
 * @param {Viewer} viewer
 */
function listButton(message, viewer) {
  const opener = h('button', { type: 'button', class: 'key' }, message.list);
  popup(opener, 'list-choice', () =>
    message.keyboard
      .flat()
      .map(({ text, callback_data: data = '' }) =>
        h('button', { type: 'button', onclick: () => void viewer.press(message, data) }, text),
      ),
  );
  return h('div', { class: 'keyboard' }, opener);
}

/**
 * @param {Message} message
 * @param {import('./i18n.js').Words} words
 * @returns {string | null} null when a service message is better shown as a message
 */
function serviceLine({ service, from }, words) {
  if (!service) return null;
  const { forum_topic_created: created, forum_topic_edited: renamed } = service;
  if (created) return words.service.topicCreated(created.name);
  if (renamed?.name) return words.service.topicRenamed(renamed.name);
  if (renamed) return words.service.topicIcon(renamed.icon ?? '');
  if (service.forum_topic_closed) return words.service.topicClosed;
  if (service.forum_topic_reopened) return words.service.topicReopened;
  const came = service.new_chat_members;
  if (Array.isArray(came)) return words.service.joined(came.map((one) => one.first_name).join(', '));
  if (service.left_chat_member) return words.service.left(service.left_chat_member.first_name ?? from.name);
  return words.service.other;
}
