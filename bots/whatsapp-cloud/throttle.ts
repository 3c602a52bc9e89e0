import { monotonicMs } from '../../src/shared/clock.js';
import { wait } from '../../src/shared/durations.js';

/** Meta takes 80 messages a second of a number. https://developers.facebook.com/docs/whatsapp/cloud-api/overview#throughput */
const perSecond = 70;

/** Lets calls through one after the other, no more a second than a number may make. */
export class Throttle {
  readonly #everyMs: number;
  #next = 0;

  constructor(most = perSecond) {
    this.#everyMs = 1_000 / most;
  }

  async turn(signal: AbortSignal): Promise<void> {
    const now = monotonicMs();
    const turn = Math.max(now, this.#next);
    this.#next = turn + this.#everyMs;
    if (turn > now) await wait(turn - now, signal);
  }
}
