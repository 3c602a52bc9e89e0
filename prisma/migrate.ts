import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { EstafetaError, messageOf } from '../src/shared/errors.js';
import { projectFile } from '../src/shared/project-files.js';
import { applyMigrations, diagnose, markRolledBack } from './schema-engine.js';
import type { Diagnosis, Migration } from './schema-engine.js';

const migrationsFolder = projectFile('prisma', 'migrations');

/** The engine's code for tables without a history. */
const databaseNotEmpty = 'P3005';

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
  const lock = await takeLock(databaseUrl);
  try {
    if (await isUpToDate(lock, migrations)) return { applied: [] };
    // A failed one was undone by PostgreSQL as a whole (see applyMigrations), so it may be tried again, also corrected.
    const { failedMigrationNames } = await diagnose(databaseUrl, migrations);
    for (const name of failedMigrationNames) await markRolledBack(databaseUrl, name);
    refuseForeignHistory(await diagnose(databaseUrl, migrations));
    return { applied: await apply(databaseUrl, migrations) };
  } finally {
    await lock.end();
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

/** @returns the connection that holds the lock; ending it lets go */
async function takeLock(databaseUrl: string): Promise<pg.Client> {
  const connection = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  connection.on('error', () => undefined);
  try {
    await connection.connect();
    await connection.query('SELECT pg_advisory_lock($1)', [migrationLock]);
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

/**
 * Whether every migration is there as it is on disk, and no other: the usual start, which then does without the engine
 * and its 60 MB. Names and checksums are those that Prisma notes.
 */
async function isUpToDate(connection: pg.Client, migrations: readonly Migration[]): Promise<boolean> {
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

function refuseForeignHistory({ history, editedMigrationNames }: Diagnosis): void {
  if (history && 'unpersistedMigrationNames' in history) {
    throw new EstafetaError({
      code: 'database_newer',
      message: `The database has migrations this program doesn't know: ${history.unpersistedMigrationNames.join(', ')}`,
      whatToDo:
        'It was used by a newer version. Start that version or a later one, or restore a backup made before it.',
    });
  }
  if (editedMigrationNames.length > 0) {
    throw new EstafetaError({
      code: 'migration_edited',
      message: `These migrations were changed after they had been applied: ${editedMigrationNames.join(', ')}`,
      whatToDo:
        'Put the files in prisma/migrations back as they were, and make the change in a new migration.',
    });
  }
}

async function apply(databaseUrl: string, migrations: readonly Migration[]): Promise<string[]> {
  try {
    return await applyMigrations(databaseUrl, migrations);
  } catch (cause) {
    if ((cause as { code?: string }).code === databaseNotEmpty) throw foreignDatabase(cause);
    const { failedMigrationNames } = await diagnose(databaseUrl, migrations);
    throw new EstafetaError({
      code: 'migration_failed',
      message: `Migration ${failedMigrationNames.join(', ')} failed and nothing of it was kept: ${messageOf(cause)}`,
      whatToDo:
        'The earlier migrations stay. Remove the cause PostgreSQL names (often a missing right or a full disk) and start ' +
        'again: it is then tried anew.',
      cause,
    });
  }
}

function foreignDatabase(cause: unknown): EstafetaError {
  return new EstafetaError({
    code: 'database_foreign',
    message: 'The database already holds tables that are not from Estafeta',
    whatToDo: 'Create an empty database for it and name that one in DATABASE_URL.',
    cause,
  });
}
