import { handoverColumns } from '../handovers/handover-row.js';
import type { HandoverRow } from '../handovers/handover-row.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, UserId } from '../shared/ids.js';

export type LockedUser = { id: UserId; blocked_at: Date | null };

/** Two users, locked with all that goes on with them. */
export type LockedUsers = {
  /** Who is known for longer first. */
  users: LockedUser[];
  handovers: { of_elder: HandoverRow | null; of_younger: HandoverRow | null };
};

/** One merge of a client at a time: what points at whom stays as it was read until the transaction ends. */
export async function lockMerges(tx: Queryable, client_id: ClientId): Promise<void> {
  await tx.query(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`merges:${client_id}`}, 0))`);
}

/**
 * Locks two users, then their conversations, then their open requests, each in the order of their ids: as a message locks
 * its user before the conversation, and a turn the conversations before the request.
 *
 * @param of.user_ids two, or twice the same one
 */
export async function lockUsers(
  tx: Queryable,
  { client_id, user_ids }: { client_id: ClientId; user_ids: readonly UserId[] },
): Promise<LockedUsers> {
  const ids = [...user_ids];
  await tx.query(sql`
    SELECT id FROM users WHERE client_id = ${client_id} AND id = ANY (${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`);
  await tx.query(sql`
    SELECT id FROM conversations
    WHERE client_id = ${client_id} AND user_id = ANY (${ids}::uuid[]) AND status = 'active' ORDER BY id FOR UPDATE`);
  const handovers = await tx.query<HandoverRow>(sql`
    SELECT ${handoverColumns} FROM handovers h
    WHERE h.client_id = ${client_id} AND h.user_id = ANY (${ids}::uuid[]) AND h.status IN ('pending', 'active')
    ORDER BY h.id FOR UPDATE`);
  const users = await tx.query<LockedUser>(sql`
    SELECT id, blocked_at FROM users
    WHERE client_id = ${client_id} AND id = ANY (${ids}::uuid[]) ORDER BY created_at, id`);
  const openOf = (user: LockedUser | undefined): HandoverRow | null =>
    handovers.find(({ user_id }) => user_id === user?.id) ?? null;
  return { users, handovers: { of_elder: openOf(users[0]), of_younger: openOf(users[1]) } };
}
