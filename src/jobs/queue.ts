import { createPostgresBackend, createRedisBackend, runMigrations, withBackend } from 'bullmq';
import pg from 'pg';
import { monotonicMs } from '../shared/clock.js';
import { msOfSeconds, wait } from '../shared/durations.js';
import { EstafetaError, messageOf } from '../shared/errors.js';
import { inTime } from '../shared/in-time.js';
import type { Logger } from '../shared/logger.js';
import { openRedis } from '../shared/redis.js';
import { inBatches } from './in-batches.js';
import type { AddedBell, HeardBell } from './ringing.js';
import { groupedByQueue, HeardHere, hearBell, onceEach } from './ringing.js';
import type { AnyJob, Handlers, QueueKind } from './catalog.js';

/** The bells of one process: it rings them, and hears those it has handlers for. */
export interface Queues {
  /** The queue on which this process alone hears `bots` bells: kept in the leases it holds. */
  readonly ownQueue: string;
  /**
   * Rings. Rung again while it still waits, the bell is heard once. While it is being handled in another process, a new
   * one is not added: the sweep rings within its interval for whatever is still due; in this process it is handled once more.
   * A queue that is down is logged, and what this process has handlers for is handled here without it.
   *
   * @throws EstafetaError `job_payload_invalid` for a payload that is not the catalogue's
   */
  ring(job: AnyJob): Promise<void>;
  /** Rings for each, in one round trip per queue. As {@link ring}. */
  ringMany(jobs: readonly AnyJob[]): Promise<void>;
  /** Hears the bells of one kind. What a handler throws is logged with the job's ids; the sweep, not the queue, tries again. */
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
  /** Stops hearing, waits for handlers under way (ten seconds at most), and leaves nothing open. */
  close(): Promise<void>;
}

export interface QueueHealth {
  backend: 'postgresql' | 'redis';
  ok: boolean;
  /** Why not, when it is not ok. */
  problem?: string;
}

interface QueuesOptions {
  databaseUrl: string;
  /** Set: the bells live in Redis. Left out: in PostgreSQL, prepared by {@link prepareQueue}. */
  redisUrl?: string | undefined;
  /** Unique among the processes that run, e.g. `bots-<host>-<pid>`; letters, digits, `-`, `_` and `.`. */
  processName: string;
  logger: Logger;
}

/** A killed worker's bell is heard by another one after 10 to 15 seconds; until then the same bell is not added again. */
const workerTimes = {
  lockDuration: msOfSeconds(10),
  stalledInterval: msOfSeconds(5),
  maxStalledCount: 1_000,
};
const answerWithinMs = msOfSeconds(2);
const closeWithinMs = msOfSeconds(10);
const complainEveryMs = msOfSeconds(10);
const schema = 'bullmq';

/**
 * Makes or updates the queue's tables (schema `bullmq`) in PostgreSQL. Without them a worker spins and blocks its process,
 * so it comes before {@link openQueues} wherever the bells live in PostgreSQL. Safe to run from several processes at once.
 */
export async function prepareQueue(databaseUrl: string): Promise<void> {
  const connection = new pg.Client({ connectionString: databaseUrl, application_name: 'estafeta-migrate' });
  await connection.connect();
  try {
    await runMigrations(connection, schema);
  } finally {
    await connection.end();
  }
}

