import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { AnyJob, Handlers } from '../../src/jobs/catalog.js';
import { prepareQueue } from '../../src/jobs/queue.js';
import { openQueues } from '../../src/jobs/queues.js';
import type { Queues } from '../../src/jobs/queues.js';
import { sql } from '../../src/shared/database.js';
import { newId } from '../../src/shared/ids.js';
import type { ClientId, ConversationId, IntegrationId } from '../../src/shared/ids.js';
import { createLogger, silentLogger } from '../../src/shared/logger.js';
import type { Logger } from '../../src/shared/logger.js';
import { testDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import type { TestRedis } from '../support/redis.js';
import { redisIsHere, startTestRedis } from '../support/redis.js';

const { url: databaseUrl, database } = await testDatabase();
await prepareQueue(databaseUrl);

interface Backend {
  name: string;
  here: boolean;
  open(): Promise<{ redisUrl?: string; redis?: TestRedis; stop(): Promise<void> }>;
}

const backends: Backend[] = [
  { name: 'PostgreSQL', here: true, open: async () => ({ stop: async () => undefined }) },
  {
    name: 'Redis',
    here: redisIsHere(),
    open: async () => {
      const redis = await startTestRedis();
      return { redisUrl: redis.url, redis, stop: redis.stop };
    },
  },
];

for (const backend of backends) {
  (backend.here ? describe : describe.skip)(`The queue on ${backend.name}`, () => {
    let place: Awaited<ReturnType<Backend['open']>>;
    let opened: Queues[] = [];

    const open = (logger: Logger = silentLogger): Queues => {
      const processName = `test-${newId<ClientId>()}`;
      const queues = openQueues({ databaseUrl, redisUrl: place.redisUrl, processName, logger });
      opened.push(queues);
      return queues;
    };

    beforeAll(async () => {
      place = await backend.open();
    });
    afterEach(async () => {
      await Promise.all(opened.map((queues) => queues.close()));
      opened = [];
    });
    afterAll(() => place.stop());

    it('brings a bell to its handler, with the ids it was rung with', async () => {
      const heard: unknown[] = [];
      const queues = open();
      queues.handle('workers', workersThat({ 'run-turn': async (payload) => void heard.push(payload) }), few);
      const turn = aTurn();
      await queues.ring(turn);
      await eventually(() => expect(heard).toEqual([turn.payload]));
    });

    it('says how many bells wait in each queue, and since when', async () => {
      const queues = open();
      const [before] = await queues.standing([]);
      await queues.ringMany([aTurn(), aTurn()]);
      const [workers, own] = await queues.standing([queues.ownQueue]);
      expect(workers).toMatchObject({ name: 'workers', waiting: (before?.waiting ?? 0) + 2, active: 0 });
      expect(workers?.oldest_at).toBeInstanceOf(Date);
      expect(own).toEqual({ name: queues.ownQueue, waiting: 0, active: 0, oldest_at: null });
      queues.handle('workers', workersThat({}), few);
      await eventually(async () => expect((await queues.standing([]))[0]).toMatchObject({ waiting: 0 }));
    });

    it('brings a bell rung in one process to a worker in another', async () => {
      const heard: unknown[] = [];
      const [ringer, worker] = [open(), open()];
      worker.handle('workers', workersThat({ 'end-mute': async (payload) => void heard.push(payload) }), few);
      const { payload } = aTurn();
      await ringer.ring({ job: 'end-mute', payload });
      await eventually(() => expect(heard).toEqual([payload]));
    });

    it('hears a bell at once where it is rung, and leaves to the queue what it has no room for', async () => {
      const begun: string[] = [];
      let goOn: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (goOn = resolve));
      const queues = open();
      const other = open();
      const handler =
        (who: string, wait: Promise<void>): (() => Promise<void>) =>
        async () => {
          begun.push(who);
          await wait;
        };
      queues.handle('workers', workersThat({ 'run-turn': handler('here', held) }), { concurrency: 1 });
      await queues.ring(aTurn());
      expect(begun).toEqual(['here']);
      // One more finds this process's own hearing of the queue free, the next nobody.
      await queues.ringMany([aTurn(), aTurn()]);
      other.handle('workers', workersThat({ 'run-turn': handler('elsewhere', Promise.resolve()) }), few);
      await eventually(() => expect(begun).toContain('elsewhere'));
      goOn();
    });

    it('hears a bell once when it was rung many times while it waited', async () => {
      const heard: string[] = [];
      const queues = open();
      const [turn, last] = [aTurn(), aTurn()];
      await queues.ringMany([turn, turn, turn]);
      await queues.ring(turn);
      await queues.ring(last);
      queues.handle(
        'workers',
        workersThat({ 'run-turn': async ({ conversation_id }) => void heard.push(conversation_id) }),
        { concurrency: 1 },
      );
      await eventually(() => expect(heard).toContain(last.payload.conversation_id));
      const ours: string[] = [turn.payload.conversation_id, last.payload.conversation_id];
      expect(heard.filter((id) => ours.includes(id))).toEqual(ours);
    });

    it('hears a bell again when it is rung while it is being handled', async () => {
      let heard = 0;
      const queues = open();
      const turn = aTurn();
      const handler = async (): Promise<void> => {
        heard += 1;
        if (heard === 1) await queues.ring(turn);
      };
      queues.handle('workers', workersThat({ 'run-turn': handler }), few);
      await queues.ring(turn);
      await eventually(() => expect(heard).toBe(2));
    });

    it('can be rung again after it was handled', async () => {
      let heard = 0;
      const queues = open();
      const turn = aTurn();
      queues.handle('workers', workersThat({ 'run-turn': async () => void (heard += 1) }), few);
      await queues.ring(turn);
      await eventually(() => expect(heard).toBe(1));
      await eventually(async () => {
        await queues.ring(turn);
        expect(heard).toBeGreaterThan(1);
      });
    });

    it('logs a failing handler with the ids and goes on with the others', async () => {
      const heard: string[] = [];
      const lines: string[] = [];
      const queues = open(createLogger({ level: 'error', to: { write: (line) => void lines.push(line) } }));
      const [bad, good] = [aTurn(), aTurn()];
      const handler = async ({ conversation_id }: { conversation_id: string }): Promise<void> => {
        if (conversation_id === bad.payload.conversation_id) throw new Error('the model is away');
        heard.push(conversation_id);
      };
      queues.handle('workers', workersThat({ 'run-turn': handler }), { concurrency: 1 });
      await queues.ringMany([bad, good]);
      await eventually(() => expect(heard).toEqual([good.payload.conversation_id]));
      expect(lines.join()).toContain('the model is away');
      expect(lines.join()).toContain(bad.payload.conversation_id);
      // It was not kept to be tried again: the same bell can be rung at once.
      await eventually(async () => {
        await queues.ring(bad);
        expect(lines.length).toBeGreaterThan(1);
      });
    });

    it("brings a process's own bells to that process only", async () => {
      const [one, other] = [open(), open()];
      const heardBy: Record<'one' | 'other', unknown[]> = { one: [], other: [] };
      one.handle('bots', botsThat({ 'send-posts': async (payload) => void heardBy.one.push(payload) }), few);
      other.handle(
        'bots',
        botsThat({ 'send-posts': async (payload) => void heardBy.other.push(payload) }),
        few,
      );
      const payload = { sender_key: 'telegram:abc' };
      await open().ringMany([
        { job: 'send-posts', payload, queue: one.ownQueue },
        { job: 'send-posts', payload: { sender_key: 'telegram:def' }, queue: other.ownQueue },
      ]);
      await eventually(() =>
        expect(heardBy).toEqual({ one: [payload], other: [{ sender_key: 'telegram:def' }] }),
      );
    });

    it('rings the sweep again and again, past a queue full of other bells', async () => {
      let sweeps = 0;
      let turns = 0;
      const queues = open();
      await queues.ringMany(Array.from({ length: 200 }, aTurn));
      queues.sweepEvery(0.05);
      const sweepsBeforeTheEnd: number[] = [];
      queues.handle(
        'workers',
        workersThat({
          sweep: async () => void (sweeps += 1),
          'run-turn': async () => {
            turns += 1;
            if (turns === 150) sweepsBeforeTheEnd.push(sweeps);
          },
        }),
        { concurrency: 1 },
      );
      await eventually(() => expect(sweepsBeforeTheEnd).toHaveLength(1));
      expect(sweepsBeforeTheEnd[0]).toBeGreaterThan(0);
      await eventually(() => expect(sweeps).toBeGreaterThan(3));
      await eventually(() => expect(turns).toBe(200));
    });

    it('refuses a bell with ids that are none', async () => {
      const bad = { job: 'run-turn', payload: { client_id: '1', conversation_id: 'x' } } as unknown as AnyJob;
      await expect(open().ring(bad)).rejects.toMatchObject({
        code: 'job_payload_invalid',
        message: expect.stringContaining('conversation_id'),
      });
    });

    it('waits at closing for what is being handled, and rings no more', async () => {
      const said: string[] = [];
      const queues = open();
      const turn = aTurn();
      let goOn: () => void = () => undefined;
      const handler = async ({ conversation_id }: { conversation_id: string }): Promise<void> => {
        if (conversation_id !== turn.payload.conversation_id) return;
        said.push('begun');
        await new Promise<void>((resolve) => (goOn = resolve));
        said.push('done');
      };
      queues.handle('workers', workersThat({ 'run-turn': handler }), few);
      await queues.ring(turn);
      await eventually(() => expect(said).toEqual(['begun']));
      const closing = queues.close().then(() => said.push('closed'));
      goOn();
      await closing;
      expect(said).toEqual(['begun', 'done', 'closed']);
      await queues.ring(aTurn());
      await queues.close();
    });

    it('says that it is well', async () => {
      await expect(open().health()).resolves.toMatchObject({ ok: true });
    });

    it('tells how many bells wait: of all workers, and of a process of bots its own', async () => {
      const queues = open();
      await queues.ringMany([aTurn(), aTurn()]);
      await eventually(async () => expect(await queues.depth()).toEqual({ workers: 2 }));
      queues.handle('bots', botsThat({}), few);
      queues.handle('workers', workersThat({}), few);
      await eventually(async () => expect(await queues.depth()).toEqual({ workers: 0, bots: 0 }));
    });

    it('hears bells again after its server was killed, and a bell rung meanwhile harms nobody', async () => {
      const heard: string[] = [];
      const queues = open();
      const elsewhere = open();
      queues.handle(
        'workers',
        workersThat({ 'run-turn': async ({ conversation_id }) => void heard.push(conversation_id) }),
        few,
      );
      const before = aTurn();
      await elsewhere.ring(before);
      await eventually(() => expect(heard).toContain(before.payload.conversation_id));
      await cutConnections(place.redis);
      await elsewhere.ring(aTurn());
      await place.redis?.startAgain();
      const after = aTurn();
      await eventually(
        async () => {
          await elsewhere.ring(after);
          expect(heard).toContain(after.payload.conversation_id);
        },
        { withinMs: 30_000, everyMs: 200 },
      );
    }, 60_000);
  });
}

