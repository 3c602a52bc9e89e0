import { composer } from './composer.js';
import { avatar, byId, h } from './dom.js';
import { menu } from './menu.js';
import { messageList } from './message-list.js';
import { complain, showAnswer } from './notify.js';
import { act } from './server.js';

/**
 * @typedef {object} Context what the parts of the page share for one demo business
 * @property {import('./server.js').Stage} stage
 * @property {import('./i18n.js').Words} words
 * @property {import('./store.js').Store} store
 */

/**
 * A customer's phone with the chat of the business open.
 *
 * @param {Context} context
 */
export function customerChat({ stage, words, store }) {
  const bot = stage.customers_bot;
  let person = stage.customers[0];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;

  const state = h('small', {}, words.bot);
  const head = h(
    'header',
    { class: 'chat-head' },
    avatar(stage.title),
    h('div', { class: 'chat-name' }, h('b', {}, stage.title), state),
    menu(words.menu, () => [
      { label: words.blockBot, danger: true, run: () => void perform('personBlocksBot', { bot }) },
    ]),
  );
  const list = messageList(
    {
      me: () => person.id,
      namesShown: false,
      reply: (message) => write.replyTo(message),
      edit: (message) => write.edit(message),
      press: async ({ message_id: messageId }, data) => {
        const answer = await perform('personPresses', { chat: bot, messageId, data });
        if (answer) showAnswer(answer, words);
      },
      react: ({ message_id: messageId }, emoji) =>
        void perform('personReacts', { chat: bot, messageId, emoji }),
      insideLink: () => null,
    },
    words,
  );
  const write = composer(words, {
    send: async (fields) => (await perform('personSends', { chat: bot, ...fields })) !== null,
    edit: async ({ message_id: messageId }, text) =>
      (await perform('personEdits', { chat: bot, messageId, text })) !== null,
    lastOwn,
    commands: () =>
      store.menu(bot, [`all_private_chats///${words.language}`, 'all_private_chats///', 'default///']),
    complain,
  });
  const start = h('button', {
    type: 'button',
    class: 'start',
    onclick: () => void perform('personStartsBot', { bot }),
  });
  byId('customer-chat').replaceChildren(head, list.element, start, write.element);

  /**
   * @param {string} action
   * @param {Record<string, unknown>} fields
   * @returns {Promise<any>} null when it could not be done; the person was told why
   */
  async function perform(action, fields) {
    try {
      return await act(action, { person: person.id, ...fields });
    } catch (error) {
      complain(error);
      return null;
    }
  }

  const chat = () => store.chat(store.privateKey(bot, person.id));

  function lastOwn() {
    const isOwn = (/** @type {import('./store.js').Message} */ { from, text }) =>
      from.id === person.id && text !== '' && !text.startsWith('/');
    return [...(chat()?.messages.values() ?? [])].findLast(isOwn) ?? null;
  }

  function showState() {
    const known = chat();
    const blocked = known?.blocked === true;
    const isNew = !known || known.messages.size === 0;
    clearTimeout(typing);
    state.textContent = blocked ? words.blocked : words.bot;
    state.className = blocked ? 'blocked' : '';
    start.hidden = !blocked && !isNew;
    start.textContent = blocked ? words.unblock : words.start;
    write.element.hidden = !start.hidden;
  }

  function showAll() {
    list.show([...(chat()?.messages.values() ?? [])], h('p', {}, words.startHint));
    write.placeholder(words.messageOf(person.name));
    write.replyTo(null);
    showState();
  }

  function showTyping() {
    clearTimeout(typing);
    state.textContent = words.typing;
    state.className = 'typing';
    typing = setTimeout(showState, 5_000);
  }

  return {
    /** Whose phone it is. */
    person: () => person,
    showAll,
    /** @param {import('./server.js').Person} other */
    hand: (other) => {
      person = other;
      showAll();
    },
    /** Writes as the customer whose phone it is. @param {string} text */
    say: (text) => perform('personSends', { chat: bot, text }),
    /** Changes what the customer wrote last. */
    editLast: () => {
      const message = lastOwn();
      if (message) write.edit(message);
    },
    /** Leads to the newest message with buttons. */
    goToButtons: () => {
      const message = [...(chat()?.messages.values() ?? [])].findLast(({ keyboard }) => keyboard.length > 0);
      if (!message) return;
      list.goTo(message.message_id);
      const key = list.element.querySelector(`[data-id="${message.message_id}"] .key`);
      if (key instanceof HTMLElement) key.focus({ preventScroll: true });
    },
    /** @param {import('./store.js').Change} change */
    onChange: ({ type, chat: key, data }) => {
      if (key !== store.privateKey(bot, person.id)) return;
      if (type === 'typing') showTyping();
      if (type === 'message' || list.has(data.message_id)) {
        if (type === 'deleted') list.remove(data.message_id);
        else if (type === 'message' || type === 'edited') list.put(data);
      }
      if (type === 'chat' || type === 'message') showState();
    },
  };
}
