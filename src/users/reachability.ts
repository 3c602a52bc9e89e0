import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { IdentityKind } from '../messages/inbound-message.js';
import type { ClientId } from '../shared/ids.js';

/**
 * Notes that a user can't be written to any more (they blocked the bot), or can again.
 *
 * @param unreachable_at since when, or null = reachable
 */
export async function noteReachability(
  db: Queryable,
  {
    client_id,
    kind,
    value,
    unreachable_at,
  }: { client_id: ClientId; kind: IdentityKind; value: string; unreachable_at: Date | null },
): Promise<void> {
  await db.query(sql`
    UPDATE users u SET unreachable_at = ${unreachable_at}
    FROM user_identities i
    WHERE i.client_id = ${client_id} AND i.kind = ${kind} AND i.value = ${value}
      AND u.client_id = i.client_id AND u.id = i.user_id`);
}
