import { composer } from './composer.js';
import { avatar, byId, h, icon } from './dom.js';
import { groupMenu } from './group-menu.js';
import { menu } from './menu.js';
import { messageList } from './message-list.js';
import { shortText } from './message-view.js';
import { complain, showAnswer } from './notify.js';
import { act } from './server.js';
import { general, topicList } from './topic-list.js';

/** @typedef {import('./store.js').Message} Message */

/**
 * The managers' group: its topics, the open one's messages, and who of the managers writes.
 *
 * @param {import('./customer-chat.js').Context} context
 */
export function managersGroup({ stage, words, store }) {
  const { group, managers } = stage;
  const key = String(group.id);
  let manager = managers[0];
  let thread = general;
  /** @type {Set<number>} */
  let known = new Set();

  const topics = topicList(words, open);
  const title = h('b', {});
  const pinned = h('button', { type: 'button', class: 'pinned', hidden: true, onclick: goToCard });
  const list = messageList(
    {
      me: () => manager.id,
      namesShown: true,
      reply: (message) => write.replyTo(message),
      edit: (message) => write.edit(message),
      press: async ({ message_id: messageId }, data) => {
        const answer = await perform('personPresses', { chat: group.id, messageId, data });
        if (answer) showAnswer(answer, words);
      },
      react: ({ message_id: messageId }, emoji) =>
        void perform('personReacts', { chat: group.id, messageId, emoji }),
      insideLink,
    },
    words,
  );
  const who = h('select', { 'aria-label': words.writeAs, title: words.writeAs });
  who.append(...managers.map(({ id, name }) => h('option', { value: id }, name)));
  const face = h('label', { class: 'who' }, avatar(manager.name), who);
  const write = composer(words, {
    before: face,
    complain,
    commands: () => store.menu(stage.managers_bot, [`chat/${group.id}//`]),
    lastOwn: () => messagesHere().findLast(({ from, text }) => from.id === manager.id && text !== '') ?? null,
    edit: async ({ message_id: messageId }, text) =>
      (await perform('personEdits', { chat: group.id, messageId, text })) !== null,
    send: async (fields) =>
      (await perform('personSends', { chat: group.id, ...fields, ...(thread !== general && { thread }) })) !==
      null,
  });
  who.addEventListener('change', () =>
    play(managers.find(({ id }) => id === Number(who.value)) ?? managers[0]),
  );

  byId('group').replaceChildren(
    h(
      'header',
      { class: 'chat-head group-head' },
      avatar(stage.title),
      h(
        'div',
        { class: 'chat-name' },
        h('h2', { id: 'group-title' }, group.title),
        h('small', {}, membersLine()),
      ),
      h('div', { class: 'topic-title' }, title),
      menu(words.menu, () => groupMenu({ stage, words, store }, { thread, chat: chat(), by: manager.id })),
    ),
    h(
      'div',
      { class: 'group-body' },
      topics.element,
      h('div', { class: 'topic-open' }, pinned, list.element, write.element),
    ),
  );

  function membersLine() {
    const owner = managers[managers.length - 1];
    return managers.map(({ name }) => (name === owner.name ? `${name} (${words.owner})` : name)).join(', ');
  }

  const chat = () => store.chat(key);
  const messagesHere = () =>
    [...(chat()?.messages.values() ?? [])].filter((message) => threadOf(message) === thread);

  /** @param {Message} message */
  function threadOf({ thread_id }) {
    return thread_id ?? general;
  }

  /**
   * @param {string} action
   * @param {Record<string, unknown>} fields
   * @returns {Promise<any>} null when it could not be done; the person was told why
   */
  async function perform(action, fields) {
    try {
      return await act(action, { person: manager.id, ...fields });
    } catch (error) {
      complain(error);
      return null;
    }
  }

  /** Links to a message or topic of this group lead there. @param {string} url */
  function insideLink(url) {
    const found = /^https:\/\/t\.me\/c\/(\d+)\/(\d+)(?:\/(\d+))?/.exec(url);
    if (!found || `-100${found[1]}` !== key) return null;
    const [first, second] = [Number(found[2]), found[3] === undefined ? null : Number(found[3])];
    return () => {
      const target = chat()?.topics.has(first) ? first : (chat()?.messages.get(first)?.thread_id ?? general);
      open(target);
      if (second !== null || target !== first) list.goTo(second ?? first);
    };
  }

  /** @param {import('./server.js').Person} person */
  function play(person) {
    manager = person;
    who.value = String(person.id);
    face.replaceChildren(avatar(person.name), who);
    write.placeholder(words.managerMessage(person.name));
    list.show(messagesHere(), emptyHint());
  }

  /** @param {number} other */
  function open(other) {
    thread = other;
    showAll();
  }

  function emptyHint() {
    return h('p', {}, thread === general ? words.generalHint : words.emptyTopic);
  }

  function showAll() {
    if (thread !== general && !chat()?.topics.has(thread)) thread = general;
    known = new Set(chat()?.topics.keys());
    list.show(messagesHere(), emptyHint());
    write.replyTo(null);
    write.placeholder(words.managerMessage(manager.name));
    showHead();
  }

  function showHead() {
    topics.show(chat(), thread);
    title.textContent = thread === general ? words.general : (chat()?.topics.get(thread)?.name ?? '');
    const card = latestCard();
    pinned.hidden = card === null;
    if (card) {
      const text = shortText({ text: card.text.split('\n').slice(0, 2).join(' · '), media: null }, words);
      pinned.replaceChildren(icon('pin'), h('span', {}, h('b', {}, words.pinned), h('span', {}, text)));
    }
  }

  /** The newest message with buttons of a request: what stands pinned on top. @returns {Message | null} */
  function latestCard() {
    return messagesHere().findLast(({ from, keyboard }) => from.is_bot && keyboard.flat().length > 1) ?? null;
  }

  function goToCard() {
    const card = latestCard();
    if (!card) return;
    list.goTo(card.message_id);
    const node = list.element.querySelector(`[data-id="${card.message_id}"] .key`);
    if (node instanceof HTMLElement) node.focus({ preventScroll: true });
  }

  /** @param {Message} message @param {string} type */
  function onMessage(message, type) {
    if (threadOf(message) === thread) {
      if (type === 'message' || list.has(message.message_id)) list.put(message);
    } else if (type === 'message' && !message.service && message.from.id !== manager.id) {
      topics.markUnread(threadOf(message));
    }
  }

  return {
    showAll,
    open,
    goToCard,
    thread: () => thread,
    /** Leads out of General, where there is a topic to lead to. */
    openSomeTopic: () => {
      const newest = [...(chat()?.topics.keys() ?? [])].at(-1);
      if (thread === general && newest !== undefined) open(newest);
    },
    /** @param {string} text */
    propose: (text) => write.propose(text),
    /** @param {string | null} name */
    playNamed: (name) => {
      const named = managers.find((person) => person.name === name);
      if (named && named !== manager) play(named);
    },
    /** @param {import('./store.js').Change} change */
    onChange: ({ type, chat: changed, data }) => {
      if (changed !== key) return;
      if (type === 'topic' && data.deleted) return showAll();
      // Who looks at General sees at once that somebody needs a person.
      if (type === 'topic' && thread === general && !known.has(data.thread_id)) return open(data.thread_id);
      if (type === 'message' || type === 'edited') onMessage(data, type);
      if (type === 'deleted') list.remove(data.message_id);
      if (type !== 'typing' && type !== 'answer') showHead();
    },
  };
}
