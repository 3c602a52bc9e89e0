import { wakeIfUnanswered } from './wake-if-unanswered.js';
import { dropQueuedReplies } from '../handovers/backlog.js';
import { lockConversations } from '../handovers/handover-row.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ConversationId, UserId } from '../shared/ids.js';
import type { Tools } from '../use-case.js';

/**
 * Silences the bot in a conversation and drops the replies of it that have not left. A longer mute stays.
 * A part of the caller's transaction.
 *
 * @param until the moment it may speak again
 */
export async function muteBot(
  tx: Queryable,
  {
    client_id,
    conversation_id,
    until,
  }: { client_id: ClientId; conversation_id: ConversationId; until: Date },
): Promise<void> {
  await tx.query(sql`
    UPDATE conversations SET bot_status = 'muted', bot_muted_until = greatest(bot_muted_until, ${until})
    WHERE client_id = ${client_id} AND id = ${conversation_id}`);
  await tx.query(sql`
    UPDATE messages SET delivery_status = 'dropped', delivery_due_at = NULL
    WHERE client_id = ${client_id} AND conversation_id = ${conversation_id} AND role = 'assistant' AND delivery_status = 'queued'`);
}

/**
 * Lets the bot speak again before its mute runs out. A part of the caller's transaction, which decides about what
 * stands unanswered: see `wakeIfUnanswered`.
 */
export async function unmuteBot(
  tx: Queryable,
  { client_id, conversation_id }: { client_id: ClientId; conversation_id: ConversationId },
): Promise<void> {
  await tx.query(sql`
    UPDATE conversations SET bot_status = 'active', bot_muted_until = NULL
    WHERE client_id = ${client_id} AND id = ${conversation_id} AND bot_status = 'muted'`);
}

/**
 * /mute: silences the bot for a user in all conversations that go on, until exactly this moment, and drops the replies of
 * it that have not left. A part of the caller's transaction.
 */
export async function muteUser(
  tx: Queryable,
  { client_id, user_id, until }: { client_id: ClientId; user_id: UserId; until: Date },
): Promise<void> {
  await lockConversations(tx, { client_id, user_id });
  await tx.query(sql`
    UPDATE conversations SET bot_status = 'muted', bot_muted_until = ${until}
    WHERE client_id = ${client_id} AND user_id = ${user_id} AND status = 'active'`);
  await dropQueuedReplies(tx, { client_id, user_id });
}

/**
 * /unmute: the bot speaks again in all of a user's conversations, and answers what has no answer. A part of the caller's
 * transaction; ring afterwards.
 *
 * @returns false when it was not muted
 */
export async function unmuteUser(
  tx: Queryable,
  { client_id, user_id, now }: { client_id: ClientId; user_id: UserId; now: Date },
): Promise<boolean> {
  await lockConversations(tx, { client_id, user_id });
  const muted = await tx.query<{ id: ConversationId }>(sql`
    SELECT id FROM conversations
    WHERE client_id = ${client_id} AND user_id = ${user_id} AND status = 'active' AND bot_status = 'muted' ORDER BY id`);
  for (const { id } of muted) {
    await unmuteBot(tx, { client_id, conversation_id: id });
    await wakeIfUnanswered(tx, { client_id, conversation_id: id, now });
  }
  return muted.length > 0;
}

/**
 * Ends a mute that has run out; one that was prolonged meanwhile stays. If the user's last message has no answer, the
 * assistant answers it now.
 */
export async function endMute(
  { db, clock, bell }: Pick<Tools, 'db' | 'clock' | 'bell'>,
  ids: { client_id: ClientId; conversation_id: ConversationId },
): Promise<void> {
  const now = clock.now();
  const isTurnDue = await db.transaction(async (tx) => {
    const ended = await tx.query(sql`
      UPDATE conversations SET bot_status = 'active', bot_muted_until = NULL
      WHERE client_id = ${ids.client_id} AND id = ${ids.conversation_id} AND bot_muted_until <= ${now}
      RETURNING id`);
    return ended.length > 0 && wakeIfUnanswered(tx, { ...ids, now });
  });
  if (isTurnDue) bell.turn(ids);
}
