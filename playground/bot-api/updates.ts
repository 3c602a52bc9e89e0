import { conflict } from './api-error.js';
import type { Bot, QueuedUpdate } from './model.js';
import type { State } from './state.js';

const KEPT_MS = 24 * 3_600_000;
const PRESS_KEPT_MS = 150_000;
const FIRST_UPDATE_ID = 100_000_001;

/** What a bot gets only when it asks for it by name. */
const ON_REQUEST = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

interface Poller {
  end(reason: 'update' | 'conflict' | 'over'): void;
}

/** What waits for each bot, and the long polls that wait for it. */
export class UpdateQueues {
  readonly #state: State;
  readonly #now: () => number;
  readonly #pollers = new Map<number, Poller>();
  readonly #newest = new Map<number, QueuedUpdate>();
  #wakeWebhook: (bot: Bot) => void = () => {};

  constructor(state: State, now: () => number) {
    this.#state = state;
    this.#now = now;
  }

  /** Says who is told that a bot with a webhook has something waiting. */
  onWebhookUpdate(wake: (bot: Bot) => void): void {
    this.#wakeWebhook = wake;
  }

  /** Queues an update for a bot, unless the bot didn't ask for its kind. */
  push(bot: Bot, kind: string, chat: string, body: unknown): void {
    const wanted = bot.allowed_updates?.length ? bot.allowed_updates.includes(kind) : !ON_REQUEST.has(kind);
    if (!wanted || bot.revoked) return;
    const update_id = this.#state.next(`update:${bot.id}`, FIRST_UPDATE_ID);
    const update: QueuedUpdate = { update_id, bot_id: bot.id, kind, chat, at: this.#now(), body };
    this.#state.putUpdate(update);
    this.#newest.set(bot.id, update);
    if (bot.webhook) this.#wakeWebhook(bot);
    else this.#pollers.get(bot.id)?.end('update');
  }

  /** Queues the bot's newest update again under new ids; false when there was none. */
  repeatLast(bot: Bot, times: number): boolean {
    const newest = this.#newest.get(bot.id);
    if (!newest) return false;
    for (let again = 0; again < times; again++) this.push(bot, newest.kind, newest.chat, newest.body);
    return true;
  }

  /**
   * Answers one getUpdates: confirms what is before `offset`, then returns what waits or waits itself.
   * @param ask `timeout` in seconds; `signal` fires when the asking connection is gone
   * @throws ApiError 409 when a newer poll of the same bot takes over
   */
  async poll(
    bot: Bot,
    ask: { offset: number; limit: number; timeout: number; signal?: AbortSignal | undefined },
  ): Promise<unknown[]> {
    this.#pollers.get(bot.id)?.end('conflict');
    this.#confirm(bot, ask.offset);
    const ready = this.#ready(bot, ask.limit);
    if (ready.length > 0 || ask.timeout <= 0) return ready;
    const reason = await this.#wait(bot, ask.timeout, ask.signal);
    if (reason === 'conflict') {
      throw conflict(
        'terminated by other getUpdates request; make sure that only one bot instance is running',
      );
    }
    return this.#ready(bot, ask.limit);
  }

  pending(bot: Bot): QueuedUpdate[] {
    const now = this.#now();
    const waiting: QueuedUpdate[] = [];
    for (const update of this.#state.updates.of(bot.id)) {
      const keptFor = update.kind === 'callback_query' ? PRESS_KEPT_MS : KEPT_MS;
      if (update.at + keptFor < now) this.#state.dropUpdate(update);
      else waiting.push(update);
    }
    return waiting;
  }

  dropPending(bot: Bot): void {
    for (const update of this.#state.updates.of(bot.id)) this.#state.dropUpdate(update);
  }

  /** Ends a bot's long poll: as when somebody else takes over, or with an empty answer. */
  interrupt(bot: Bot, reason: 'conflict' | 'over'): void {
    this.#pollers.get(bot.id)?.end(reason);
  }

  /** Ends all long polls with an empty answer. */
  close(): void {
    for (const poller of this.#pollers.values()) poller.end('over');
  }

  #confirm(bot: Bot, offset: number): void {
    const waiting = [...this.#state.updates.of(bot.id)];
    const first = offset < 0 ? (waiting.at(offset) ?? waiting[0])?.update_id : offset;
    for (const update of waiting) {
      if (update.update_id >= (first ?? 0)) break;
      this.#state.dropUpdate(update);
    }
  }

  #ready(bot: Bot, limit: number): unknown[] {
    return this.pending(bot).slice(0, limit).map(updateBody);
  }

  #wait(bot: Bot, seconds: number, signal?: AbortSignal): Promise<'update' | 'conflict' | 'over'> {
    return new Promise((resolve) => {
      const poller: Poller = {
        end: (reason) => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', gone);
          if (this.#pollers.get(bot.id) === poller) this.#pollers.delete(bot.id);
          resolve(reason);
        },
      };
      const gone = (): void => poller.end('over');
      const timer = setTimeout(gone, seconds * 1_000);
      signal?.addEventListener('abort', gone);
      this.#pollers.set(bot.id, poller);
    });
  }
}

/** Returns an update as a bot gets it. */
export function updateBody(update: QueuedUpdate): Record<string, unknown> {
  return { update_id: update.update_id, [update.kind]: update.body };
}
