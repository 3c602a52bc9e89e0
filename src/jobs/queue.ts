import { createPostgresBackend, createRedisBackend, runMigrations, withBackend } from 'bullmq';
import pg from 'pg';
import { msOfSeconds, wait } from '../shared/durations.js';
import type { Logger } from '../shared/logger.js';
import { openRedis } from '../shared/redis.js';
import type { Backend } from './queue-parts.js';
import type { Complain } from './queue-patience.js';

const againMs = msOfSeconds(1);
/** A killed worker's bell is heard by another one after 10 to 15 seconds; until then the same bell is not added again. */
const workerTimes = {
  lockDuration: msOfSeconds(10),
  stalledInterval: msOfSeconds(5),
  maxStalledCount: 1_000,
  // After a refused connection a worker pauses for so long, by itself a quarter of a minute.
  runRetryDelay: againMs,
};
const schema = 'bullmq';

/**
 * Makes or updates the queue's tables (schema `bullmq`) in PostgreSQL. Without them a worker spins and blocks its process,
 * so it comes before {@link openBackend} wherever the bells live in PostgreSQL. Safe to run from several processes at once.
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

/** Where bells live: Redis when there is one, PostgreSQL otherwise. Behaves the same on both. */
export function openBackend({
  databaseUrl,
  redisUrl,
  complain,
  logger,
}: {
  databaseUrl: string;
  /** Set: the bells live in Redis. Left out: in PostgreSQL, prepared by {@link prepareQueue}. */
  redisUrl: string | undefined;
  complain: Complain;
  logger: Logger;
}): Backend {
  return redisUrl === undefined ? onPostgres(databaseUrl, complain) : onRedis(redisUrl, complain, logger);
}

function onPostgres(databaseUrl: string, complain: Complain): Backend {
  const bull = withBackend(createPostgresBackend);
  // One small pool for all queues: each worker keeps one connection to listen on.
  const place: pg.PoolConfig = {
    connectionString: databaseUrl,
    application_name: 'estafeta-queue',
    options: `-c search_path=${schema}`,
    max: 6,
    keepAlive: true,
    connectionTimeoutMillis: msOfSeconds(5),
  };
  const connection = new PatientPool(place, complain);
  const onError = (error: unknown): void => complain('the queue lost PostgreSQL and tries again', error);
  connection.on('error', onError);
  return {
    name: 'postgresql',
    queue: (name) => listening(new bull.Queue(name, { connection }), onError),
    worker: (name, hear, concurrency) =>
      listening(new bull.Worker(name, hear, { connection, concurrency, ...workerTimes }), onError),
    hurry: () => connection.hurry(),
    close: () => connection.end(),
  };
}

/**
 * A pool that waits for PostgreSQL. BullMQ takes one connection to begin with and remembers what came of that for ever:
 * after one refusal its queue takes no bell any more, and its worker asks again and again without a pause, which keeps the
 * whole process from doing anything else.
 */
class PatientPool extends pg.Pool {
  readonly #complain: Complain;
  readonly #hurried = new AbortController();

  constructor(config: pg.PoolConfig, complain: Complain) {
    super(config);
    this.#complain = complain;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Parameters<pg.Pool['connect']>[0]): void;
  override connect(callback?: Parameters<pg.Pool['connect']>[0]): Promise<pg.PoolClient> | void {
    // With a callback it is the pool itself that asks, for one statement: whoever rings or hears tries again by themselves.
    return callback ? super.connect(callback) : this.#patiently();
  }

  /** From now on nothing is waited for: what can't be reached fails. */
  hurry(): void {
    this.#hurried.abort();
  }

  async #patiently(): Promise<pg.PoolClient> {
    for (;;) {
      try {
        return await super.connect();
      } catch (error) {
        if (this.#hurried.signal.aborted) throw error;
        this.#complain('the queue could not reach PostgreSQL and tries again', error);
        await wait(againMs, this.#hurried.signal);
      }
    }
  }
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
    hurry: () => undefined,
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
