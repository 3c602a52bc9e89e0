import type {
  Bot,
  CallbackQuery,
  Chat,
  FileRecord,
  Person,
  QueuedUpdate,
  StoredMessage,
  Topic,
} from './model.js';
import { Table } from './table.js';

const MESSAGES_PER_CHAT = 5_000;
const UPDATES_PER_BOT = 10_000;
const CALLBACKS = 2_000;

/** Everything the local Telegram knows, as tables whose changes can be collected. */
export class State {
  /** Keys changed since the last `takeChanges`, by table; null while nobody writes them down. */
  #changes: Map<string, Set<string>> | null = null;
  readonly #note = (table: string, key: string): void => {
    if (!this.#changes) return;
    const keys = this.#changes.get(table) ?? new Set<string>();
    keys.add(key);
    this.#changes.set(table, keys);
  };

  readonly bots = new Table<Bot>('bots', this.#note);
  readonly people = new Table<Person>('people', this.#note);
  readonly chats = new Table<Chat>('chats', this.#note);
  readonly topics = new Table<Topic>('topics', this.#note);
  readonly messages = new Table<StoredMessage>('messages', this.#note);
  readonly files = new Table<FileRecord>('files', this.#note);
  readonly callbacks = new Table<CallbackQuery>('callbacks', this.#note);
  readonly updates = new Table<QueuedUpdate>('updates', this.#note);
  readonly counters = new Table<number>('counters', this.#note);
  readonly tables = [
    this.bots,
    this.people,
    this.chats,
    this.topics,
    this.messages,
    this.files,
    this.callbacks,
    this.updates,
    this.counters,
  ] as Table<unknown>[];

  /** Starts collecting changes; without it they cost nothing. */
  collectChanges(): void {
    this.#changes ??= new Map();
  }

  /** Returns the changed keys by table since the last call, and forgets them. */
  takeChanges(): Map<string, Set<string>> {
    const changes = this.#changes ?? new Map<string, Set<string>>();
    if (this.#changes) this.#changes = new Map();
    return changes;
  }

  /** Returns the next number of a named sequence; it never gives one twice. */
  next(sequence: string, first: number): number {
    const value = this.counters.get(sequence) ?? first;
    this.counters.set(sequence, value + 1);
    return value;
  }

  /** Lifts a sequence so that it never gives `used` again. */
  reserve(sequence: string, used: number): void {
    const next = this.counters.get(sequence);
    if (next === undefined || next <= used) this.counters.set(sequence, used + 1);
  }

  botByToken(token: string): Bot | undefined {
    return this.bots.values().find((bot) => bot.token === token && !bot.revoked);
  }

  botByName(username: string): Bot | undefined {
    const name = username.replace(/^@/, '').toLowerCase();
    return this.bots.values().find((bot) => bot.username.toLowerCase() === name);
  }

  message(chatKey: string, messageId: number): StoredMessage | undefined {
    return this.messages.get(`${chatKey}:${messageId}`);
  }

  putMessage(message: StoredMessage): void {
    this.messages.set(`${message.chat}:${message.message_id}`, message);
    if (this.messages.sizeOf(message.chat) > MESSAGES_PER_CHAT) {
      this.messages.trim(message.chat, MESSAGES_PER_CHAT);
    }
  }

  deleteMessage(message: StoredMessage): void {
    this.messages.delete(`${message.chat}:${message.message_id}`);
  }

  topic(chatKey: string, threadId: number): Topic | undefined {
    return this.topics.get(`${chatKey}:${threadId}`);
  }

  putTopic(topic: Topic): void {
    this.topics.set(`${topic.chat}:${topic.thread_id}`, topic);
  }

  putUpdate(update: QueuedUpdate): void {
    this.updates.set(`${update.bot_id}:${update.update_id}`, update);
    if (this.updates.sizeOf(update.bot_id) > UPDATES_PER_BOT) {
      this.updates.trim(update.bot_id, UPDATES_PER_BOT);
    }
  }

  dropUpdate(update: QueuedUpdate): void {
    this.updates.delete(`${update.bot_id}:${update.update_id}`);
  }

  putCallback(callback: CallbackQuery): void {
    this.callbacks.set(callback.id, callback);
    if (this.callbacks.sizeOf('') > CALLBACKS) this.callbacks.trim('', CALLBACKS);
  }
}
