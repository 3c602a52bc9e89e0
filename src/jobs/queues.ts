import { msOfSeconds, wait } from '../shared/durations.js';
import { messageOf } from '../shared/errors.js';
import type { Logger } from '../shared/logger.js';
import type { AnyJob, Handlers, QueueKind } from './catalog.js';
import { openBackend } from './queue.js';
import type { Backend, BellWorker } from './queue-parts.js';
import { complainer, withinTime } from './queue-patience.js';
import { QueuesByName, ringersOver } from './queues-by-name.js';
import { groupedByQueue, HeardHere, hearBell } from './ringing.js';

/** The bells of one process: it rings them, and hears those it has handlers for. */
export interface Queues {
  /** The queue on which this process alone hears `bots` bells: kept in the leases it holds. */
  readonly ownQueue: string;
  /**
   * Rings. What this process has handlers and a place for is heard at once and here; the rest goes over the queue.
   * Rung again while it still waits, the bell is heard once. While it is being handled in another process, a new
   * one is not added: the sweep rings within its interval for whatever is still due; in this process it is handled once more.
   * A queue that is down is logged, and what this process has handlers for is handled here without it.
   *
   * @throws EstafetaError `job_payload_invalid` for a payload that is not the catalogue's
   */
  ring(job: AnyJob): Promise<void>;
  /** Rings for each: a few bells of a queue one by one, many in one round trip. As {@link ring}. */
  ringMany(jobs: readonly AnyJob[]): Promise<void>;
  /**
   * Hears the bells of one kind. What a handler throws is logged with the job's ids; the sweep, not the queue, tries again.
   *
   * @param options.concurrency how many side by side, those rung in this process and those the queue brings together
   */
  handle<Kind extends QueueKind>(
    kind: Kind,
    handlers: Handlers<Kind>,
    options: { concurrency: number },
  ): void;
  /** Rings `sweep` every so many seconds, the first time at once, until closed. */
  sweepEvery(seconds: number): void;
  /** Whether the queue answers within two seconds. */
  health(): Promise<QueueHealth>;
  /** How many bells wait: of all workers, and of this process of bots, if it is one. @throws when the queue does not answer */
  depth(): Promise<Partial<Record<QueueKind, number>>>;
  /**
   * How each queue stands: that of all workers, and those named.
   *
   * @param names queues of processes of bots, as their leases name them
   * @throws when a queue does not answer
   */
  standing(names: readonly string[]): Promise<QueueStanding[]>;
  /** Stops hearing, waits for handlers under way (ten seconds at most), and leaves nothing open. */
  close(): Promise<void>;
}

export interface QueueHealth {
  backend: 'postgresql' | 'redis';
  ok: boolean;
  /** Why not, when it is not ok. */
  problem?: string;
}

/** How one queue of bells stands. */
export type QueueStanding = {
  name: string;
  /** Bells that nobody has heard yet, and those that are being handled. */
  waiting: number;
  active: number;
  /** When the bell was rung that has waited longest; null when none waits. */
  oldest_at: Date | null;
};

interface QueuesOptions {
  databaseUrl: string;
  /** Set: the bells live in Redis. Left out: in PostgreSQL, prepared by {@link prepareQueue}. */
  redisUrl?: string | undefined;
  /** Unique among the processes that run, e.g. `bots-<host>-<pid>`; letters, digits, `-`, `_` and `.`. */
  processName: string;
  logger: Logger;
}

const closeWithinMs = msOfSeconds(10);

/** Opens the bells of one process, on Redis when there is one and on PostgreSQL otherwise: the same behaviour on both. */
export function openQueues({ databaseUrl, redisUrl, processName, logger }: QueuesOptions): Queues {
  const complain = complainer(logger);
  const backend = openBackend({ databaseUrl, redisUrl, complain, logger });
  const ownQueue = `bots-${processName}`;
  const queues = new QueuesByName(backend);
  const workers: BellWorker[] = [];
  const heard = new HeardHere();
  const sweeping = new AbortController();

  const add = ringersOver({ queues, heard, complain, isClosing: () => sweeping.signal.aborted });
  const ringMany = async (jobs: readonly AnyJob[]): Promise<void> => {
    const byQueue = groupedByQueue(jobs, processName);
    if (!queues.closed) await Promise.all([...byQueue].map(([name, bells]) => add(name, bells)));
  };

  return {
    ownQueue,
    ring: (job) => ringMany([job]),
    ringMany,
    handle(kind, handlers, { concurrency }) {
      const name = kind === 'workers' ? 'workers' : ownQueue;
      heard.listen(name, (bell) => hearBell(bell, handlers, logger), concurrency);
      workers.push(backend.worker(name, (bell) => heard.hear(name, bell), concurrency));
    },
    sweepEvery(seconds) {
      const sweep = { job: 'sweep', payload: {} } as const;
      void keepSweeping(() => ringMany([sweep]), msOfSeconds(seconds), sweeping.signal);
    },
    health: () => healthOf(backend, queues),
    async depth() {
      const waiting = (name: string): Promise<number> => withinTime(queues.named(name).count());
      const own = heard.hears(ownQueue) ? { bots: await waiting(ownQueue) } : {};
      return { workers: await waiting('workers'), ...own };
    },
    standing: (names) => Promise.all(['workers', ...names].map((name) => standingOf(queues, name))),
    async close() {
      if (sweeping.signal.aborted) return;
      sweeping.abort();
      backend.hurry();
      // Handlers under way still ring: what they queued should not wait for another process's sweep.
      await Promise.all(workers.map(closeWorker));
      await withinTime(heard.idle(), closeWithinMs).catch(() => undefined);
      await queues.close(workers.length > 0 ? ownQueue : null);
      await withinTime(backend.close()).catch((error: unknown) =>
        complain('the queue did not close cleanly', error),
      );
    },
  };
}

async function healthOf(backend: Backend, queues: QueuesByName): Promise<QueueHealth> {
  try {
    await withinTime(queues.named('workers').count());
    return { backend: backend.name, ok: true };
  } catch (error) {
    return { backend: backend.name, ok: false, problem: messageOf(error) };
  }
}

/** How many of the front are looked at for the oldest: a sweep is put before those that wait. */
const looked = 8;

async function standingOf(queues: QueuesByName, name: string): Promise<QueueStanding> {
  const queue = queues.named(name);
  const [counts, front] = await withinTime(
    Promise.all([queue.getJobCounts('waiting', 'active'), queue.getJobs('waiting', 0, looked - 1, true)]),
  );
  const rung = front.flatMap((bell) => (bell ? [bell.timestamp] : []));
  return {
    name,
    waiting: counts['waiting'] ?? 0,
    active: counts['active'] ?? 0,
    oldest_at: rung.length === 0 ? null : new Date(Math.min(...rung)),
  };
}

async function keepSweeping(ring: () => Promise<void>, everyMs: number, until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    await ring();
    await wait(everyMs, until);
  }
}

async function closeWorker(worker: BellWorker): Promise<void> {
  const closed = await withinTime(worker.close(), closeWithinMs).then(
    () => true,
    () => false,
  );
  if (!closed) await withinTime(worker.close(true)).catch(() => undefined);
}