/** Opens the bells of one process, on Redis when there is one and on PostgreSQL otherwise: the same behaviour on both. */
export function openQueues({ databaseUrl, redisUrl, processName, logger }: QueuesOptions): Queues {
  const complain = complainer(logger);
  const backend =
    redisUrl === undefined ? onPostgres(databaseUrl, complain) : onRedis(redisUrl, complain, logger);
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
      heard.listen(name, (bell) => hearBell(bell, handlers, logger));
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
    async close() {
      if (sweeping.signal.aborted) return;
      sweeping.abort();
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

/** The queues this process rings on, opened when they are first needed. */
class QueuesByName {
  readonly #backend: Backend;
  readonly #open = new Map<string, BellQueue>();
  closed = false;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  named(name: string): BellQueue {
    const queue = this.#open.get(name) ?? this.#backend.queue(name);
    this.#open.set(name, queue);
    return queue;
  }

  /** @param own the queue only this process hears: left behind, its last bells would stay for ever */
  async close(own: string | null): Promise<void> {
    this.closed = true;
    if (own !== null) await withinTime(this.named(own).obliterate({ force: true })).catch(() => undefined);
    await Promise.allSettled([...this.#open.values()].map((queue) => withinTime(queue.close())));
  }
}

/** Adds bells to queues, one batch of each queue at a time. What a queue doesn't take is heard here, where it can be. */
function ringersOver({
  queues,
  heard,
  complain,
  isClosing,
}: {
  queues: QueuesByName;
  heard: HeardHere;
  complain: Complain;
  isClosing: () => boolean;
}): (name: string, bells: AddedBell[]) => Promise<void> {
  const addTo = (name: string) => async (bells: AddedBell[]) => {
    if (queues.closed) return;
    heard.note(name, bells);
    try {
      await withinTime(queues.named(name).addBulk(onceEach(bells)));
    } catch (error) {
      complain('bells could not be rung; what this process can do, it does without the queue', error);
      if (!isClosing()) heard.hearWithoutQueue(name, bells);
    }
  };
  const ringers = new Map<string, (bells: AddedBell[]) => Promise<void>>();
  return (name, bells) => {
    const ringer = ringers.get(name) ?? inBatches(addTo(name));
    ringers.set(name, ringer);
    return ringer(bells);
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

/** What is used of BullMQ, alike on both backends. */
interface BellQueue {
  addBulk(bells: AddedBell[]): Promise<unknown>;
  count(): Promise<number>;
  obliterate(options: { force: boolean }): Promise<void>;
  close(): Promise<void>;
}
interface BellWorker {
  close(force?: boolean): Promise<void>;
}
interface Backend {
  name: QueueHealth['backend'];
  queue(name: string): BellQueue;
  worker(name: string, hear: (bell: HeardBell) => Promise<void>, concurrency: number): BellWorker;
  close(): Promise<void>;
}
type Complain = (what: string, error: unknown) => void;

function onPostgres(databaseUrl: string, complain: Complain): Backend {
  const bull = withBackend(createPostgresBackend);
  // One small pool for all queues: each worker keeps one connection to listen on.
  const connection = new pg.Pool({
    connectionString: databaseUrl,
    application_name: 'estafeta-queue',
    options: `-c search_path=${schema}`,
    max: 6,
    keepAlive: true,
    connectionTimeoutMillis: msOfSeconds(5),
  });
  const onError = (error: unknown): void => complain('the queue lost PostgreSQL and tries again', error);
  connection.on('error', onError);
  return {
    name: 'postgresql',
    queue: (name) => listening(new bull.Queue(name, { connection }), onError),
    worker: (name, hear, concurrency) =>
      listening(new bull.Worker(name, hear, { connection, concurrency, ...workerTimes }), onError),
    close: () => connection.end(),
  };
}

function onRedis(redisUrl: string, complain: Complain, logger: Logger): Backend {
  const bull = withBackend(createRedisBackend);
  const onError = (error: unknown): void => complain('the queue lost Redis and tries again', error);
  const toRing = openRedis(redisUrl, { whenDown: 'fail', onError });
  const toHear = openRedis(redisUrl, { whenDown: 'wait', onError });
  toRing.once('ready', () => void warnOfEviction(toRing, logger));
  const shared = { skipVersionCheck: true };
  return {
    name: 'redis',
    queue: (name) => listening(new bull.Queue(name, { connection: toRing, ...shared }), onError),
    worker: (name, hear, concurrency) =>
      listening(
        new bull.Worker(name, hear, { connection: toHear, concurrency, ...workerTimes, ...shared }),
        onError,
      ),
    async close() {
      toRing.disconnect();
      toHear.disconnect();
    },
  };
}

function listening<T extends { on(event: 'error', listener: (error: Error) => void): unknown }>(
  part: T,
  onError: (error: unknown) => void,
): T {
  part.on('error', onError);
  return part;
}

/** A Redis that throws keys away under pressure would throw away bells, and with them half of a job. */
async function warnOfEviction(redis: ReturnType<typeof openRedis>, logger: Logger): Promise<void> {
  try {
    const [, policy] = await redis.config('GET', 'maxmemory-policy');
    if (policy !== undefined && policy !== 'noeviction') {
      logger.warn({ policy }, 'Redis may evict jobs: set `maxmemory-policy noeviction` for REDIS_URL');
    }
  } catch {
    // A hosted Redis may forbid CONFIG; its policy is then the host's to know.
  }
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

/** Waits for an answer, but not for ever: a caller that rings has better things to do than to wait for a queue. */
function withinTime<T>(answer: Promise<T>, ms = answerWithinMs): Promise<T> {
  return inTime(answer, ms, () => queueSilent(ms));
}

function queueSilent(ms: number): EstafetaError {
  return new EstafetaError({
    code: 'queue_silent',
    message: `The queue did not answer within ${ms} ms`,
    whatToDo: 'Check that PostgreSQL, or the Redis of REDIS_URL, is up and reachable.',
  });
}

/** Logs a failing queue once in a while: a queue that is down fails hundreds of times a minute. */
function complainer(logger: Logger): Complain {
  let quietUntil = -Infinity;
  return (what, error) => {
    if (monotonicMs() < quietUntil) return;
    quietUntil = monotonicMs() + complainEveryMs;
    logger.error({ err: error }, what);
  };
}
