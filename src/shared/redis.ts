import { Redis } from 'ioredis';

export type { Redis };

/** How a connection behaves while Redis is away. */
interface RedisOptions {
  /** `wait`: commands wait until Redis is back (for a worker that blocks). `fail`: they fail soon (for whoever has something else to do). */
  whenDown: 'wait' | 'fail';
  /** Told of every lost connection. It comes back by itself. */
  onError: (error: Error) => void;
}

const longestPauseMs = 1_000;

/**
 * Opens a connection to Redis or Valkey that reconnects by itself, at least once a second.
 *
 * @param url `redis://…` or `rediss://…`
 */
export function openRedis(url: string, { whenDown, onError }: RedisOptions): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: whenDown === 'wait' ? null : 1,
    retryStrategy: (attempt) => Math.min(attempt * 50, longestPauseMs),
    connectTimeout: 5_000,
  });
  // Without a listener a refused connection ends the whole process.
  redis.on('error', onError);
  return redis;
}
