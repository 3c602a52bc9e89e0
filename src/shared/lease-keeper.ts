import { monotonicMs } from './clock.js';
import type { Queryable } from './database.js';
import { msOfSeconds, wait } from './durations.js';
import { EstafetaError } from './errors.js';
import { inTime } from './in-time.js';
import type { Lease } from './leases.js';
import { acquireLeases, releaseLeases, renewLeases } from './leases.js';
import type { Logger } from './logger.js';

/** Holds a changing set of leases for one process. */
export interface LeaseKeeper {
  /** Says which leases this process wants from now on. Those no longer wanted are let go. */
  want(keys: Iterable<string>): void;
  /**
   * The fence of a lease that is held, or null. By this process's own clock, which gives up before the database does:
   * ask before each use of the connection.
   */
  fenceOf(key: string): number | null;
  /** Lets go of everything: tells `onLost`, waits for it, gives the leases back. */
  close(): Promise<void>;
}

interface LeaseKeeperOptions {
  db: Queryable;
  /** A name no other running process has. */
  holder: string;
  /** The queue on which this process hears its bells. */
  bellQueue: string;
  ttlSeconds?: number;
  logger: Logger;
  /** The connection is ours: start. Its failure is logged and the lease let go. */
  onGained: (key: string, fence: number) => void | Promise<void>;
  /** The connection is no longer ours, or no longer wanted: stop. While it runs, the lease is not given back. */
  onLost: (key: string) => void | Promise<void>;
}

/** A lease as its keeper knows it. */
interface Held extends Lease {
  /** On the monotonic clock: until when it is surely ours. */
  surelyUntil: number;
  /** It was lost or is no longer wanted: its connection is being stopped. */
  stopping: boolean;
  /** What the owner does about it, one thing after the other: start, then stop. */
  work: Promise<void>;
}

const looksEveryMs = 1_000;
/** The part of a lease's life after which its keeper no longer trusts it: the rest is for clocks that run unevenly. */
const trustedPart = 0.8;

/**
 * Starts a {@link LeaseKeeper}. It looks at least once a second for what is missing, and renews at a third of a lease's life.
 * Starting or stopping one connection delays no other lease.
 */
export function createLeaseKeeper(options: LeaseKeeperOptions): LeaseKeeper {
  const keeper = new Keeper(options);
  keeper.start();
  return keeper;
}

class Keeper implements LeaseKeeper {
  readonly #options: LeaseKeeperOptions;
  readonly #ttlSeconds: number;
  readonly #ttlMs: number;
  readonly #held = new Map<string, Held>();
  readonly #closing = new AbortController();
  #wanted = new Set<string>();
  #renewAt = 0;
  #lookNow = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #watch: NodeJS.Timeout | undefined;

  constructor(options: LeaseKeeperOptions) {
    this.#options = options;
    this.#ttlSeconds = options.ttlSeconds ?? 15;
    this.#ttlMs = msOfSeconds(this.#ttlSeconds);
  }

  start(): void {
    this.#running = this.#keepLooking();
    // Apart from the rounds: a round may be waiting for a database that doesn't answer, and just then leases run out.
    this.#watch = setInterval(() => this.#loseRunOut(), this.#pauseMs());
  }

  want(keys: Iterable<string>): void {
    this.#wanted = new Set(keys);
    this.#lookNow.abort();
  }

