import { json, sql } from '../../src/shared/database.js';
import type { Queryable } from '../../src/shared/database.js';
import { messageOf } from '../../src/shared/errors.js';
import type { ClientId } from '../../src/shared/ids.js';

/**
 * Keeps an update that could not be handled, to be looked at and replayed. The same one twice is one row.
 *
 * @throws what the database throws: then the update must not be confirmed
 */
export async function keepFailedUpdate(
  db: Queryable,
  {
    source,
    client_id,
    update_id,
    update,
    error,
  }: {
    /** The connection it came over. */
    source: string;
    client_id: ClientId | null;
    update_id: number;
    update: unknown;
    error: unknown;
  },
): Promise<void> {
  await db.query(sql`
    INSERT INTO failed_updates (client_id, source, external_id, payload, error)
    VALUES ((SELECT id FROM clients WHERE id = ${client_id}), ${source}, ${String(update_id)}, ${json(update)}::jsonb, ${messageOf(error).slice(0, 2000)})
    ON CONFLICT (source, external_id) DO UPDATE SET error = excluded.error`);
}

/** Classes of PostgreSQL's errors that are about the server and not about the statement: connection, resources, shutdown. */
const serverTrouble = /^(08|53|57|58)/;
const networkTrouble = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Whether the database is away, so that the update itself is not to blame and may be handled later. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    serverTrouble.test(code) ||
    networkTrouble.has(code) ||
    /connection (terminated|timeout)|timeout exceeded when trying to connect|Query read timeout/i.test(
      error.message,
    )
  );
}
