import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, IntegrationId } from '../shared/ids.js';

/** Whether an integration works, and if not what its owner must do. */
export type IntegrationState =
  | { status: 'connected'; status_message: null }
  | { status: 'error'; status_message: string }
  /** Nothing is wrong; its owner has not finished setting it up. */
  | { status: 'pending'; status_message: string };

/**
 * Writes an integration's state, unless it says so already or the owner has switched it off.
 *
 * @returns whether it changed
 */
export async function setIntegrationState(
  db: Queryable,
  { client_id, id }: { client_id: ClientId; id: IntegrationId },
  { status, status_message }: IntegrationState,
): Promise<boolean> {
  const rows = await db.query(sql`
    UPDATE integrations SET status = ${status}, status_message = ${status_message}, updated_at = now()
    WHERE client_id = ${client_id} AND id = ${id} AND status <> 'disconnected'
      AND (status, status_message) IS DISTINCT FROM (${status}, ${status_message}::text)
    RETURNING id`);
  return rows.length > 0;
}
