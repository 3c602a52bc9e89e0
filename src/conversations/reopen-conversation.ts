import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { msOfHours, plusMs } from '../shared/durations.js';
import type { ClientProfile } from '../clients/client-profile.js';
import type { ClientId, ConversationId, IntegrationId, UserId } from '../shared/ids.js';
import { rootUser } from '../users/whole-user.js';

/**
 * The conversation a person of the client goes on with when they write first, or silence the bot: the one that goes on,
 * or the last one, which is opened again when it was closed for being idle. A part of the caller's transaction.
 *
 * @param integration_id only what was said there counts; left out: on any
 * @returns null when the user has never written
 */
export async function conversationToGoOnWith(
  tx: Queryable,
  {
    profile,
    user_id,
    integration_id = null,
    now,
  }: { profile: ClientProfile; user_id: UserId; integration_id?: IntegrationId | null; now: Date },
): Promise<ConversationId | null> {
  const client_id = profile.id;
  const which = { client_id, user_id: await rootUser(tx, { client_id, user_id }), integration_id };
  const active = await newestConversation(tx, which);
  if (active?.status === 'active') return active.id;
  // A message of the user touches this row first: while it is held, none can open another conversation.
  await tx.query(
    sql`SELECT id FROM users WHERE client_id = ${client_id} AND id = ${which.user_id} FOR NO KEY UPDATE`,
  );
  const last = await newestConversation(tx, which);
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
  of: { client_id: ClientId; user_id: UserId; integration_id: IntegrationId | null },
): Promise<{ id: ConversationId; status: 'active' | 'closed' } | undefined> {
  return tx.maybeOne(sql`
    SELECT id, status FROM conversations 
    WHERE client_id = ${of.client_id} AND user_id = ${of.user_id}
      AND integration_id = coalesce(${of.integration_id}::uuid, integration_id)
    ORDER BY (status = 'active') DESC, last_message_at DESC LIMIT 1`);
}
