import { tooManyRequests } from './api-error.js';

export interface Limits {
  perGroupPerMinute?: number | undefined;
  perChatPerSecond?: number | undefined;
}

const MINUTE = 60_000;
const SECOND = 1_000;

/** Telegram's flood limits: per bot and chat, over a sliding window. Off where no number is given. */
export class Limiter {
  readonly #times = new Map<string, number[]>();

  constructor(private readonly limits: Limits) {}

  /**
   * Counts `cost` operations, or refuses them all.
   * @param now milliseconds since 1970
   * @throws ApiError 429 with the seconds to wait
   */
  count(botId: number, chatId: string, cost: number, now: number): void {
    const { perGroupPerMinute, perChatPerSecond } = this.limits;
    if (perGroupPerMinute === undefined && perChatPerSecond === undefined) return;
    const key = `${botId}:${chatId}`;
    const times = (this.#times.get(key) ?? []).filter((time) => time > now - MINUTE);
    if (chatId.startsWith('-')) refuseOver(times, cost, perGroupPerMinute, MINUTE, now);
    refuseOver(times, cost, perChatPerSecond, SECOND, now);
    for (let item = 0; item < cost; item++) times.push(now);
    this.#times.delete(key);
    this.#times.set(key, times);
    this.#forgetIdle(now);
  }

  /** The longest idle chats come first; a few are looked at per call. */
  #forgetIdle(now: number): void {
    for (const [key, times] of this.#times) {
      if ((times.at(-1) ?? 0) > now - MINUTE) return;
      this.#times.delete(key);
    }
  }
}

function refuseOver(
  times: number[],
  cost: number,
  limit: number | undefined,
  window: number,
  now: number,
): void {
  if (limit === undefined) return;
  const inside = times.filter((time) => time > now - window);
  if (inside.length + cost <= limit || inside.length === 0) return;
  const freed = inside[Math.min(inside.length, inside.length + cost - limit) - 1] ?? now;
  throw tooManyRequests(Math.max(1, Math.ceil((freed + window - now) / SECOND)));
}
