import { composer } from './composer.js';
import { customerHead } from './customer-head.js';
import { deskOpening } from './desk-opening.js';
import { byId, h } from './dom.js';
import { messageList } from './message-list.js';
import { complain, showAnswer } from './notify.js';
import { chooseDesk } from './server.js';

/** @typedef {import('./desks.js').Messenger} Messenger */

/**
 * @typedef {object} Context what the parts of the page share for one demo business
 * @property {import('./server.js').Stage} stage
 * @property {import('./i18n.js').Words} words
 * @property {import('./store.js').Store} store
 * @property {Record<Messenger, import('./desks.js').Desk>} desks
 * @property {import('./unread.js').Unread} unread
 */

/** Long enough to see that a message came before it counts as read. */
const glanceMs = 600;

/**
 * A customer's phone with the chat of the business open, in one messenger or another.
 *
 * @param {Context} context
 * @param {Messenger} first
 */
export function customerChat({ stage, words, store, desks, unread }, first) {
  let person = stage.customers[0];
  let desk = desks[first];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let glance;

  const head = customerHead({ stage, words }, (run) => void perform(run));
  const list = messageList(
    {
      me: () => person.id,
      namesShown: false,
      reply: (message) => write.replyTo(message),
      edit: (message) => write.edit(message),
      press: async ({ message_id }, data) => {
        const answer = await perform(() => desk.press(person.id, message_id, data));
        if (answer) showAnswer(answer, words);
      },
      react: ({ message_id }, emoji) => void perform(() => desk.react(person.id, message_id, emoji)),
      remove: ({ message_id }) => void perform(async () => desk.remove?.(person.id, message_id)),
      isRemovable: () => desk.remove !== null,
      insideLink: () => null,
    },
    words,
  );
  const write = composer(words, {
    send: async (fields) => (await perform(async () => done(await desk.send(person.id, fields)))) !== null,
    edit: async ({ message_id }, text) =>
      (await perform(async () => done(await desk.edit(person.id, message_id, text)))) !== null,
    lastOwn,
    commands: () => desk.commands(words.language),
    complain,
  });
  const start = h('button', {
    type: 'button',
    class: 'start',
    onclick: () => void perform(async () => desk.start?.(person.id)),
  });
  const opening = h('div', { class: 'opening-frame', hidden: true });
  const phone = byId('customer-chat');
  phone.replaceChildren(head.element, list.element, opening, start, write.element);

  /**
   * @template Result
   * @param {() => Promise<Result>} run
   * @returns {Promise<Result | null>} null when it could not be done; the person was told why
   */
  async function perform(run) {
    try {
      return await run();
    } catch (error) {
      complain(error);
      return null;
    }
  }

  const chat = () => store.chat(desk.key(person.id));
  const standing = () => store.desk(stage.client, desk.messenger);

  function lastOwn() {
    const isOwn = (/** @type {import('./store.js').Message} */ { from, text }) =>
      from.id === person.id && text !== '' && !text.startsWith('/');
    return [...(chat()?.messages.values() ?? [])].findLast(isOwn) ?? null;
  }

  function showState() {
    const known = chat();
    const blocked = known?.blocked === true;
    const isNew = !known || known.messages.size === 0;
    const ready = standing();
    const isReady = ready === null || ready.state === 'ready';
    head.show(desk, person.id, blocked ? 'blocked' : 'quiet', ready);
    start.hidden = desk.start === null || (!blocked && !isNew);
    start.textContent = blocked ? words.unblock : words.start;
    write.element.hidden = !start.hidden || !isReady;
    list.element.hidden = !isReady;
    opening.hidden = isReady;
    opening.replaceChildren(...(ready && !isReady ? [deskOpening(words, ready, open)] : []));
  }

  function showAll() {
    const hint = desk.messenger === 'telegram' ? words.startHint : words.whatsappHint;
    phone.setAttribute('data-messenger', desk.messenger);
    list.show([...(chat()?.messages.values() ?? [])], h('p', {}, hint));
    write.placeholder(words.messageOf(person.name));
    write.replyTo(null);
    write.showCommands(desk.messenger === 'telegram');
    unread.clear(desk.key(person.id));
    showState();
    look();
  }

  /** A messenger nobody has chosen yet is opened when it is. */
  function open() {
    void perform(() => chooseDesk(stage.client, desk.messenger));
  }

  function openIfClosed() {
    if (standing()?.state === 'closed') open();
  }

  /** What is before somebody's eyes has been read. */
  function look() {
    clearTimeout(glance);
    if (desk.read === null || !chat() || standing()?.state !== 'ready') return;
    glance = setTimeout(() => {
      if (document.visibilityState === 'visible') void perform(async () => desk.read?.(person.id));
    }, glanceMs);
  }
  document.addEventListener('visibilitychange', look);

  return {
    /** The key of the chat that is open. */
    key: () => desk.key(person.id),
    showAll,
    openIfClosed,
    stop: () => {
      clearTimeout(glance);
      document.removeEventListener('visibilitychange', look);
    },
    /** @param {import('./server.js').Person} other @param {Messenger} messenger */
    hand: (other, messenger) => {
      person = other;
      desk = desks[messenger];
      showAll();
      openIfClosed();
    },
    /** Writes as the customer whose phone it is. @param {string} text */
    say: (text) => perform(() => desk.send(person.id, { text })),
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
      if (type === 'desk' && data.client === stage.client && data.platform === desk.messenger) {
        showState();
        return look();
      }
      if (key !== desk.key(person.id)) return;
      if (type === 'typing') return head.showTyping(showState);
      if (type === 'deleted') list.remove(data.message_id);
      else if (type === 'message' || (type === 'edited' && list.has(data.message_id))) list.put(data);
      if (type === 'chat' || type === 'message') showState();
      if (type === 'message' && data.from.is_bot) look();
    },
  };
}

/** What was done may have no answer of its own. @param {unknown} answer */
function done(answer) {
  return answer ?? true;
}
