import { isUniqueViolation, json, openDatabase, sql } from '../../../src/shared/database.js';
import { eventually } from '../../support/eventually.js';
import { testDatabase } from '../../support/database.js';

const { database, url } = await testDatabase();

beforeAll(async () => {
  await database.query(
    sql`CREATE TABLE accounts (name text PRIMARY KEY, amount bigint NOT NULL, about jsonb)`,
  );
});

beforeEach(async () => {
  await database.query(sql`TRUNCATE accounts`);
  await database.query(sql`INSERT INTO accounts VALUES ('a', 1), ('b', 2)`);
});

const amountOf = async (name: string) =>
  database.maybeOne(sql`SELECT amount FROM accounts WHERE name = ${name}`);

describe('statements', () => {
  it('reads counts and sums as numbers, times as dates and days as text', async () => {
    const row = await database.one(
      sql`SELECT count(*) AS n, sum(amount) AS s, 1.5::numeric AS x, '2027-03-28T01:00Z'::timestamptz AS t, '2027-03-28'::date AS d FROM accounts`,
    );
    expect(row).toEqual({ n: 2, s: 3, x: 1.5, t: new Date('2027-03-28T01:00:00Z'), d: '2027-03-28' });
  });

  it('keeps a text with NUL in it, without the NUL, wherever it stands', async () => {
    const row = await database.one(
      sql`SELECT ${'a\0b'}::text AS text, ${['\0c']}::text[] AS list, ${{ d: '\0e' }}::jsonb AS object, ${json(['\0f', '\ud800'])}::jsonb AS "array"`,
    );
    expect(row).toEqual({ text: 'ab', list: ['c'], object: { d: 'e' }, array: ['f', '\uFFFD'] });
  });

  it('keeps a text with NUL in it through Prisma too', async () => {
    const { name } = await (
      await database.prisma()
    ).client.create({ data: { slug: 'nul', name: 'Co\0ffee' } });
    expect(name).toBe('Coffee');
  });

  it('says what came instead of the one row expected', async () => {
    await expect(database.one(sql`SELECT 1 FROM accounts`)).rejects.toThrow(
      'Expected exactly one row and got 2',
    );
    await expect(database.maybeOne(sql`SELECT 1 FROM accounts`)).rejects.toThrow(
      'Expected one row at most and got 2',
    );
    expect(await amountOf('nobody')).toBeUndefined();
  });

  it('tells a double row from other errors, and keeps its values out of the error', async () => {
    const error = await database
      .query(sql`INSERT INTO accounts VALUES ('a', 9)`)
      .catch((thrown: unknown) => thrown);
    expect(isUniqueViolation(error)).toBe(true);
    expect(isUniqueViolation(error, 'accounts_pkey')).toBe(true);
    expect(isUniqueViolation(error, 'another_key')).toBe(false);
    expect(error).toHaveProperty('detail', undefined);
  });
});

describe('a transaction', () => {
  it('keeps all or nothing', async () => {
    const failing = database.transaction(async (tx) => {
      await tx.query(sql`UPDATE accounts SET amount = 9 WHERE name = 'a'`);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await amountOf('a')).toEqual({ amount: 1 });
  });

  it('does not report success when a failed statement in it was swallowed', async () => {
    const swallowing = database.transaction(async (tx) => {
      await tx.query(sql`UPDATE accounts SET amount = 9 WHERE name = 'a'`);
      await tx.query(sql`SELECT 1/0`).catch(() => undefined);
    });
    await expect(swallowing).rejects.toMatchObject({ code: 'transaction_rolled_back' });
  });

  it('refuses a statement that comes after its end', async () => {
    const escaped = await database.transaction(async (tx) => tx);
    await expect(escaped.query(sql`SELECT 1`)).rejects.toMatchObject({ code: 'transaction_over' });
  });

  it('runs again after a deadlock, so that both sides get through', async () => {
    const bothHaveOne = meetingOfTwo();
    const addBoth = (first: string, second: string) =>
      database.transaction(async (tx) => {
        await tx.query(sql`UPDATE accounts SET amount = amount + 10 WHERE name = ${first}`);
        await bothHaveOne();
        await tx.query(sql`UPDATE accounts SET amount = amount + 10 WHERE name = ${second}`);
      });
    await Promise.all([addBoth('a', 'b'), addBoth('b', 'a')]);
    expect([await amountOf('a'), await amountOf('b')]).toEqual([{ amount: 21 }, { amount: 22 }]);
  });

  it('gives up after five attempts', async () => {
    let attempts = 0;
    const hopeless = database.transaction(async (tx) => {
      attempts += 1;
      await tx.query(sql`DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '40001'; END $$`);
    });
    await expect(hopeless).rejects.toThrow('no');
    expect(attempts).toBe(5);
  });
});

describe('when PostgreSQL ends all connections', () => {
  const endConnectionsOf = (applicationName: string) =>
    database.query(
      sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ${applicationName}`,
    );

  it('an idle pool hears of it and connects again', async () => {
    const lost: Error[] = [];
    const other = openDatabase(url, {
      applicationName: 'idle',
      onConnectionLost: (error) => lost.push(error),
    });
    await other.query(sql`SELECT 1`);
    await endConnectionsOf('idle');
    await eventually(() => expect(lost).toHaveLength(1));
    expect(await other.one(sql`SELECT 1 AS x`)).toEqual({ x: 1 });
    await other.close();
  });

  it('a transaction under way fails, and the next one works', async () => {
    const other = openDatabase(url, { applicationName: 'busy' });
    const broken = other.transaction(async (tx) => {
      await tx.query(sql`UPDATE accounts SET amount = 9 WHERE name = 'a'`);
      await endConnectionsOf('busy');
      await tx.query(sql`SELECT 1`);
    });
    await expect(broken).rejects.toThrow();
    expect(
      await other.transaction((tx) => tx.one(sql`SELECT amount FROM accounts WHERE name = 'a'`)),
    ).toEqual({ amount: 1 });
    await other.close();
  });
});

/** The first two calls wait for each other; later ones pass. */
function meetingOfTwo(): () => Promise<void> {
  let calls = 0;
  let open: () => void = () => undefined;
  const met = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    calls += 1;
    if (calls === 2) open();
    return met;
  };
}
