/** How many operations a bot may make in one group within a stretch of time. */
export type GroupBudgetSize = { operations: number; windowMs: number };

/**
 * Telegram lets a bot make about 20 operations a minute in a group: messages, edits, topics and reactions together.
 * https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
 */
export const telegramGroupBudget: GroupBudgetSize = { operations: 20, windowMs: 60_000 };

/**
 * The budget of one bot in one group, over a sliding window. What was once spent is not given back, also when the
 * operation failed: Telegram counted it. Times are milliseconds of a clock that only goes forward.
 */
export class GroupBudget {
  readonly #size: GroupBudgetSize;
  #spent: number[];
  #pausedUntil = -Infinity;

  /** @param spent when operations were made that this process did not see itself, e.g. by the process before it */
  constructor(size: GroupBudgetSize, spent: readonly number[] = []) {
    this.#size = size;
    this.#spent = spent.toSorted((a, b) => a - b).slice(-size.operations);
  }

  /** How long to wait until so many operations are free, in milliseconds; 0 = now. */
  waitMs(now: number, operations = 1): number {
    this.#forget(now);
    const wanted = Math.min(operations, this.#size.operations);
    const tooMany = this.#spent.length + wanted - this.#size.operations;
    const freedAt = tooMany > 0 ? (this.#spent[tooMany - 1] ?? now) + this.#size.windowMs : now;
    return Math.max(0, freedAt - now, this.#pausedUntil - now);
  }

  /** Counts operations. Call it before they are made. */
  spend(now: number, operations = 1): void {
    for (let count = 0; count < operations; count += 1) this.#spent.push(now);
  }

  /** Telegram said to wait: nothing goes to the group before that. */
  pause(now: number, ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, now + ms);
  }

  /** What was waited for is over. */
  resume(): void {
    this.#pausedUntil = -Infinity;
  }

  #forget(now: number): void {
    const since = now - this.#size.windowMs;
    this.#spent = this.#spent.filter((moment) => moment > since);
  }
}
