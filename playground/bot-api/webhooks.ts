import { wait } from '../../src/shared/durations.js';
import { endOfMany } from '../../src/shared/end-of-many.js';
import type { Bot, QueuedUpdate } from './model.js';
import { updateBody, type UpdateQueues } from './updates.js';

const DELIVERY_TIMEOUT_MS = 30_000;
const LONGEST_PAUSE_MS = 60_000;

interface Setup {
  updates: UpdateQueues;
  /** The pause after a first failed delivery, in milliseconds; it doubles from there. */
  retryMs: number;
  delivered(update: QueuedUpdate): void;
  failed(bot: Bot, why: string): void;
}

/**
 * Delivers updates to webhooks: one in flight per chat and in that chat's order, chats side by side.
 * Anything but a 2xx is delivered again with the same update_id.
 */
export class Webhooks {
  readonly #setup: Setup;
  readonly #busy = new Map<number, Set<string>>();
  readonly #closing = endOfMany();

  constructor(setup: Setup) {
    this.#setup = setup;
  }

  /** Starts deliveries for every chat of the bot that has something waiting and nothing in flight. */
  wake(bot: Bot): void {
    if (!bot.webhook || this.#closing.signal.aborted) return;
    const busy = this.#busy.get(bot.id) ?? new Set<string>();
    this.#busy.set(bot.id, busy);
    for (const update of this.#setup.updates.pending(bot)) {
      if (busy.size >= bot.webhook.max_connections) return;
      if (busy.has(update.chat)) continue;
      busy.add(update.chat);
      void this.#deliver(bot, update, busy);
    }
  }

  close(): void {
    this.#closing.abort();
  }

  async #deliver(bot: Bot, update: QueuedUpdate, busy: Set<string>): Promise<void> {
    const url = bot.webhook?.url;
    for (let pause = this.#setup.retryMs; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      if (this.#closing.signal.aborted || bot.webhook?.url !== url || bot.revoked) break;
      const problem = await this.#post(bot, update);
      if (this.#closing.signal.aborted) break;
      if (problem === null) {
        this.#setup.delivered(update);
        break;
      }
      this.#setup.failed(bot, problem);
      await wait(pause, this.#closing.signal);
    }
    busy.delete(update.chat);
    this.wake(bot);
  }

  /** Returns why the delivery failed, or null. */
  async #post(bot: Bot, update: QueuedUpdate): Promise<string | null> {
    const { webhook } = bot;
    if (!webhook) return null;
    try {
      const response = await fetch(webhook.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(webhook.secret_token && { 'x-telegram-bot-api-secret-token': webhook.secret_token }),
        },
        body: JSON.stringify(updateBody(update)),
        redirect: 'manual',
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(DELIVERY_TIMEOUT_MS)]),
      });
      await response.arrayBuffer();
      return response.ok
        ? null
        : `Wrong response from the webhook: ${response.status} ${response.statusText}`;
    } catch (error) {
      return error instanceof Error && error.name === 'TimeoutError'
        ? 'Read timeout expired'
        : 'Connection refused';
    }
  }
}
