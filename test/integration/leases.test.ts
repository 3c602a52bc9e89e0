import { sql } from '../../src/shared/database.js';
import type { Database } from '../../src/shared/database.js';
import type { LeaseKeeper } from '../../src/shared/lease-keeper.js';
import { createLeaseKeeper } from '../../src/shared/lease-keeper.js';
import { acquireLeases, holderOf, releaseLeases, renewLeases } from '../../src/shared/leases.js';
import { silentLogger } from '../../src/shared/logger.js';
import { testDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

const { database: db } = await testDatabase();
let number = 0;

describe('A lease', () => {
  it('belongs to the first of many who ask at once', async () => {
    const key = newKey();
    const asked = await Promise.all(Array.from({ length: 12 }, (_, i) => take(key, `process-${i}`)));
    const winners = asked.filter((lease) => lease !== undefined);
    expect(winners).toHaveLength(1);
    const winner = `process-${asked.findIndex((lease) => lease !== undefined)}`;
    expect(await holderOf(db, key)).toEqual({ holder: winner, bell_queue: `bots-${winner}` });
  });

  it('is not given to another while it is renewed, and is once it has run out', async () => {
    const key = newKey();
    const mine = await take(key, 'first');
    expect(await renewLeases(db, { leases: [mine!], holder: 'first', ttlSeconds: 60 })).toEqual([key]);
    expect(await take(key, 'second')).toBeUndefined();
    await runOut(key);
    expect(await holderOf(db, key)).toBeNull();
    expect(await renewLeases(db, { leases: [mine!], holder: 'first', ttlSeconds: 60 })).toEqual([]);
    expect(await take(key, 'second')).toMatchObject({ key });
  });

  it('has a fence that grows with every change of holder, also over a release', async () => {
    const key = newKey();
    const first = await take(key, 'first');
    await releaseLeases(db, { leases: [first!], holder: 'first' });
    const second = await take(key, 'second');
    await runOut(key);
    const third = await take(key, 'first');
    expect(second!.fence).toBeGreaterThan(first!.fence);
    expect(third!.fence).toBeGreaterThan(second!.fence);
  });

  it('comes back at once to a holder that starts again under its own name, and the old one is out', async () => {
    const key = newKey();
    const before = await take(key, 'same');
    const after = await take(key, 'same');
    expect(after!.fence).toBeGreaterThan(before!.fence);
    expect(await renewLeases(db, { leases: [before!], holder: 'same', ttlSeconds: 60 })).toEqual([]);
    await releaseLeases(db, { leases: [before!], holder: 'same' });
    expect(await holderOf(db, key)).toMatchObject({ holder: 'same' });
  });
});

describe('A keeper of leases', () => {
  let keepers: LeaseKeeper[] = [];

  afterEach(async () => {
    await Promise.all(keepers.map((keeper) => keeper.close()));
    keepers = [];
  });

  function keeperOf(holder: string, over: Partial<Parameters<typeof createLeaseKeeper>[0]> = {}) {
    const said: string[] = [];
    const keeper = createLeaseKeeper({
      db,
      holder,
      bellQueue: `bots-${holder}`,
      ttlSeconds: 3,
      logger: silentLogger,
      onGained: (key) => void said.push(`gained ${key}`),
      onLost: (key) => void said.push(`lost ${key}`),
      ...over,
    });
    keepers.push(keeper);
    return { keeper, said };
  }

  it('gains what it wants, and gives back what it no longer wants', async () => {
    const [a, b] = [newKey(), newKey()];
    const { keeper, said } = keeperOf('keeper');
    keeper.want([a, b]);
    await eventually(() => expect(said.toSorted()).toEqual([`gained ${a}`, `gained ${b}`].toSorted()));
    expect(keeper.fenceOf(a)).toEqual(expect.any(Number));
    keeper.want([b]);
    await eventually(async () => expect(await holderOf(db, a)).toBeNull());
    expect(said).toContain(`lost ${a}`);
    expect(keeper.fenceOf(a)).toBeNull();
    expect(await holderOf(db, b)).toMatchObject({ holder: 'keeper' });
  });

  it('keeps a lease for longer than it lasts by itself', async () => {
    const key = newKey();
    const { keeper, said } = keeperOf('patient', { ttlSeconds: 1 });
    keeper.want([key]);
    await eventually(() => expect(said).toEqual([`gained ${key}`]));
    const [start] = [performance.now()];
    await eventually(() => expect(performance.now() - start).toBeGreaterThan(2_500), { everyMs: 200 });
    expect(said).toEqual([`gained ${key}`]);
    expect(keeper.fenceOf(key)).not.toBeNull();
  });

  it('hands over to another only after its own connection has stopped', async () => {
    const key = newKey();
    const order: string[] = [];
    let stopped: () => void = () => undefined;
    const first = keeperOf('first', {
      onGained: () => void order.push('first started'),
      onLost: () =>
        new Promise<void>((resolve) => (stopped = resolve)).then(() => void order.push('first stopped')),
    });
    first.keeper.want([key]);
    await eventually(() => expect(order).toEqual(['first started']));
    const second = keeperOf('second', { onGained: () => void order.push('second started') });
    second.keeper.want([key]);
    const closing = first.keeper.close();
    await eventually(async () => expect(await holderOf(db, key)).toMatchObject({ holder: 'first' }));
    stopped();
    await closing;
    await eventually(() => expect(order).toEqual(['first started', 'first stopped', 'second started']));
  });

  it('takes over from a process that died', async () => {
    const key = newKey();
    await acquireLeases(db, { keys: [key], holder: 'dead', bellQueue: 'bots-dead', ttlSeconds: 1 });
    const { keeper, said } = keeperOf('heir');
    keeper.want([key]);
    await eventually(() => expect(said).toEqual([`gained ${key}`]));
  });

  it('stops its connection when somebody else has taken the lease', async () => {
    const key = newKey();
    const { keeper, said } = keeperOf('slow');
    keeper.want([key]);
    await eventually(() => expect(said).toEqual([`gained ${key}`]));
    await runOut(key);
    await take(key, 'thief');
    await eventually(() => expect(said).toEqual([`gained ${key}`, `lost ${key}`]));
    expect(keeper.fenceOf(key)).toBeNull();
    expect(await holderOf(db, key)).toMatchObject({ holder: 'thief' });
  });

  it('gives up by its own clock before the database does, when the database does not answer', async () => {
    const key = newKey();
    let silent = false;
    const deaf: Database = {
      ...db,
      query: (statement) => (silent ? new Promise(() => undefined) : db.query(statement)),
    };
    const { keeper, said } = keeperOf('deaf', { db: deaf });
    keeper.want([key]);
    await eventually(() => expect(said).toEqual([`gained ${key}`]));
    silent = true;
    await eventually(() => expect(keeper.fenceOf(key)).toBeNull());
    expect(await holderOf(db, key)).toMatchObject({ holder: 'deaf' });
    await eventually(() => expect(said).toEqual([`gained ${key}`, `lost ${key}`]));
    silent = false;
  });

  it('lets go of a lease whose connection could not be started, and tries again', async () => {
    const key = newKey();
    let attempts = 0;
    const { keeper } = keeperOf('stubborn', {
      onGained: () => {
        attempts += 1;
        if (attempts === 1) throw new Error('the token was revoked');
      },
    });
    keeper.want([key]);
    await eventually(() => expect(attempts).toBe(2));
    await eventually(() => expect(keeper.fenceOf(key)).not.toBeNull());
  });
});

function newKey(): string {
  number += 1;
  return `telegram:${number}`;
}

async function take(key: string, holder: string) {
  const [lease] = await acquireLeases(db, {
    keys: [key],
    holder,
    bellQueue: `bots-${holder}`,
    ttlSeconds: 60,
  });
  return lease;
}

async function runOut(key: string): Promise<void> {
  await db.query(sql`update leases set expires_at = now() - interval '1 second' where key = ${key}`);
}
