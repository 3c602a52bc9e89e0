import type { Taker } from '../handovers/handover-decision.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ManagerId } from '../shared/ids.js';

/** A manager of a client as others pick them from a list. */
export type KnownManager = Taker & { username: string | null };

/** Nobody reads a longer list. */
const mostManagers = 200;

/** The managers a request can be handed to: everybody seen in the group and not let go, who was there last first. */
export async function knownManagers(db: Queryable, client_id: ClientId): Promise<KnownManager[]> {
  return db.query<KnownManager>(sql`
    SELECT id, name, username FROM managers WHERE client_id = ${client_id} AND is_active
    ORDER BY last_seen_at DESC, name, id LIMIT ${mostManagers}`);
}

/**
 * A manager a request is to be handed to. Until the transaction ends nobody joins them with another one: the id stays.
 *
 * @returns null when this client has no such manager, or has let them go
 */
export async function findManager(
  tx: Queryable,
  { client_id, manager_id }: { client_id: ClientId; manager_id: ManagerId },
): Promise<KnownManager | null> {
  const row = await tx.maybeOne<KnownManager>(sql`
    SELECT id, name, username FROM managers
    WHERE client_id = ${client_id} AND id = ${manager_id} AND is_active FOR KEY SHARE`);
  return row ?? null;
}
