import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { openDatabase, sql } from '../../../src/shared/database.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';

const { database, url } = await testDatabase();

beforeAll(async () => {
  await database.query(sql`CREATE TABLE doors (name text PRIMARY KEY, is_open boolean NOT NULL)`);
  await database.query(sql`CREATE TABLE visits (who text PRIMARY KEY)`);
});

beforeEach(async () => {
  await database.query(sql`TRUNCATE doors, visits`);
  await database.query(sql`INSERT INTO doors VALUES ('front', true)`);
});

const lockDoor = sql`SELECT name FROM doors WHERE name = 'front' FOR UPDATE`;
const enterIfOpen = sql`
  INSERT INTO visits SELECT 'Anna' WHERE NOT EXISTS (SELECT FROM visits WHERE who = 'Boris') RETURNING who`;

describe('Statements that are sent at once', () => {
  it('give the rows of each, in their order', async () => {
    const [doors, visits] = await database.atOnce<[{ name: string }, { who: string }]>([
      lockDoor,
      enterIfOpen,
    ]);
    expect(doors).toEqual([{ name: 'front' }]);
    expect(visits).toEqual([{ who: 'Anna' }]);
  });

  it('see what was committed while the first of them waited for a lock', async () => {
    let waiting: Promise<[{ name: string }[], { who: string }[]]> | undefined;
    await database.transaction(async (tx) => {
      await tx.query(lockDoor);
      waiting = database.atOnce<[{ name: string }, { who: string }]>([lockDoor, enterIfOpen]);
      await eventually(async () => {
        const waiters = await database.query(
          sql`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return waiters.length > 0;
      });
      // Another table: a statement that had begun before would not see it.
      await tx.query(sql`INSERT INTO visits VALUES ('Boris')`);
    });
    expect((await waiting)?.[1]).toEqual([]);
  });

  it.each(['kept', 'crash_may_undo'] as const)('are all kept or none: %s', async (durability) => {
    const failing = database.atOnce(
      [enterIfOpen, sql`SELECT 1/0`, sql`INSERT INTO visits VALUES ('Vera')`],
      durability,
    );
    await expect(failing).rejects.toThrow('division by zero');
    expect(await database.query(sql`SELECT who FROM visits`)).toEqual([]);
    await database.atOnce([enterIfOpen], durability);
    expect(await database.query(sql`SELECT who FROM visits`)).toEqual([{ who: 'Anna' }]);
  });

  it('wait for no answer in between: they cost one round trip', async () => {
    const slow = await answersHeldBack(url);
    const far = openDatabase(slow.url, { max: 1 });
    try {
      await far.query(sql`SELECT 1`);
      slow.holdUntil('COMMIT');
      const [, visits] = await far.atOnce<[object, { who: string }]>([lockDoor, enterIfOpen]);
      expect(visits).toEqual([{ who: 'Anna' }]);
    } finally {
      await far.close();
      slow.close();
    }
  });
});

/** A way to PostgreSQL that lets no answer through until the client has sent a certain word. */
async function answersHeldBack(databaseUrl: string) {
  const target = new URL(databaseUrl);
  let awaited = '';
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const postgres = connect({ host: target.hostname, port: Number(target.port) });
    const held: Buffer[] = [];
    client.on('data', (sent) => {
      postgres.write(sent);
      if (awaited === '' || !sent.includes(awaited)) return;
      awaited = '';
      for (const answer of held.splice(0)) client.write(answer);
    });
    postgres.on('data', (answer) => (awaited === '' ? client.write(answer) : held.push(answer)));
    for (const [one, other] of [[client, postgres] as const, [postgres, client] as const]) {
      sockets.add(one);
      one.on('close', () => other.destroy()).on('error', () => other.destroy());
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const through = new URL(databaseUrl);
  through.hostname = '127.0.0.1';
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    holdUntil: (word: string) => (awaited = word),
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
