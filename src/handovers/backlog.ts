import type { HandoverRow } from './handover-row.js';
import type { HandoverReason } from './handover-types.js';
import { wakeIfUnanswered } from '../conversations/wake-if-unanswered.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ConversationId, UserId } from '../shared/ids.js';
import { newerVersion } from '../topics/newer-version.js';

/** Nobody but a person chose these: what the user wrote up to the opening has not been weighed by the assistant. */
const openedWithoutTheAssistant: readonly HandoverReason[] = ['manual', 'phone', 'model_failure', 'stale'];

/**
 * What the assistant has queued and not sent is dropped: a person speaks now. A reply the sender has already claimed
 * (`sending`) can't be called back. Lines of the topic that show them already are rendered anew, and so taken away.
 */
export async function dropQueuedReplies(
  tx: Queryable,
  ids: { client_id: ClientId; user_id: UserId },
): Promise<void> {
  await tx.query(sql`
    WITH dropped AS (
      UPDATE messages m SET delivery_status = 'dropped', delivery_due_at = NULL
      FROM conversations c
      WHERE c.client_id = ${ids.client_id} AND c.user_id = ${ids.user_id} AND c.status = 'active'
        AND m.client_id = c.client_id AND m.integration_id = c.integration_id AND m.external_chat_id = c.external_chat_id
        AND m.conversation_id = c.id AND m.role = 'assistant' AND m.delivery_status = 'queued'
      RETURNING m.client_id, m.id
    )
    UPDATE topic_posts p SET ${newerVersion}
    FROM dropped WHERE p.client_id = dropped.client_id AND p.message_id = dropped.id AND p.kind = 'mirror'`);
}

/** After a request was resolved or ran out of time, what the user wrote meanwhile counts as read: no turn answers it. */
export async function skipBacklog(
  tx: Queryable,
  ids: { client_id: ClientId; user_id: UserId },
): Promise<void> {
  await tx.query(sql`
    UPDATE conversations SET turn_read_seq = last_seq, turn_due_at = NULL, turn_waiting_since = NULL
    WHERE client_id = ${ids.client_id} AND user_id = ${ids.user_id} AND status = 'active'`);
}

/**
 * Names the stretch a person spoke in, up to their last words, for the summary that the assistant's next call sees
 * instead of it: from the opening on, and on other channels from their first words. Where nobody spoke there is nothing
 * to sum up.
 */
export async function markHandback(tx: Queryable, handover: HandoverRow): Promise<void> {
  const { client_id, user_id, id, conversation_id, opened_at_seq } = handover;
  await tx.query(sql`
    WITH spoken AS (
      SELECT m.conversation_id, min(m.seq) AS from_seq, max(m.seq) AS to_seq FROM messages m
      WHERE m.client_id = ${client_id} AND m.user_id = ${user_id} AND m.created_at >= ${handover.created_at}
        AND m.role = 'manager' AND (m.handover_id = ${id} OR m.conversation_id = ${conversation_id} AND m.seq > ${opened_at_seq})
      GROUP BY m.conversation_id
    )
    UPDATE conversations c
    SET handback_from_seq = CASE WHEN c.id = ${conversation_id} THEN ${opened_at_seq}::int + 1 ELSE s.from_seq END,
        handback_to_seq = s.to_seq, handback_summary = NULL
    FROM spoken s
    WHERE c.client_id = ${client_id} AND c.id = s.conversation_id`);
}

/**
 * Lets the bot speak again in all of the user's conversations, whatever muted it, and makes a turn due at once where the
 * last word is the user's. What the assistant itself had handed to a person is not read again: that would only open
 * the next request.
 */
export async function wakeBot(tx: Queryable, handover: HandoverRow, now: Date): Promise<void> {
  const { client_id, user_id, reason, opened_at_seq } = handover;
  const conversations = await tx.query<{ id: ConversationId }>(sql`
    UPDATE conversations SET bot_status = 'active', bot_muted_until = NULL
    WHERE client_id = ${client_id} AND user_id = ${user_id} AND status = 'active' RETURNING id`);
  for (const { id } of conversations) {
    const isHandedOver = id === handover.conversation_id && !openedWithoutTheAssistant.includes(reason);
    await wakeIfUnanswered(tx, {
      client_id,
      conversation_id: id,
      now,
      settled_seq: isHandedOver ? opened_at_seq : 0,
    });
  }
}
