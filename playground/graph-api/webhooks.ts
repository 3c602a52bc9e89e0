import { wait } from '../../src/shared/durations.js';
import { endOfMany } from '../../src/shared/end-of-many.js';
import type { BusinessNumber } from './model.js';
import { signatureOf, webhookBody } from './sign.js';

const DELIVERY_TIMEOUT_MS = 30_000;
const LONGEST_PAUSE_MS = 60_000;

/** A webhook on its way. */
interface Delivery {
  number: BusinessNumber;
  payload: Record<string, unknown>;
  tries: number;
}

/** How a webhook that was brought by hand was answered. */
export type Answer = { status: number; body: string };

/**
 * Brings webhooks to the numbers' callbacks: first tries one after the other for each number, so that what a customer
 * wrote arrives in order. Whatever is not answered with 2xx comes again later, unchanged, and holds nothing up: as with
 * Meta, it may arrive after newer ones. What is held is brought when it is released, in the order asked for.
 */
export class Webhooks {
  readonly #waiting = new Map<string, Delivery[]>();
  readonly #last = new Map<string, Delivery>();
  readonly #held = new Set<string>();
  readonly #busy = new Set<string>();
  readonly #closing = endOfMany();
  #onTheWay = 0;

  /**
   * @param retryMs the pause before a webhook comes again, in milliseconds; it doubles up to a minute
   * @param isOrdered nothing overtakes what has to come again: kinder than Meta
   */
  constructor(
    private readonly retryMs: number,
    private readonly isOrdered: boolean,
  ) {}

  /** Queues a webhook. */
  bring(number: BusinessNumber, payload: Record<string, unknown>): void {
    const delivery = { number, payload, tries: 0 };
    this.#queueOf(number).push(delivery);
    this.#last.set(number.phone_number_id, delivery);
    this.wake(number);
  }

  /** Starts with what waits: the number has a callback now, or is subscribed again. */
  wake(number: BusinessNumber): void {
    const { phone_number_id } = number;
    if (this.#closing.signal.aborted || this.#busy.has(phone_number_id) || !this.#mayGo(number)) return;
    void this.#work(number);
  }

  /** The newest webhook of a number once more, so many times. Returns false when there was none. */
  repeatLast(number: BusinessNumber, times: number): boolean {
    const last = this.#last.get(number.phone_number_id);
    if (!last) return false;
    for (let n = 0; n < times; n++) this.#queueOf(number).push({ ...last, tries: 0 });
    this.wake(number);
    return true;
  }

  /** Keeps back what comes from now on. */
  hold(number: BusinessNumber): void {
    this.#held.add(number.phone_number_id);
  }

  /**
   * Brings what was held.
   * @param order `reversed` = the newest first; `in one` = as one webhook with several entries
   */
  release(number: BusinessNumber, order: 'as it came' | 'reversed' | 'in one' = 'as it came'): void {
    const queue = this.#queueOf(number);
    this.#held.delete(number.phone_number_id);
    if (order === 'reversed') queue.reverse();
    const [first, ...more] = queue;
    if (order === 'in one' && first && more.length > 0) {
      const entry = queue.flatMap(({ payload }) => payload['entry'] as unknown[]);
      queue.splice(0, queue.length, { ...first, payload: { ...first.payload, entry } });
    }
    this.wake(number);
  }

  /** Brings a payload once and answers how it was taken. `signature`: null leaves it out. */
  async post(number: BusinessNumber, payload: unknown, signature?: string | null): Promise<Answer> {
    if (number.callbackUrl === null) throw new Error(`Number ${number.phone_number_id} has no callback yet`);
    const body = webhookBody(payload);
    const sign = signature === undefined ? signatureOf(number.app_secret, body) : signature;
    const response = await fetch(number.callbackUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(sign !== null && { 'x-hub-signature-256': sign }) },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(DELIVERY_TIMEOUT_MS)]),
    });
    return { status: response.status, body: await response.text() };
  }

  /** Whether everything that is not held has been taken. */
  get isSettled(): boolean {
    const waiting = [...this.#waiting].some(([id, queue]) => queue.length > 0 && !this.#held.has(id));
    return this.#onTheWay === 0 && !waiting;
  }

  close(): void {
    this.#closing.abort();
  }

  async #work(number: BusinessNumber): Promise<void> {
    const queue = this.#queueOf(number);
    this.#busy.add(number.phone_number_id);
    try {
      while (this.#mayGo(number) && !this.#closing.signal.aborted) {
        const delivery = queue.shift();
        if (!delivery) return;
        await this.#try(delivery);
      }
    } finally {
      this.#busy.delete(number.phone_number_id);
    }
  }

  async #try(delivery: Delivery): Promise<void> {
    const pause = Math.min(this.retryMs * 2 ** delivery.tries, LONGEST_PAUSE_MS);
    delivery.tries += 1;
    this.#onTheWay += 1;
    const { number, payload } = delivery;
    const isTaken = await this.post(number, payload).then(
      ({ status }) => status >= 200 && status < 300,
      () => false,
    );
    if (isTaken || this.#closing.signal.aborted) {
      this.#onTheWay -= 1;
      return;
    }
    const again = wait(pause, this.#closing.signal).then(() => {
      this.#onTheWay -= 1;
      if (this.isOrdered) this.#queueOf(number).unshift(delivery);
      else this.#queueOf(number).push(delivery);
      this.wake(number);
    });
    if (this.isOrdered) await again;
  }

  #mayGo({ phone_number_id, callbackUrl, isSubscribed }: BusinessNumber): boolean {
    return callbackUrl !== null && isSubscribed && !this.#held.has(phone_number_id);
  }

  #queueOf({ phone_number_id }: BusinessNumber): Delivery[] {
    const queue = this.#waiting.get(phone_number_id) ?? [];
    this.#waiting.set(phone_number_id, queue);
    return queue;
  }
}
