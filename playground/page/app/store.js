import { loadState } from './server.js';

/**
 * @typedef {{ id: number, name: string, username: string | null, is_bot: boolean }} Sender
 * @typedef {{ type: string, offset: number, length: number, url?: string }} Entity
 * @typedef {{ text: string, callback_data?: string, url?: string }} Button
 * @typedef {{ kind: string, url?: string, file_name?: string | null, mime_type?: string | null, size?: number,
 *   duration?: number, latitude?: number, longitude?: number, title?: string, address?: string, phone_number?: string,
 *   first_name?: string, last_name?: string }} Media
 * @typedef {{ message_id: number, date: number, edited: boolean, from: Sender, thread_id: number | null,
 *   reply_to: { message_id: number, from: Sender | null, text: string, media: string | null } | null,
 *   text: string, entities: Entity[], media: Media | null, album_id: string | null, keyboard: Button[][],
 *   list?: string | null, status?: 'waiting' | 'failed' | 'sent' | 'delivered' | 'read' | null,
 *   service: Record<string, any> | null, reactions: (Sender & { emoji: string[] })[] }} Message
 * @typedef {{ thread_id: number, name: string, icon: string | null, closed: boolean, deleted: boolean }} Topic
 * @typedef {{ id: number, status: string, username: string | null }} Member
 * @typedef {{ command: string, description: string }} Command
 * @typedef {{ key: string, id: number, type: string, title: string | null, is_forum: boolean, blocked: boolean,
 *   bot: string | null, client?: string, person: number | null, members: Member[], topics: Topic[], messages: Message[] }} ChatView
 * @typedef {{ client: string, platform: 'whatsapp' | 'whatsapp_cloud',
 *   state: 'closed' | 'opening' | 'linking' | 'ready' | 'failed', number?: string, problem?: string, isScanned?: boolean,
 *   qr?: { size: number, path: string } | null }} DeskState where a messenger beside Telegram stands
 * @typedef {{ desks: DeskState[], bots: { id: number, username: string, first_name: string, commands: Record<string, Command[]> }[],
 *   people: { id: number, first_name: string, last_name?: string, username?: string, language_code?: string }[], chats: ChatView[] }} State
 * @typedef {{ n: number, type: string, chat: string | null, data: any }} Change
 * @typedef {Omit<ChatView, 'topics' | 'messages'> & { topics: Map<number, Topic>, messages: Map<number, Message> }} Chat
 */

const kinds = [
  'message',
  'edited',
  'deleted',
  'reaction',
  'topic',
  'chat',
  'person',
  'bot',
  'typing',
  'answer',
  'desk',
];

/**
 * The chats as the messengers have them: read whole once, then kept by the stream of changes.
 *
 * @param {{ onReset: () => void, onChange: (change: Change) => void, onConnection: (online: boolean) => void }} listeners
 */
export function createStore({ onReset, onChange, onConnection }) {
  /** @type {Map<string, Chat>} */
  const chats = new Map();
  /** @type {Map<string, State['bots'][number]>} */
  const bots = new Map();
  /** @type {Map<number, State['people'][number]>} */
  const people = new Map();
  /** @type {Map<string, DeskState>} */
  const desks = new Map();
  /** @type {Change[] | null} what arrived while the whole was being read */
  let early = [];

  /** @param {State} state */
  function reset(state) {
    chats.clear();
    for (const { topics, messages, ...chat } of state.chats) {
      chats.set(chat.key, {
        ...chat,
        topics: new Map(topics.map((topic) => [topic.thread_id, topic])),
        messages: new Map(messages.map((message) => [message.message_id, message])),
      });
    }
    for (const bot of state.bots) bots.set(bot.username, bot);
    for (const person of state.people) people.set(person.id, person);
    for (const desk of state.desks) desks.set(deskKey(desk), desk);
  }

  /** @param {Change} change */
  function apply({ type, chat: key, data }) {
    if (type === 'person') people.set(data.id, data);
    if (type === 'bot') bots.set(data.username, data);
    if (type === 'desk') desks.set(deskKey(data), data);
    if (key === null) return;
    const known = chats.get(key);
    if (type === 'chat') {
      chats.set(key, { topics: new Map(), messages: new Map(), ...known, ...data });
      return;
    }
    if (!known) return;
    if (type === 'message' || type === 'edited') known.messages.set(data.message_id, data);
    if (type === 'deleted') known.messages.delete(data.message_id);
    if (type === 'topic') putTopic(known, data);
  }

  async function read() {
    early = [];
    const state = await loadState();
    reset(state);
    for (const change of early) apply(change);
    early = null;
    onReset();
  }

  function connect() {
    const events = new EventSource('/playground/events');
    events.addEventListener('open', () => {
      onConnection(true);
      // Whatever happened while nobody listened is not sent again: read the whole anew.
      read().catch(() => onConnection(false));
    });
    events.addEventListener('error', () => {
      onConnection(false);
      if (events.readyState === EventSource.CLOSED) setTimeout(connect, 2_000);
    });
    for (const kind of kinds) {
      events.addEventListener(kind, (event) => {
        const change = JSON.parse(/** @type {MessageEvent} */ (event).data);
        if (early) {
          early.push(change);
          return;
        }
        apply(change);
        onChange(change);
      });
    }
  }

  return {
    connect,
    bots,
    people,
    /** @param {string} key */
    chat: (key) => chats.get(key) ?? null,
    /** The chats of a business's customers, in every messenger. @param {import('./server.js').Stage} stage @returns {Chat[]} */
    customersOf: (stage) => [...chats.values()].filter((chat) => isCustomersOf(stage, chat)),
    /** Whether a chat is one of a business's customers. @param {import('./server.js').Stage} stage @param {string | null} key */
    isCustomers: (stage, key) => isCustomersOf(stage, chats.get(key ?? '')),
    /**
     * Where a messenger stands; null = it is always there.
     *
     * @param {string} client
     * @param {string} platform
     */
    desk: (client, platform) => desks.get(deskKey({ client, platform })) ?? null,
    /**
     * A bot's menu: the first of these scopes it was told one for, as Telegram's apps choose it.
     *
     * @param {string} username
     * @param {string[]} scopes e.g. `all_private_chats///ru`
     */
    menu: (username, scopes) => {
      const commands = bots.get(username)?.commands ?? {};
      return commands[scopes.find((scope) => scope in commands) ?? ''] ?? [];
    },
    /** The key of a person's chat with a bot, whether they wrote already or not. @param {string} username @param {number} person */
    privateKey: (username, person) => `p${bots.get(username)?.id}_${person}`,
  };
}

/** @typedef {ReturnType<typeof createStore>} Store */

/** @param {{ client: string, platform: string }} desk */
function deskKey({ client, platform }) {
  return `${platform}:${client}`;
}

/** @param {import('./server.js').Stage} stage @param {Chat | undefined} chat */
function isCustomersOf(stage, chat) {
  return chat !== undefined && (chat.bot === stage.customers_bot || chat.client === stage.client);
}

/** @param {Chat} chat @param {Topic} topic */
function putTopic(chat, topic) {
  if (!topic.deleted) {
    chat.topics.set(topic.thread_id, topic);
    return;
  }
  chat.topics.delete(topic.thread_id);
  for (const [id, message] of chat.messages)
    if (message.thread_id === topic.thread_id) chat.messages.delete(id);
}
