import { randomBytes, randomUUID } from 'node:crypto';
import { raw, sql } from '../../src/shared/database.js';
import type { Database, Queryable } from '../../src/shared/database.js';
import type { ClientId } from '../../src/shared/ids.js';

/** A table with rows of clients, as the catalog knows it. */
export type ClientTable = { name: string; columns: { name: string; type: string }[] };

/** Every table that has a `client_id`, those that come later too. */
export async function clientTables(db: Queryable): Promise<ClientTable[]> {
  return db.query<ClientTable>(sql`
    SELECT c.relname AS name,
      json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, NULL)) ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    GROUP BY c.relname HAVING bool_or(a.attname = 'client_id') ORDER BY c.relname`);
}

/**
 * Puts one row of each client into every table. What it says makes no sense: checks are taken from this database, and
 * nothing that it refers to is there.
 */
export async function insertRowsEverywhere(
  db: Database,
  tables: readonly ClientTable[],
  clients: readonly ClientId[],
): Promise<void> {
  const checks = await db.query<{ drop: string }>(sql`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop FROM pg_constraint
    WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND conparentid = 0`);
  for (const { drop } of checks) await db.query(raw(drop));
  await db.transaction(async (tx) => {
    await tx.query(sql`SET LOCAL session_replication_role = replica`);
    for (const client_id of clients)
      for (const table of tables) {
        const row = Object.fromEntries(table.columns.map(({ name, type }) => [name, valueOf(type)]));
        const given = JSON.stringify({ ...row, client_id });
        await tx.query(sql`
          INSERT INTO ${raw(`"${table.name}"`)}
          SELECT * FROM jsonb_populate_record(null::${raw(`"${table.name}"`)}, ${given}::jsonb)`);
      }
  });
}

/** Something of a type, another each time. */
function valueOf(type: string): unknown {
  if (type.endsWith('[]')) return [];
  if (type === 'uuid') return randomUUID();
  if (type.startsWith('timestamp') || type === 'date') return '2026-11-22';
  if (type === 'numeric') return 1;
  if (/^(smallint|integer|bigint|double|real)/.test(type)) return randomBytes(2).readUInt16BE();
  if (type === 'boolean') return false;
  if (type.startsWith('json')) return {};
  return randomBytes(8).toString('hex');
}
