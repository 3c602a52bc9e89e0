import { join, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId, ConversationId, UserId } from '../shared/ids.js';

type OfConversation = { client_id: ClientId; conversation_id: ConversationId };

/** What the system says by itself about who answers: it leaves the user's question where it was. */
const noticesThatAnswerNothing = [
  ...[
    'handover_opened',
    'handover_closed_hours',
    'taken',
    'deferred',
    'resolved',
    'rating',
    'rated',
    'timeout',
    'returned',
  ],
  ...['model_down', 'rate_limited'],
];

/**
 * Makes a turn due at once when the bot may speak again and the user's last message has no answer. The turn then reads
 * everything since the last answer anew. Pleasantries ask for none, and what stood there when a request was resolved or ran
 * out of time, or when the user was unblocked, is settled, answered or not.
 * A part of the caller's transaction; ring the turn's bell after the commit when it returns true.
 *
 * @returns whether a turn is due now
 */
export async function wakeIfUnanswered(
  tx: Queryable,
  {
    client_id,
    conversation_id,
    now,
    settled_seq = 0,
  }: {
    client_id: ClientId;
    conversation_id: ConversationId;
    now: Date;
    /** Messages up to this one are settled though nothing answers them: they were handed to a person. */
    settled_seq?: number;
  },
): Promise<boolean> {
  const woken = await tx.query(sql`
    WITH answered AS (
      SELECT greatest(coalesce(max(seq), 0), ${settled_seq}::int, ${settledByEnd({ client_id, conversation_id })},
        ${settledByUnblocking({ client_id, conversation_id })}) AS seq
      FROM messages
      WHERE client_id = ${client_id} AND conversation_id = ${conversation_id} AND direction = 'outbound'
        AND delivery_status NOT IN ('dropped', 'failed')
        AND (notice IS NULL OR notice NOT IN (${join(noticesThatAnswerNothing)}))
    )
    UPDATE conversations c
    SET turn_read_seq = least(c.turn_read_seq, answered.seq), turn_due_at = ${now},
        turn_waiting_since = coalesce(c.turn_waiting_since, ${now})
    FROM answered
    WHERE c.client_id = ${client_id} AND c.id = ${conversation_id} AND c.status = 'active'
      AND (c.bot_muted_until IS NULL OR c.bot_muted_until <= ${now})
      AND NOT EXISTS (SELECT FROM handovers h
                      WHERE h.client_id = c.client_id AND h.user_id = c.user_id AND h.status IN ('pending', 'active'))
      AND EXISTS (SELECT FROM messages m
                  WHERE m.client_id = c.client_id AND m.conversation_id = c.id AND m.role = 'user' AND m.seq > answered.seq
                    AND NOT m.is_pleasantry AND m.deleted_at IS NULL)
    RETURNING c.id`);
  return woken.length > 0;
}

/** The user is unblocked: what they wrote until now stays unanswered, whatever wakes the bot. A part of the caller's transaction. */
export async function settleByUnblocking(
  tx: Queryable,
  { client_id, user_id }: { client_id: ClientId; user_id: UserId },
): Promise<void> {
  await tx.query(sql`
    UPDATE conversations SET metadata = metadata || jsonb_build_object('settled_seq', last_seq)
    WHERE client_id = ${client_id} AND user_id = ${user_id} AND status = 'active'`);
}

function settledByUnblocking({ client_id, conversation_id }: OfConversation): Sql {
  return sql`(
    SELECT (c.metadata->>'settled_seq')::int FROM conversations c
    WHERE c.client_id = ${client_id} AND c.id = ${conversation_id})`;
}

/** The newest message from before the user's last request that a person resolved, or that ran out of time. */
function settledByEnd({ client_id, conversation_id }: OfConversation): Sql {
  return sql`(
    SELECT max(m.seq) FROM messages m
    WHERE m.client_id = ${client_id} AND m.conversation_id = ${conversation_id} AND m.created_at <= (
      SELECT max(h.resolved_at) FROM handovers h JOIN conversations c ON c.client_id = h.client_id AND c.user_id = h.user_id
      WHERE c.client_id = ${client_id} AND c.id = ${conversation_id} AND h.status IN ('resolved', 'timeout')))`;
}
