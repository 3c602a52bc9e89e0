import type { Counters } from './counters.js';
import type { Redis } from './redis.js';

/** Adds, and lets the count expire from its beginning on, in one step: https://redis.io/docs/latest/commands/eval/ */
const addScript = `
local value = redis.call('INCRBY', KEYS[1], ARGV[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  left = tonumber(ARGV[2])
  redis.call('PEXPIRE', KEYS[1], left)
end
return {value, left}`;

/** Counts as numbers in Redis, which forgets them by itself. */
export function countersInRedis(redis: Redis): Counters {
  const named = (key: string): string => `estafeta:counter:${key}`;
  return {
    async add(key, by, lifeMs) {
      const [value, expiresInMs] = (await redis.eval(addScript, 1, named(key), by, Math.ceil(lifeMs))) as [
        number,
        number,
      ];
      return { value, expiresInMs };
    },
    read: async (key) => Number((await redis.get(named(key))) ?? 0),
    clear: async (key) => void (await redis.del(named(key))),
  };
}
