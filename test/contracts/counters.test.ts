import type { Counters } from '../../src/shared/counters.js';
import { countersInPostgres, forgetExpiredCounters } from '../../src/shared/counters-in-postgres.js';
import { countersInRedis } from '../../src/shared/counters-in-redis.js';
import { sql } from '../../src/shared/database.js';
import { createLogger } from '../../src/shared/logger.js';
import { openCounters } from '../../src/shared/open-counters.js';
import { openRedis } from '../../src/shared/redis.js';
import { testDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { redisIsHere, startTestRedis } from '../support/redis.js';

const { database } = await testDatabase();
const hour = 3_600_000;

type Place = { counters: Counters; stop(): Promise<void> };

const backends: { name: string; here: boolean; open(): Promise<Place> }[] = [
  {
    name: 'PostgreSQL',
    here: true,
    open: async () => ({ counters: countersInPostgres(database), stop: async () => undefined }),
  },
  {
    name: 'Redis',
    here: redisIsHere(),
    open: async () => {
      const server = await startTestRedis();
      const redis = openRedis(server.url, { whenDown: 'fail', onError: () => undefined });
      const stop = async (): Promise<void> => {
        redis.disconnect();
        await server.stop();
      };
      return { counters: countersInRedis(redis), stop };
    },
  },
];

for (const backend of backends) {
  (backend.here ? describe : describe.skip)(`Counting in ${backend.name}`, () => {
    let place: Place;
    beforeAll(async () => {
      place = await backend.open();
    });
    afterAll(() => place.stop());

    it('begins at nothing and adds up, each count by itself', async () => {
      const { counters } = place;
      expect(await counters.read('a')).toBe(0);
      expect(await counters.add('a', 1, hour)).toMatchObject({ value: 1 });
      expect(await counters.add('a', 41, hour)).toMatchObject({ value: 42 });
      expect(await counters.add('b', 7, hour)).toMatchObject({ value: 7 });
      expect(await counters.read('a')).toBe(42);
    });

    it('loses nothing when many count at once', async () => {
      const { counters } = place;
      const counts = await Promise.all(Array.from({ length: 100 }, () => counters.add('many', 1, hour)));
      expect(new Set(counts.map(({ value }) => value)).size).toBe(100);
      expect(await counters.read('many')).toBe(100);
    });

    it('lives from its beginning on, however often is added', async () => {
      const { counters } = place;
      await counters.add('short', 5, 400);
      const { expiresInMs } = await counters.add('short', 1, hour);
      expect(expiresInMs).toBeGreaterThan(0);
      expect(expiresInMs).toBeLessThanOrEqual(400);
      await eventually(async () => expect(await counters.read('short')).toBe(0));
      expect(await counters.add('short', 2, hour)).toMatchObject({ value: 2 });
    });

    it('begins anew when it is cleared', async () => {
      const { counters } = place;
      await counters.add('cleared', 5, hour);
      await counters.clear('cleared');
      expect(await counters.read('cleared')).toBe(0);
      expect(await counters.add('cleared', 1, hour)).toMatchObject({ value: 1 });
    });

    it('takes any key as it is', async () => {
      const key = `it's "a" {key}: \\ ${'я'.repeat(200)} 🙂`;
      await place.counters.add(key, 3, hour);
      expect(await place.counters.read(key)).toBe(3);
    });
  });
}

it('PostgreSQL forgets what has expired, and only that', async () => {
  const counters = countersInPostgres(database);
  await counters.add('old', 1, hour);
  await database.query(
    sql`UPDATE counters SET expires_at = now() - interval '1 second' WHERE key = ${'old'}`,
  );
  await counters.add('new', 1, hour);
  await forgetExpiredCounters(database);
  expect(await database.query(sql`SELECT key FROM counters WHERE key IN ('old', 'new')`)).toEqual([
    { key: 'new' },
  ]);
});

(redisIsHere() ? it : it.skip)(
  'Redis that is away keeps nobody waiting: PostgreSQL counts, told once',
  async () => {
    const server = await startTestRedis();
    const told: string[] = [];
    const logger = createLogger({ level: 'warn', to: { write: (line) => void told.push(line) } });
    const counters = openCounters({ db: database, redisUrl: server.url, logger });
    await counters.add('shop', 5, hour);
    await server.kill();
    for (const value of [1, 2, 3]) expect(await counters.add('shop', 1, hour)).toMatchObject({ value });
    expect(told.filter((line) => line.includes('PostgreSQL does for the moment'))).toHaveLength(1);
    await server.startAgain();
    await eventually(
      async () => {
        await counters.add('back', 1, hour);
        const inPostgres = await countersInPostgres(database).read('back');
        const all = await counters.read('back');
        expect(all).toBeGreaterThan(0);
        expect(all).not.toBe(inPostgres);
      },
      { withinMs: 15_000, everyMs: 500 },
    );
    counters.close();
    await server.stop();
  },
  30_000,
);
