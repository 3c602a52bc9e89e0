import { monotonicMs } from './clock.js';
import type { Counters } from './counters.js';
import { countersInPostgres } from './counters-in-postgres.js';
import { countersInRedis } from './counters-in-redis.js';
import type { Queryable } from './database.js';
import { msOfSeconds } from './durations.js';
import { messageOf } from './errors.js';
import { inTime } from './in-time.js';
import type { Logger } from './logger.js';
import { openRedis } from './redis.js';

export type OpenCounters = Counters & {
  /** Leaves nothing open. */
  close(): void;
};

/** Nobody waits longer for a count. */
const answerWithinMs = 300;
/** How long Redis is left alone once it has failed. */
const restMs = msOfSeconds(5);
const complainEveryMs = msOfSeconds(60);

/**
 * Opens the counts of one process: in Redis when there is one, else in PostgreSQL. While Redis is away they are kept in
 * PostgreSQL, begun anew: a limit may be reached somewhat later, and no message waits.
 */
export function openCounters({
  db,
  redisUrl,
  logger,
}: {
  db: Queryable;
  redisUrl: string | undefined;
  logger: Logger;
}): OpenCounters {
  const inPostgres = countersInPostgres(db);
  if (redisUrl === undefined) return { ...inPostgres, close: () => undefined };
  // The queue tells of a lost connection already.
  const redis = openRedis(redisUrl, { whenDown: 'fail', onError: () => undefined });
  const counters = withStandIn(countersInRedis(redis), inPostgres, logger);
  return { ...counters, close: () => redis.disconnect() };
}

function withStandIn(first: Counters, standIn: Counters, logger: Logger): Counters {
  let restsUntil = -Infinity;
  let quietUntil = -Infinity;
  const attempt = async <T>(count: (counters: Counters) => Promise<T>): Promise<T> => {
    if (monotonicMs() < restsUntil) return count(standIn);
    try {
      return await soon(count(first));
    } catch (error) {
      const now = monotonicMs();
      restsUntil = now + restMs;
      if (now >= quietUntil) {
        quietUntil = now + complainEveryMs;
        logger.warn({ error: messageOf(error) }, 'Redis does not count; PostgreSQL does for the moment');
      }
      return count(standIn);
    }
  };
  return {
    add: (key, by, lifeMs) => attempt((counters) => counters.add(key, by, lifeMs)),
    read: (key) => attempt((counters) => counters.read(key)),
    clear: (key) => attempt((counters) => counters.clear(key)),
  };
}

function soon<T>(counting: Promise<T>): Promise<T> {
  return inTime(counting, answerWithinMs, () => new Error(`no answer within ${answerWithinMs} ms`));
}
