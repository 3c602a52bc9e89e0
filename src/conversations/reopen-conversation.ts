import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { msOfHours, plusMs } from '../shared/durations.js';
import type { ClientProfile } from '../clients/client-profile.js';
import type { ConversationId, UserId } from '../shared/ids.js';

/**
 * The conversation a person of the client goes on with when they write first, or silence the bot: the one that goes on,
 * or the last one, which is opened again when it was closed for being idle. A part of the caller's transaction.
 *
 * @returns null when the user has never written
 */
export async function conversationToGoOnWith(
  tx: Queryable,
  { profile, user_id, now }: { profile: ClientProfile; user_id: UserId; now: Date },
): Promise<ConversationId | null> {
  const client_id = profile.id;
  const active = await newestConversation(tx, { client_id, user_id });
  if (active?.status === 'active') return active.id;
  // A message of the user touches this row first: while it is held, none can open another conversation.
  await tx.query(
    sql`SELECT id FROM users WHERE client_id = ${client_id} AND id = ${user_id} FOR NO KEY UPDATE`,
  );
  const last = await newestConversation(tx, { client_id, user_id });
  if (last?.status === 'closed') {
    await tx.query(sql`
      UPDATE conversations SET status = 'active', closed_at = NULL, summary = NULL,
        idle_due_at = ${plusMs(now, msOfHours(profile.settings.conversation_idle_hours))}
      WHERE client_id = ${client_id} AND id = ${last.id} AND status = 'closed'`);
  }
  return last?.id ?? null;
}

async function newestConversation(
  tx: Queryable,
  { client_id, user_id }: { client_id: ClientProfile['id']; user_id: UserId },
): Promise<{ id: ConversationId; status: 'active' | 'closed' } | undefined> {
  return tx.maybeOne(sql`
    SELECT id, status FROM conversations WHERE client_id = ${client_id} AND user_id = ${user_id}
    ORDER BY (status = 'active') DESC, last_message_at DESC LIMIT 1`);
}
