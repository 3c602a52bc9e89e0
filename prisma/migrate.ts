import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { EstafetaError, messageOf } from '../src/shared/errors.js';
import { projectFile } from '../src/shared/project-files.js';
import type { Migration } from './schema-engine.js';

const migrationsFolder = projectFile('prisma', 'migrations');

/** Held while migrating, so that several processes starting at once migrate one after another. Any number will do. */
const migrationLock = 7_283_651_904;

/**
 * Brings a database up to this program: applies, in order, every migration of `prisma/migrations` it doesn't have yet,
 * noted in `_prisma_migrations` as Prisma does. Safe to call from several processes at once and any number of times.
 *
 * @param databaseUrl the role needs to be allowed to create tables
 * @param from the folder of migrations; the program's own unless told
 * @returns names of the migrations applied now; none when the database was up to date
 * @throws EstafetaError `database_unreachable`, `database_foreign`, `database_newer`, `migration_edited`, `migration_failed`
 */
export async function migrate(
  databaseUrl: string,
  from: string = migrationsFolder,
): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(from);
  const connection = await connect(databaseUrl);
  try {
    await connection.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    if (await hasAll(connection, migrations)) return { applied: [] };
    // The engine and its 60 MB only when something is due.
    const { applyDue } = await import('./apply-due.js');
    return { applied: await applyDue(databaseUrl, migrations) };
  } finally {
    // Lets go of the lock too.
    await connection.end();
  }
}

/**
 * Whether {@link migrate} would find nothing to do: the usual start.
 *
 * @throws EstafetaError `database_unreachable`
 */
export async function isMigrated(databaseUrl: string): Promise<boolean> {
  const connection = await connect(databaseUrl);
  try {
    return await hasAll(connection, await readMigrations(migrationsFolder));
  } finally {
    await connection.end();
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names
      .toSorted()
      .map(async (name) => ({ name, sql: await readFile(`${folder}/${name}/migration.sql`, 'utf8') })),
  );
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  const connection = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  connection.on('error', () => undefined);
  try {
    await connection.connect();
    return connection;
  } catch (cause) {
    await connection.end();
    throw new EstafetaError({
      code: 'database_unreachable',
      message: `The database could not be reached: ${messageOf(cause)}`,
      whatToDo:
        'Check that PostgreSQL runs and that DATABASE_URL names its host, port, database, user and password.',
      cause,
    });
  }
}

/** Whether every migration is there as it is on disk, and no other. Names and checksums are those that Prisma notes. */
async function hasAll(connection: pg.Client, migrations: readonly Migration[]): Promise<boolean> {
  const { rows: tables } = await connection.query(`SELECT to_regclass('_prisma_migrations') AS noted`);
  if (tables[0].noted === null) return false;
  const { rows: noted } = await connection.query<{
    migration_name: string;
    checksum: string;
    is_applied: boolean;
  }>(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS is_applied
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  const checksums = new Map(noted.map((row) => [row.migration_name, row.is_applied ? row.checksum : null]));
  return (
    noted.length === migrations.length &&
    migrations.every(({ name, sql }) => checksums.get(name) === checksumOf(sql))
  );
}

function checksumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
