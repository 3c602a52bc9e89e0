import type { Taker } from '../handovers/handover-decision.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { AdminId, ClientId } from '../shared/ids.js';

/** Who acts in the panel, as far as the group has to know them. */
export type ActingAdmin = { admin_id: AdminId; name: string };

/**
 * The manager an admin is when they act in the panel: made at their first act, under the name they sign in with. Whoever
 * is known to the group as well keeps the name they have there. Part of the caller's transaction.
 */
export async function managerOfAdmin(
  tx: Queryable,
  { client_id, admin, now }: { client_id: ClientId; admin: ActingAdmin; now: Date },
): Promise<Taker> {
  return tx.one<Taker>(sql`
    INSERT INTO managers AS m (client_id, admin_id, name, last_seen_at)
    VALUES (${client_id}, ${admin.admin_id}, ${admin.name}, ${now})
    ON CONFLICT (client_id, admin_id) DO UPDATE SET last_seen_at = excluded.last_seen_at,
      name = CASE WHEN m.telegram_user_id IS NULL THEN excluded.name ELSE m.name END
    RETURNING id, name`);
}
