import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import sql, { join, raw, Sql } from 'sql-template-tag';
import { json, withoutNul } from './database-values.js';
import { rolledBackSilently, transactionOver, wrongRowCount } from './database-errors.js';
import { MadeOnce } from './made-once.js';
import type { PrismaClient } from './prisma-client/client.js';

export { join, json, raw, sql, type Sql };

/** What a use case needs of the database: the pool, or the transaction it was called in. */
export interface Queryable {
  /** Runs one statement. @returns its rows, fields named as the columns; none for a statement without RETURNING */
  query<Row extends object>(statement: Sql): Promise<Row[]>;
  /** The only row. @throws EstafetaError `row_count` when there is none or more than one */
  one<Row extends object>(statement: Sql): Promise<Row>;
  /** The row or `undefined`. @throws EstafetaError `row_count` when there is more than one */
  maybeOne<Row extends object>(statement: Sql): Promise<Row | undefined>;
}

export interface Database extends Queryable {
  /**
   * Runs `work` between BEGIN and COMMIT (read committed) on one connection; anything thrown rolls back.
   * On a deadlock or a serialization failure PostgreSQL has undone everything and `work` runs again, up to five times:
   * it must have no effect outside the database.
   */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /**
   * Runs statements one after another in a transaction that is sent as a whole: one round trip. Each statement sees
   * what was committed before it began, also when the one before it had to wait for a lock. After a deadlock it runs
   * again, as {@link transaction} does.
   *
   * @param durability `crash_may_undo` doesn't wait for the disk: what is written may be gone, as a whole, after a crash
   *   of PostgreSQL in the same second; `kept` unless told
   * @returns the rows of each statement
   */
  atOnce<Rows extends object[]>(
    statements: readonly Sql[],
    durability?: Durability,
  ): Promise<RowsOfEach<Rows>>;
  /**
   * Prisma over the same connections, for repositories. It is loaded when it is first asked for: that takes a second of
   * work and 30 MB, which nobody pays who only receives, answers and sends. Where loading failed it is tried anew, as far
   * as Node lets: of a module that failed itself, or one it imports, it remembers that.
   */
  prisma(): Promise<PrismaClient>;
  /** Ends all connections; waits for statements under way. */
  close(): Promise<void>;
}

export type Durability = 'kept' | 'crash_may_undo';
export type RowsOfEach<Rows extends object[]> = { [Index in keyof Rows]: Rows[Index][] };

interface DatabaseOptions {
  /** How many connections at most; 10 unless told. */
  max?: number;
  /** Shown in `pg_stat_activity`. */
  applicationName?: string;
  /** Told of a connection lost while idle, e.g. when PostgreSQL restarts. The pool opens another one by itself. */
  onConnectionLost?: (error: Error) => void;
}

const statementTimeoutMs = 30_000;
const transactionAttempts = 5;
const serializationFailure = '40001';
const deadlockDetected = '40P01';
const uniqueViolation = '23505';
const beginnings: Readonly<Record<Durability, string>> = {
  kept: 'BEGIN',
  crash_may_undo: 'BEGIN; SET LOCAL synchronous_commit = off',
};

/**
 * Opens a pool of connections; the first statement connects.
 * Read back: int8 and numeric as numbers, timestamptz as Date, date as its text `YYYY-MM-DD`.
 *
 * @param url `postgresql://user:password@host:port/database`
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const { max = 10, applicationName = 'estafeta', onConnectionLost = () => undefined } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: applicationName,
    options: '-c TimeZone=UTC',
    types: { getTypeParser: parserOf },
    Client: NulFreeClient,
    // A statement is sent although the one before it is not answered yet; PostgreSQL runs them one after another.
    pipeline: true,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 10_000,
    statement_timeout: statementTimeoutMs,
    // A host that vanished never answers: the server's own limit can't be heard, so ours stands behind it.
    query_timeout: statementTimeoutMs + 5_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  // Without a listener an idle connection that breaks ends the whole process.
  pool.on('error', onConnectionLost);
  const prisma = new MadeOnce(() => prismaOver(pool));

  const transacted = <T>(transact: (connection: pg.PoolClient) => Promise<T>): Promise<T> =>
    retried(() => onOneConnection(pool, onConnectionLost, transact));
  return {
    ...queryableOver(async (statement) => (await pool.query(plain(statement))).rows),
    transaction: (work) => transacted((connection) => runTransaction(connection, work)),
    atOnce: <Rows extends object[]>(statements: readonly Sql[], durability: Durability = 'kept') =>
      transacted((connection) => runAtOnce(connection, statements, durability)) as Promise<RowsOfEach<Rows>>,
    prisma: () => prisma.get(),
    async close() {
      await (await prisma.ifMade())?.$disconnect();
      await pool.end();
    },
  };
}

/**
 * Whether a statement failed because such a row is there already.
 *
 * @param constraint name of the unique constraint or index; any unless told
 */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!(error instanceof pg.DatabaseError) || error.code !== uniqueViolation) return false;
  return constraint === undefined || error.constraint === constraint;
}

const preparedNames = new WeakMap<Sql, string>();

/**
 * Has PostgreSQL parse and plan a statement once on each connection instead of each time: for hot statements of many
 * parts, whose planning costs more than their work.
 *
 * @param name one for each text: the same name may never stand for two
 * @param statement of a text that is always the same; only its values may differ
 */