it('PostgreSQL keeps nothing of a process that closed', async () => {
  const queues = openQueues({ databaseUrl, processName: 'gone', logger: silentLogger });
  queues.handle('bots', botsThat({}), few);
  await queues.ring({ job: 'deliver-messages', payload: aDelivery(), queue: queues.ownQueue });
  await queues.close();
  const { left } = await database.one<{ left: number }>(
    sql`select count(*)::int as left from bullmq.job where queue = ${queues.ownQueue}`,
  );
  expect(left).toBe(0);
  await eventually(async () => {
    const { open } = await database.one<{ open: number }>(
      sql`select count(*)::int as open from pg_stat_activity
          where datname = current_database() and application_name like 'estafeta-queue%'`,
    );
    expect(open).toBe(0);
  });
});

it('a queue that is down is told of in its health, and ringing it fails nobody', async () => {
  const nowhere = 'postgres://nobody:nothing@127.0.0.1:1/none';
  const queues = openQueues({ databaseUrl: nowhere, processName: 'down', logger: silentLogger });
  await queues.ring(aTurn());
  await expect(queues.health()).resolves.toMatchObject({ ok: false, problem: expect.any(String) });
  await queues.close();
});

it('PostgreSQL that is not there yet is waited for, and nothing else stands still meanwhile', async () => {
  const { hostname, port } = new URL(databaseUrl);
  const door = createServer((socket) => {
    const there = connect(Number(port), hostname);
    socket.on('error', () => there.destroy()).on('close', () => there.destroy());
    there.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.pipe(there).pipe(socket);
  });
  const listen = (at: number): Promise<void> =>
    new Promise((resolve) => door.listen(at, '127.0.0.1', () => resolve()));
  await listen(0);
  const through = new URL(databaseUrl);
  through.port = String((door.address() as AddressInfo).port);
  await new Promise((resolve) => door.close(resolve));
  const queues = openQueues({ databaseUrl: through.href, processName: 'early', logger: silentLogger });
  const heard: string[] = [];
  queues.handle(
    'workers',
    workersThat({ 'run-turn': async ({ conversation_id }) => void heard.push(conversation_id) }),
    few,
  );
  await expect(queues.health()).resolves.toMatchObject({ ok: false });
  await listen(Number(through.port));
  const turn = aTurn();
  await eventually(async () => {
    await queues.ring(turn);
    expect(await queues.health()).toMatchObject({ ok: true });
    expect(heard).toContain(turn.payload.conversation_id);
  });
  await queues.close();
  await new Promise((resolve) => door.close(resolve));
});