  fenceOf(key: string): number | null {
    const held = this.#held.get(key);
    return held !== undefined && monotonicMs() < held.surelyUntil ? held.fence : null;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    // Not one signal made of both, for each pause: Node 24 keeps something of every such signal, and this goes on for months.
    this.#lookNow.abort();
    await this.#running;
    const leases = [...this.#held.values()];
    for (const lease of leases) this.#letGo(lease);
    await Promise.all(leases.map(({ work }) => work));
    clearInterval(this.#watch);
  }

  async #keepLooking(): Promise<void> {
    let failing = false;
    while (!this.#closing.signal.aborted) {
      this.#lookNow = new AbortController();
      try {
        await this.#look();
        failing = false;
      } catch (error) {
        if (!failing)
          this.#options.logger.warn(
            { err: error },
            'leases could not be looked after; trying again every second',
          );
        failing = true;
      }
      await wait(this.#pauseMs(), this.#lookNow.signal);
    }
  }

  async #look(): Promise<void> {
    for (const lease of this.#held.values()) {
      if (!this.#wanted.has(lease.key)) this.#letGo(lease);
    }
    await this.#renew();
    await this.#acquireMissing();
  }

  async #renew(): Promise<void> {
    const leases = [...this.#held.values()];
    if (leases.length === 0 || monotonicMs() < this.#renewAt) return;
    const { db, holder } = this.#options;
    const surelyUntil = this.#surelyUntil();
    const kept = new Set(
      await this.#inTime(renewLeases(db, { leases, holder, ttlSeconds: this.#ttlSeconds })),
    );
    this.#renewAt = monotonicMs() + this.#ttlMs / 3;
    for (const lease of leases) {
      if (kept.has(lease.key)) lease.surelyUntil = surelyUntil;
      else this.#lose(lease);
    }
  }

  async #acquireMissing(): Promise<void> {
    const keys = [...this.#wanted].filter((key) => !this.#held.has(key));
    if (keys.length === 0 || this.#closing.signal.aborted) return;
    const { db, holder, bellQueue } = this.#options;
    const surelyUntil = this.#surelyUntil();
    const taken = await this.#inTime(
      acquireLeases(db, { keys, holder, bellQueue, ttlSeconds: this.#ttlSeconds }),
    );
    for (const lease of taken)
      this.#gain({ ...lease, surelyUntil, stopping: false, work: Promise.resolve() });
  }

  #loseRunOut(): void {
    for (const lease of this.#held.values()) {
      if (this.fenceOf(lease.key) === null) this.#lose(lease);
    }
  }

  #gain(lease: Held): void {
    this.#held.set(lease.key, lease);
    lease.work = this.#trying(async () => this.#options.onGained(lease.key, lease.fence)).then((started) => {
      if (started) return;
      this.#options.logger.error(
        { key: lease.key },
        'a connection could not be started; its lease is let go',
      );
      this.#letGo(lease);
    });
  }

  /** Somebody else may hold it already: stop, there is nothing to give back. */
  #lose(lease: Held): void {
    lease.surelyUntil = -Infinity;
    if (lease.stopping) return;
    this.#options.logger.warn({ key: lease.key }, 'a lease was lost');
    this.#stop(lease);
  }

  /** Stops first and gives back then: the next holder must not start while this one still runs. */
  #letGo(lease: Held): void {
    if (!lease.stopping) this.#stop(lease);
  }

  #stop(lease: Held): void {
    lease.stopping = true;
    lease.work = lease.work.then(async () => {
      await this.#trying(async () => this.#options.onLost(lease.key));
      // Given back even when it seems lost: the statement names the fence, so it touches nobody else's.
      await this.#trying(() =>
        this.#inTime(releaseLeases(this.#options.db, { leases: [lease], holder: this.#options.holder })),
      );
      this.#held.delete(lease.key);
    });
  }

  async #trying(action: () => Promise<void>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      this.#options.logger.error({ err: error }, 'a step of taking or leaving a connection failed');
      return false;
    }
  }

  #pauseMs(): number {
    return Math.min(looksEveryMs, this.#ttlMs / 6);
  }

  /** Counted from before the statement is sent: the database counts from a later moment. */
  #surelyUntil(): number {
    return monotonicMs() + this.#ttlMs * trustedPart;
  }

  /** A database that doesn't answer must not hold up the round for longer than leases can bear. */
  #inTime<T>(answer: Promise<T>): Promise<T> {
    return inTime(answer, this.#ttlMs / 3, databaseSilent);
  }
}

function databaseSilent(): EstafetaError {
  return new EstafetaError({
    code: 'database_silent',
    message: 'The database did not answer in time about leases',
    whatToDo: 'Check that PostgreSQL is up and not overloaded; the connections start again by themselves.',
  });
}
