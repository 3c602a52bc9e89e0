import { Changes } from './changes.js';
import { FileStore } from './file-store.js';
import type { Bot, Chat, StoredMessage, Topic } from './model.js';
import { deliverMessage } from './delivery.js';
import { State } from './state.js';
import { StateLog } from './state-log.js';
import { UpdateQueues } from './updates.js';
import { viewBot, viewChat, viewMessage, viewTopic } from './view.js';
import { Webhooks } from './webhooks.js';

export interface CallbackAnswer {
  /** False when nobody answered in time. */
  answered: boolean;
  text: string | null;
  show_alert: boolean;
}

export interface WorldOptions {
  now: () => number;
  stateFile?: string | undefined;
  webhookRetryMs: number;
}

/** The chats as they are, and what happens when they change: updates to bots, news for the page. */
export class World {
  readonly state = new State();
  readonly changes = new Changes();
  readonly files: FileStore;
  readonly updates: UpdateQueues;
  readonly webhooks: Webhooks;
  /** Who waits for the answer to a pressed button, by the press's id. */
  readonly presses = new Map<string, (answer: CallbackAnswer) => void>();
  readonly #log: StateLog | null;

  constructor(readonly options: WorldOptions) {
    const { stateFile, now, webhookRetryMs } = options;
    this.#log = stateFile ? new StateLog(stateFile, this.state) : null;
    this.files = new FileStore(this.state, stateFile ? `${stateFile}.files` : null);
    this.updates = new UpdateQueues(this.state, now);
    this.webhooks = new Webhooks({
      updates: this.updates,
      retryMs: webhookRetryMs,
      delivered: (update) => {
        this.state.dropUpdate(update);
        this.commit();
      },
      failed: (bot, why) => {
        if (!bot.webhook) return;
        bot.webhook.last_error_date = this.seconds();
        bot.webhook.last_error_message = why;
      },
    });
    this.updates.onWebhookUpdate((bot) => queueMicrotask(() => this.webhooks.wake(bot)));
    for (const bot of this.state.bots.values()) this.webhooks.wake(bot);
  }

  now(): number {
    return this.options.now();
  }

  seconds(): number {
    return Math.floor(this.now() / 1_000);
  }

  /** Writes down what changed; called before anyone is answered. */
  commit(): void {
    this.#log?.flush();
  }

  close(): void {
    this.updates.close();
    this.webhooks.close();
    for (const resolve of this.presses.values()) resolve({ answered: false, text: null, show_alert: false });
    this.presses.clear();
    this.#log?.close();
  }

  /** Puts a message into a chat, under the chat's next id, and tells the bots that may see it. */
  post(chat: Chat, draft: Omit<StoredMessage, 'chat' | 'message_id' | 'date' | 'reactions'>): StoredMessage {
    const message: StoredMessage = {
      ...draft,
      chat: chat.key,
      message_id: this.state.next(`message:${chat.key}`, 2),
      date: this.seconds(),
      reactions: {},
    };
    this.state.putMessage(message);
    this.changes.emit('message', chat.key, () => viewMessage(this, message));
    deliverMessage(this, 'message', chat, message);
    return message;
  }

  /** Stores a message that was changed in place; `mark` says whether it now shows as edited. */
  edited(chat: Chat, message: StoredMessage, mark: boolean): void {
    if (mark) message.edit_date = this.seconds();
    this.state.putMessage(message);
    this.changes.emit('edited', chat.key, () => viewMessage(this, message));
    if (mark) deliverMessage(this, 'edited_message', chat, message);
  }

  remove(message: StoredMessage): void {
    this.state.deleteMessage(message);
    this.changes.emit('deleted', message.chat, () => ({ message_id: message.message_id }));
  }

  putTopic(topic: Topic): void {
    this.state.putTopic(topic);
    this.changes.emit('topic', topic.chat, () => viewTopic(topic));
  }

  putChat(chat: Chat): void {
    this.state.chats.set(chat.key, chat);
    this.changes.emit('chat', chat.key, () => viewChat(this, chat));
  }

  putBot(bot: Bot): void {
    this.state.bots.set(String(bot.id), bot);
    this.changes.emit('bot', null, () => viewBot(bot));
  }

  bot(id: number): Bot | undefined {
    return this.state.bots.get(String(id));
  }
}
