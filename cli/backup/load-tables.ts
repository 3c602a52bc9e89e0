import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { damaged } from './damaged.js';
import { tableFile } from './manifest.js';
import type { BackedUpTable, Manifest } from './manifest.js';
import { quoted } from './tables.js';
import { EstafetaError, messageOf } from '../../src/shared/errors.js';

/**
 * Puts a backup's rows into a database of the same migrations, all of them or none.
 *
 * @throws EstafetaError `restore_failed`, `backup_damaged`
 */
export async function loadTables(
  connection: pg.Client,
  { folder, manifest, say }: { folder: string; manifest: Manifest; say: (line: string) => void },
): Promise<void> {
  await connection.query('BEGIN');
  const names = manifest.tables.map(({ name }) => quoted(name)).join(', ');
  // What migrating itself wrote (the list of platforms) is in the backup too.
  await connection.query(`TRUNCATE ${names}`);
  for (const table of manifest.tables) {
    await loadTable(connection, table, tableFile(folder, table.name));
    say(`  ${table.name}: ${table.rows}`);
  }
  for (const { name, value } of manifest.sequences)
    await connection.query('SELECT setval($1::regclass, $2::bigint)', [quoted(name), value]);
  await connection.query('COMMIT');
  // The planner knows nothing of rows that came in at once, and would choose the slow way to each.
  await connection.query('ANALYZE');
}

async function loadTable(
  connection: pg.Client,
  { name, columns, rows }: BackedUpTable,
  file: string,
): Promise<void> {
  const into = connection.query(
    copyFrom(`COPY ${quoted(name)} (${columns.map(quoted).join(', ')}) FROM STDIN`),
  );
  try {
    await pipeline(createReadStream(file), createGunzip(), into);
  } catch (error) {
    throw notLoaded(name, error);
  }
  if (into.rowCount !== rows) throw damaged(file, `it has ${into.rowCount} rows, and ${rows} were written`);
}

/**
 * Reads every file once without loading it, so that a damaged backup is found before anything is touched.
 *
 * @throws EstafetaError `backup_damaged`
 */
export async function checkTables(folder: string, { tables }: Manifest): Promise<void> {
  for (const { name, sha256 } of tables) {
    const file = tableFile(folder, name);
    const found = await digestOf(file).catch((error: unknown) => {
      throw damaged(file, messageOf(error), error);
    });
    if (found !== sha256) throw damaged(file, 'its content is not what was written');
  }
}

async function digestOf(file: string): Promise<string> {
  const digest = createHash('sha256');
  const end = new Writable({
    write(chunk: Buffer, _encoding, done) {
      digest.update(chunk);
      done();
    },
  });
  await pipeline(createReadStream(file), createGunzip(), end);
  return digest.digest('hex');
}

/** The file was read through a moment ago, so it is the database that has no room or went away. */
function notLoaded(table: string, cause: unknown): EstafetaError {
  return new EstafetaError({
    code: 'restore_failed',
    message: `The table ${table} could not be filled: ${messageOf(cause)}`,
    whatToDo: 'Nothing was restored. See that the database is up and has room, then restore once more.',
    cause,
  });
}
