import { GraphError } from './graph-error.js';

/** Meta's limits; off where no number is given. */
export interface Limits {
  /** Messages a second of one number (Meta: 80). */
  perNumberPerSecond?: number | undefined;
  /** Milliseconds between messages to one person, on the average (Meta: 6000). */
  perPairEveryMs?: number | undefined;
  /** How many may go to one person at once, to be made up for by waiting (Meta: 45). */
  perPairBurst?: number | undefined;
}

/** Counts messages, and refuses those that are too many. */
export class Limiter {
  readonly #sent = new Map<string, number[]>();
  readonly #owed = new Map<string, number>();

  constructor(private readonly limits: Limits) {}

  /** @throws GraphError 130429 or 131056 */
  count(phone_number_id: string, to: string, now: number): void {
    const { perNumberPerSecond, perPairEveryMs, perPairBurst = 45 } = this.limits;
    if (perNumberPerSecond !== undefined) {
      const recent = (this.#sent.get(phone_number_id) ?? []).filter((at) => at > now - 1_000);
      if (recent.length >= perNumberPerSecond) {
        throw new GraphError(130429, { details: 'Cloud API message throughput has been reached.' });
      }
      this.#sent.set(phone_number_id, [...recent, now]);
    }
    if (perPairEveryMs === undefined) return;
    const pair = `${phone_number_id}:${to}`;
    // The moment at which everything sent so far would have been sent at the allowed pace.
    const owed = Math.max(this.#owed.get(pair) ?? now, now);
    if (owed - now >= perPairEveryMs * perPairBurst) {
      throw new GraphError(131056, {
        details:
          'Too many messages sent from the sender phone number to the same recipient phone number in a short period of time.',
      });
    }
    this.#owed.set(pair, owed + perPairEveryMs);
  }
}
