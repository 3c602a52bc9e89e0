import { rootUser } from './whole-user.js';
import { loadClientProfile } from '../clients/client-profile.js';
import { ringPosts } from '../handovers/ring-after.js';
import type { IdentityKind } from '../messages/inbound-message.js';
import { sql } from '../shared/database.js';
import type { ClientId, UserId } from '../shared/ids.js';
import { refreshCard } from '../topics/cards.js';
import type { Tools } from '../use-case.js';

/**
 * Notes that a user can't be written to any more (they blocked the bot), or can again. The card of their open request
 * says so.
 *
 * @param unreachable_at since when, or null = reachable
 */
export async function noteReachability(
  { db, clock, bell }: Pick<Tools, 'db' | 'clock' | 'bell'>,
  {
    client_id,
    kind,
    value,
    unreachable_at,
  }: { client_id: ClientId; kind: IdentityKind; value: string; unreachable_at: Date | null },
): Promise<void> {
  const user = await db.transaction(async (tx) => {
    const known = await tx.maybeOne<{ user_id: UserId }>(sql`
      SELECT user_id FROM user_identities WHERE client_id = ${client_id} AND kind = ${kind} AND value = ${value}`);
    if (!known) return undefined;
    const user_id = await rootUser(tx, { client_id, ...known });
    const changed = await tx.maybeOne<{ id: UserId }>(sql`
      UPDATE users u SET unreachable_at = ${unreachable_at}
      WHERE u.client_id = ${client_id} AND u.id = ${user_id}
        AND (u.unreachable_at IS NULL) <> (${unreachable_at}::timestamptz IS NULL)
        -- Told late (an update that is replayed): what they wrote since says that they can be reached.
        AND NOT EXISTS (
          SELECT FROM messages m
          WHERE m.client_id = u.client_id AND m.user_id = u.id AND m.direction = 'inbound'
            AND m.external_sent_at > ${unreachable_at}::timestamptz)
      RETURNING u.id`);
    if (changed) await refreshCard(tx, { client_id, user_id: changed.id }, clock.now());
    return changed;
  });
  if (user) ringPosts(bell, await loadClientProfile(db, client_id));
}
