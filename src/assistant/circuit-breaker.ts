/** `closed`: calls go through. `open`: none does. `half_open`: one call is out to see whether the service is well again. */
export type BreakerState = 'closed' | 'open' | 'half_open';

/**
 * What a call says of the service: it answered; it is ill (silent, broken, overrun); it does not know our key or the model;
 * or nothing at all, for the call was given up, or only this one request was refused.
 */
export type Verdict = 'well' | 'ill' | 'misconfigured' | 'unknown';

/** The right to make one call. Say once, and in any case, how it went. */
export type Permit = { end(verdict: Verdict): void };

export type BreakerStatus = {
  state: BreakerState;
  /** Why it is not closed; null while it is. */
  cause: 'ill' | 'misconfigured' | null;
  /** How long no call is made yet, in milliseconds. */
  pauseMs: number;
};

export type BreakerOptions = {
  /** Milliseconds of a clock that only goes forward. */
  now: () => number;
  /** From 0 to 1: spreads the probes of many processes. */
  random: () => number;
  /** Told of each change of state. */
  onChange?: (status: BreakerStatus) => void;
};

/** So many failures in a row, with no success between them … */
const mostFailures = 3;
/** … and over so long: a hiccup of a second is what the tries of a turn are for. A wrong key needs no such patience. */
const shortestIllnessMs = 5_000;
const firstPauseMs = 5_000;
const longestPauseMs = 60_000;

type Streak = { failures: number; sinceMs: number };

/**
 * Keeps calls from a service that does not answer anyway. After failures in a row it opens; after a pause, which doubles up
 * to a minute with each failed attempt, one call at a time is let through, and its success closes it. A call that began
 * before the last change of state says nothing about the state after it.
 */
export class CircuitBreaker {
  readonly #options: BreakerOptions;
  readonly #listeners = new Set<() => void>();
  #state: BreakerState = 'closed';
  #cause: BreakerStatus['cause'] = null;
  /** Grows with each change of state: a permit belongs to one. */
  #era = 0;
  #streak: Streak | null = null;
  #openings = 0;
  #probeAtMs = 0;

  constructor(options: BreakerOptions) {
    this.#options = options;
  }

  get status(): BreakerStatus {
    const pauseMs = this.#state === 'open' ? Math.max(0, this.#probeAtMs - this.#options.now()) : 0;
    return { state: this.#state, cause: this.#cause, pauseMs };
  }

  /** Asks for the right to make a call. @returns null when none may be made now */
  enter(): Permit | null {
    const startedMs = this.#options.now();
    if (this.#state === 'half_open') return null;
    if (this.#state === 'open') {
      if (startedMs < this.#probeAtMs) return null;
      this.#become('half_open');
    }
    const era = this.#era;
    return {
      end: (verdict) => {
        if (era !== this.#era) return;
        if (this.#state === 'half_open') this.#afterProbe(verdict);
        else this.#afterCall(verdict, startedMs);
      },
    };
  }

  /** Calls back once when it opens, at once if it is open. @returns what takes the wish back */
  onceOpen(listener: () => void): () => void {
    if (this.#state === 'open') listener();
    else this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #afterCall(verdict: Verdict, startedMs: number): void {
    if (verdict === 'well') this.#streak = null;
    if (verdict === 'well' || verdict === 'unknown') return;
    const { failures, sinceMs } = this.#streak ?? { failures: 0, sinceMs: startedMs };
    this.#streak = { failures: failures + 1, sinceMs: Math.min(sinceMs, startedMs) };
    const isLong = this.#options.now() - this.#streak.sinceMs >= shortestIllnessMs;
    if (this.#streak.failures >= mostFailures && (isLong || verdict === 'misconfigured')) this.#open(verdict);
  }

  #afterProbe(verdict: Verdict): void {
    if (verdict === 'ill' || verdict === 'misconfigured') {
      this.#open(verdict);
    } else if (verdict === 'well') {
      this.#openings = 0;
      this.#cause = null;
      this.#become('closed');
    } else {
      // It taught us nothing: the next call may try at once.
      this.#become('open');
    }
  }

  #open(cause: 'ill' | 'misconfigured'): void {
    const pauseMs = Math.min(firstPauseMs * 2 ** this.#openings, longestPauseMs);
    this.#openings = Math.min(this.#openings + 1, 10);
    this.#probeAtMs = this.#options.now() + pauseMs * (0.75 + this.#options.random() / 2);
    this.#cause = cause;
    this.#become('open');
  }

  #become(state: BreakerState): void {
    this.#state = state;
    this.#era += 1;
    this.#streak = null;
    if (state === 'open') {
      for (const listener of [...this.#listeners]) listener();
      this.#listeners.clear();
    }
    this.#options.onChange?.(this.status);
  }
}