(redisIsHere() ? it : it.skip)(
  'Redis that is down keeps no work waiting: what this process hears it does without it, the sweep too',
  async () => {
    const redis = await startTestRedis();
    const queues = openQueues({
      databaseUrl,
      redisUrl: redis.url,
      processName: 'alone',
      logger: silentLogger,
    });
    const [heard, turn] = [[] as string[], aTurn()];
    queues.handle(
      'workers',
      workersThat({
        sweep: () => queues.ring(turn),
        'run-turn': async ({ conversation_id }) => void heard.push(conversation_id),
      }),
      few,
    );
    await redis.kill();
    queues.sweepEvery(0.2);
    await eventually(() => expect(heard).toContain(turn.payload.conversation_id));
    await redis.startAgain();
    await queues.close();
    await redis.stop();
  },
);

const few = { concurrency: 4 };
const nothing = async (): Promise<void> => undefined;

function workersThat(some: Partial<Handlers<'workers'>>): Handlers<'workers'> {
  return {
    sweep: nothing,
    'run-turn': nothing,
    'mirror-conversation': nothing,
    'remind-handover': nothing,
    'close-handover': nothing,
    'open-deferred-handover': nothing,
    'end-mute': nothing,
    'close-conversation': nothing,
    'record-metrics': nothing,
    'write-summary': nothing,
    'erase-user': nothing,
    'remove-files': nothing,
    'forget-old-messages': nothing,
    ...some,
  };
}

function botsThat(some: Partial<Handlers<'bots'>>): Handlers<'bots'> {
  return { 'deliver-messages': nothing, 'send-posts': nothing, ...some };
}

function aTurn() {
  const payload = { client_id: newId<ClientId>(), conversation_id: newId<ConversationId>() };
  return { job: 'run-turn' as const, payload };
}

function aDelivery() {
  return { client_id: newId<ClientId>(), integration_id: newId<IntegrationId>() };
}

/** As a crash of the server looks from here: Redis is killed; PostgreSQL, which other suites share, drops our connections. */
async function cutConnections(redis: TestRedis | undefined): Promise<void> {
  if (redis !== undefined) return redis.kill();
  await database.query(
    sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`,
  );
}