export function prepared(name: string, statement: Sql): Sql {
  preparedNames.set(statement, name);
  return statement;
}

/** @param run asks the database; what it brings are the rows */
export function queryableOver(run: (statement: Sql) => Promise<object[]>): Queryable {
  const query = async <Row extends object>(statement: Sql): Promise<Row[]> => {
    try {
      return (await run(statement)) as Row[];
    } catch (error) {
      throw withoutValues(error);
    }
  };
  return {
    query,
    async one<Row extends object>(statement: Sql) {
      const rows = await query<Row>(statement);
      const [row] = rows;
      if (row === undefined || rows.length > 1)
        throw wrongRowCount(statement, rows.length, 'exactly one row');
      return row;
    },
    async maybeOne<Row extends object>(statement: Sql) {
      const rows = await query<Row>(statement);
      if (rows.length > 1) throw wrongRowCount(statement, rows.length, 'one row at most');
      return rows[0];
    },
  };
}

function plain(statement: Sql): { text: string; values: unknown[]; name?: string } {
  const { text, values } = statement;
  const name = preparedNames.get(statement);
  return name === undefined ? { text, values } : { text, values, name };
}

async function prismaOver(pool: pg.Pool): Promise<PrismaClient> {
  const [{ PrismaClient }, { PrismaPg }] = await Promise.all([
    import('./prisma-client/client.js'),
    import('@prisma/adapter-pg'),
  ]);
  return new PrismaClient({ adapter: new PrismaPg(pool) });
}

/** Takes a connection out of the pool for a transaction; one that broke meanwhile doesn't come back. */
async function onOneConnection<T>(
  pool: pg.Pool,
  onConnectionLost: (error: Error) => void,
  transact: (connection: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const connection = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
    onConnectionLost(error);
  };
  // The pool doesn't listen to a connection it has lent out; an error nobody listens to ends the process.
  connection.on('error', onError);
  try {
    return await transact(connection);
  } catch (error) {
    await connection.query('ROLLBACK').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    connection.off('error', onError);
    connection.release(broken);
  }
}

async function runTransaction<T>(connection: pg.PoolClient, work: (tx: Queryable) => Promise<T>): Promise<T> {
  let open = true;
  const tx = queryableOver(async (statement) => {
    if (!open) throw transactionOver(statement);
    return (await connection.query(plain(statement))).rows;
  });
  try {
    // Nobody waits for the answer to BEGIN: the first statement goes right behind it.
    const [, result] = await Promise.all([connection.query(beginnings.kept), work(tx)]);
    open = false;
    expectCommitted(await connection.query('COMMIT'));
    return result;
  } finally {
    open = false;
  }
}

async function runAtOnce(
  connection: pg.PoolClient,
  statements: readonly Sql[],
  durability: Durability,
): Promise<object[][]> {
  const tx = queryableOver(async (statement) => (await connection.query(plain(statement))).rows);
  const [, rows, committed] = await Promise.all([
    connection.query(beginnings[durability]),
    Promise.all(statements.map((statement) => tx.query(statement))),
    connection.query('COMMIT'),
  ]);
  expectCommitted(committed);
  return rows;
}

/** After a failed statement that somebody caught, COMMIT is answered with ROLLBACK and no error. */
function expectCommitted({ command }: pg.QueryResult): void {
  if (command !== 'COMMIT') throw rolledBackSilently();
}

async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  for (let number = 1; ; number += 1) {
    try {
      return await attempt();
    } catch (error) {
      const undone =
        error instanceof pg.DatabaseError &&
        (error.code === serializationFailure || error.code === deadlockDetected);
      if (!undone || number === transactionAttempts) throw error;
      // A random pause, so that two that met once don't meet again in step.
      await sleep(Math.random() * 20 * 2 ** number);
    }
  }
}

/** PostgreSQL's detail repeats the row's values (a phone, a person's text): it must not reach a log. */
function withoutValues(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) error.detail = undefined;
  return error;
}

/** Takes NUL out of every parameter, Prisma's too. */
class NulFreeClient extends pg.Client {}
const plainQuery = pg.Client.prototype.query as (this: pg.Client, ...args: unknown[]) => unknown;
NulFreeClient.prototype.query = function (
  this: pg.Client,
  first: unknown,
  second?: unknown,
  ...rest: unknown[]
) {
  const inside = isStatement(first) ? { ...first, values: withoutNul(first.values) } : first;
  return plainQuery.call(this, inside, Array.isArray(second) ? withoutNul(second) : second, ...rest);
} as typeof pg.Client.prototype.query;

function isStatement(value: unknown): value is { text: string; values: unknown } {
  return typeof value === 'object' && value !== null && 'values' in value && !('submit' in value);
}

const { INT8, NUMERIC, DATE } = pg.types.builtins;

function parserOf(oid: number, format?: 'text' | 'binary') {
  if (format !== 'binary') {
    if (oid === INT8 || oid === NUMERIC) return toNumber;
    if (oid === DATE) return (text: string) => text;
  }
  return pg.types.getTypeParser(oid, format);
}

function toNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new RangeError(`${text} from the database is too large for a number; select it as text`);
  }
  return value;
}
