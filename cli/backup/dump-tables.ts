import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { tableFile } from './manifest.js';
import type { BackedUpTable, Manifest } from './manifest.js';
import { migrationsOf, quoted, sequencesOf, tablesInOrder } from './tables.js';
import type { Table } from './tables.js';

type Dumped = Pick<Manifest, 'taken_at' | 'migrations' | 'tables' | 'sequences'>;

/**
 * Writes every table as it stands at one moment, while others go on writing: all reads share one snapshot.
 *
 * @param say told of each table
 */
export async function dumpTables(
  connection: pg.Client,
  folder: string,
  say: (line: string) => void,
): Promise<Dumped> {
  await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  // The first statement takes the snapshot.
  const { rows } = await connection.query<{ taken_at: Date }>('SELECT clock_timestamp() AS taken_at');
  const migrations = await migrationsOf(connection);
  const tables: BackedUpTable[] = [];
  for (const table of await tablesInOrder(connection)) {
    const dumped = await dumpTable(connection, table, tableFile(folder, table.name));
    say(`  ${table.name}: ${dumped.rows}`);
    tables.push(dumped);
  }
  // Sequences stand outside the snapshot: they may be ahead of it, which harms nothing.
  const sequences = await sequencesOf(connection);
  await connection.query('COMMIT');
  return { taken_at: rows[0]?.taken_at.toISOString() ?? '', migrations, tables, sequences };
}

async function dumpTable(
  connection: pg.Client,
  { name, columns }: Table,
  file: string,
): Promise<BackedUpTable> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const list = columns.map(quoted).join(', ');
  const rows = connection.query(copyTo(`COPY (SELECT ${list} FROM ${quoted(name)}) TO STDOUT`));
  const digest = createHash('sha256');
  const watched = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(rows, watched, createGzip(), createWriteStream(file, { mode: 0o600, flush: true }));
  return { name, columns, rows: rows.rowCount, sha256: digest.digest('hex') };
}
