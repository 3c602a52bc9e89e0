import { wait } from '../../src/shared/durations.js';
import { endOfMany } from '../../src/shared/end-of-many.js';
import type { StatusError } from './graph-error.js';
import type { Chat, ChatMessage, DeliveryStatus } from './model.js';
import { statusPayload } from './payloads.js';
import type { Webhooks } from './webhooks.js';
import type { World } from './world.js';

/** A status as webhooks tell it. */
export type ToldStatus = Exclude<DeliveryStatus, 'accepted'>;

const RANK: readonly DeliveryStatus[] = ['accepted', 'sent', 'failed', 'delivered', 'read', 'played'];

/** How far messages have come, and telling the business. */
export class Statuses {
  readonly #closing = endOfMany();
  readonly #options: { automatic: readonly ToldStatus[]; delayMs: number };

  /**
   * @param options what every accepted message goes through by itself, and so many milliseconds later: the business
   * should know the message's id by then, as it mostly does with Meta
   */
  constructor(
    private readonly world: World,
    private readonly webhooks: Webhooks,
    options: { automatic: readonly ToldStatus[]; delayMs: number },
  ) {
    this.#options = options;
  }

  /** What happens to a message by itself. */
  goOn(chat: Chat, message: ChatMessage): void {
    void this.#later(() => {
      for (const status of this.#options.automatic) this.set(chat, message, status);
    });
  }

  /** A message that was accepted cannot be delivered after all. */
  fail(chat: Chat, message: ChatMessage, error: StatusError): void {
    message.status = 'failed';
    void this.#later(() => this.set(chat, message, 'failed', [error]));
  }

  close(): void {
    this.#closing.abort();
  }

  /** Tells the business a status. What the customer sees never goes back. */
  set(chat: Chat, message: ChatMessage, status: ToldStatus, errors: StatusError[] = []): void {
    if (RANK.indexOf(status) > RANK.indexOf(message.status)) message.status = status;
    const number = this.world.number(chat.phone_number_id);
    this.webhooks.bring(
      number,
      statusPayload(number, chat, { message, status, errors, at: this.world.now() }),
    );
    this.world.changed(chat);
  }

  async #later(tell: () => void): Promise<void> {
    await wait(this.#options.delayMs, this.#closing.signal);
    if (!this.#closing.signal.aborted) tell();
  }
}
