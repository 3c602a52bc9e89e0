import type pg from 'pg';

/**
 * Tables that are not carried to another place: who holds a connection there is decided anew, and the history of
 * migrations is written by migrating.
 */
const leftOut = ['_prisma_migrations', 'leases'];

export type Table = { name: string; columns: string[] };

/**
 * Every table of the product with its columns, a table after those it refers to: in this order rows can be put into an
 * empty database. Tables that are not logged hold nothing that outlives a crash, and are left out.
 */
export async function tablesInOrder(connection: pg.ClientBase): Promise<Table[]> {
  const { rows: tables } = await connection.query<Table>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relpersistence = 'p' AND c.relname <> ALL($1)
     GROUP BY c.relname ORDER BY c.relname`,
    [leftOut],
  );
  const { rows: references } = await connection.query<{ from: string; to: string }>(
    `SELECT DISTINCT f.relname AS "from", t.relname AS "to"
     FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
     WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace AND f.oid <> t.oid`,
  );
  const ordered: Table[] = [];
  const isPlaced = (name: string): boolean => ordered.some((table) => table.name === name);
  while (ordered.length < tables.length) {
    const next = tables.filter(
      ({ name }) => !isPlaced(name) && references.every(({ from, to }) => from !== name || isPlaced(to)),
    );
    if (next.length === 0)
      throw new Error('Tables refer to one another in a circle: none can be filled first.');
    ordered.push(...next);
  }
  return ordered;
}

/** Sequences and the number each gave out last; one that gave out none is left out. */
export async function sequencesOf(connection: pg.ClientBase): Promise<{ name: string; value: string }[]> {
  const { rows } = await connection.query<{ name: string; value: string }>(
    `SELECT sequencename AS name, last_value::text AS value FROM pg_sequences
     WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY 1`,
  );
  return rows;
}

/** Names of the migrations a database has, in order; none in an empty one. */
export async function migrationsOf(connection: pg.ClientBase): Promise<string[]> {
  const { rows: found } = await connection.query<{ noted: string | null }>(
    `SELECT to_regclass('public._prisma_migrations')::text AS noted`,
  );
  if (!found[0]?.noted) return [];
  const { rows } = await connection.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return rows.map(({ name }) => name);
}

/** A name as SQL takes it. Names come from the database's own catalogue or from a checked manifest. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
