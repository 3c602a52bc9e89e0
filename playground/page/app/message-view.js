import { avatar, h, icon, toneOf } from './dom.js';
import { mediaName, mediaView } from './media-view.js';
import { richText } from './rich-text.js';

/**
 * @typedef {import('./store.js').Message} Message
 * @typedef {object} Viewer what a list of messages lets its reader do
 * @property {() => number} me the person whose messages stand on the right
 * @property {boolean} namesShown
 * @property {(message: Message) => void} reply
 * @property {(message: Message, data: string) => Promise<void>} press
 * @property {(message: Message, emoji: string | null) => void} react
 * @property {(id: number) => void} goTo
 * @property {(url: string) => (() => void) | null} insideLink
 */

/**
 * One message: a bubble with what it answers, its media, text, time, reactions and buttons; or a line for what happened.
 *
 * @param {Message} message
 * @param {Viewer} viewer
 * @param {import('./i18n.js').Words} words
 * @returns {HTMLElement}
 */
export function messageView(message, viewer, words) {
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
      bubble(message, viewer, words),
      reactions(message, viewer, words),
      keyboard(message, viewer),
    ),
    actions(message, viewer, words),
  );
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
 * @param {Message} message
 * @param {Viewer} viewer
 * @param {import('./i18n.js').Words} words
 */
function bubble(message, viewer, words) {
  const { from, reply_to: replied, media, text, entities, date, edited } = message;
  return h(
    'div',
    { class: `bubble${media && !text ? ' bare' : ''}` },
    viewer.namesShown && h('span', { class: `sender tone-${toneOf(from.name)}` }, from.name),
    replied && quote(replied, viewer, words),
    media && mediaView(media, words),
    text !== '' && h('div', { class: 'text', dir: 'auto' }, ...richText(text, entities, viewer.insideLink)),
    h(
      'span',
      { class: 'meta' },
      edited && h('i', {}, words.edited),
      h('time', { datetime: new Date(date * 1_000).toISOString() }, words.time(new Date(date * 1_000))),
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
 * @param {Message} message
 * @param {Viewer} viewer
 * @param {import('./i18n.js').Words} words
 */
function reactions({ reactions: given }, viewer, words) {
  if (given.length === 0) return null;
  const chips = given.flatMap(({ emoji, name }) =>
    emoji.map((one) => {
      const meaning = viewer.namesShown
        ? words.receipts[/** @type {keyof typeof words.receipts} */ (one)]
        : undefined;
      return h('span', { class: 'reaction', title: [name, meaning].filter(Boolean).join(': ') }, one);
    }),
  );
  return h('div', { class: 'reactions' }, ...chips);
}

/**
 * @param {Message} message
 * @param {Viewer} viewer
 */
function keyboard(message, viewer) {
  if (message.keyboard.length === 0) return null;
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
 * @param {Message} message
 * @param {Viewer} viewer
 * @param {import('./i18n.js').Words} words
 */
function actions(message, viewer, words) {
  const thumbUp = message.reactions.some(({ id, emoji }) => id === viewer.me() && emoji.includes('👍'));
  return h(
    'div',
    { class: 'actions' },
    h(
      'button',
      { type: 'button', title: words.reply, 'aria-label': words.reply, onclick: () => viewer.reply(message) },
      icon('reply'),
    ),
    h(
      'button',
      {
        type: 'button',
        title: words.react,
        'aria-label': words.react,
        'aria-pressed': thumbUp,
        onclick: () => viewer.react(message, thumbUp ? null : '👍'),
      },
      '👍',
    ),
  );
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
