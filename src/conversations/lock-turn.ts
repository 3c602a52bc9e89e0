import type { ClaimedTurn } from './claim-turn.js';
import type { TurnContext } from './read-turn.js';
import { isBeingHeard } from '../messages/hearing-outbox.js';
import { prepared, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { HandoverId } from '../shared/ids.js';

/** How a conversation stands at the commit of its turn. */
export type LockedTurn = {
  /** Somebody speaks for the business, or has settled what the turn read, or nobody may speak. */
  is_bot_silenced: boolean;
  /** The user is blocked: nothing they wrote calls anybody or starts a clock. */
  is_blocked: boolean;
  /** The client is suspended: its users are heard and shown, and nobody is called. */
  is_suspended: boolean;
  open_handover_id: HandoverId | null;
  /** When a person last wrote in the open handover. */
  last_human_at: Date | null;
  /** The newest message of the user. */
  newest_user_seq: number;
  /** The newest one before those that are still being heard. */
  newest_readable_seq: number;
  /** The user has edited, or taken back, something that the turn read. */
  was_edited: boolean;
};

type Standing = { turn: ClaimedTurn; context: TurnContext; now: Date };

/**
 * Locks a claimed turn for its commit: nobody takes over, and nothing comes in, until the transaction ends.
 *
 * @returns null when the claim has been lost to another process
 */
export async function lockTurn(tx: Queryable, standing: Standing): Promise<LockedTurn | null> {
  const [, state] = await Promise.all([
    tx.query(lockStatement(standing.turn)),
    tx.maybeOne<LockedTurn & { is_ours: boolean }>(prepared('turn-state', turnState(standing))),
  ]);
  return state?.is_ours ? state : null;
}

/** Locks the conversations of a turn's user in one order, as whoever moves a handover does. */
export function lockStatement({ client_id, user_id, conversation_id }: ClaimedTurn): Sql {
  const statement = sql`
    SELECT FROM conversations
    WHERE client_id = ${client_id} AND user_id = ${user_id} AND (status = 'active' OR id = ${conversation_id})
    ORDER BY id
    FOR UPDATE`;
  return prepared('lock-turn', statement);
}

/**
 * How a turn stands: {@link LockedTurn}, and whether it is still ours. Never in one statement with the lock: that one may
 * wait, and what a statement reads in other tables is from before it waited.
 */
export function turnState({ turn, context, now }: Standing): Sql {
  return sql`
    SELECT coalesce(c.turn_token = ${turn.turn_token}, false) AS is_ours, h.id AS open_handover_id, h.last_human_at,
      h.id IS NOT NULL OR coalesce(c.bot_muted_until > ${now}, false) OR u.blocked_at IS NOT NULL
        OR k.status = 'suspended' OR c.turn_read_seq > ${turn.turn_read_seq} AS is_bot_silenced,
      u.blocked_at IS NOT NULL AS is_blocked, k.status = 'suspended' AS is_suspended,
      (SELECT coalesce(max(m.seq), 0) FROM messages m
       WHERE m.client_id = c.client_id AND m.conversation_id = c.id AND m.seq > ${turn.turn_read_seq}
         AND m.role = 'user' AND m.deleted_at IS NULL) AS newest_user_seq,
      (SELECT coalesce(max(m.seq) FILTER (WHERE m.unheard = 0), 0) FROM (
         SELECT m.seq, count(*) FILTER (WHERE ${isBeingHeard(now)}) OVER (ORDER BY m.seq) AS unheard FROM messages m
         WHERE m.client_id = c.client_id AND m.conversation_id = c.id AND m.seq > ${turn.turn_read_seq}
           AND m.role = 'user' AND m.deleted_at IS NULL) m) AS newest_readable_seq,
      EXISTS (
        SELECT FROM unnest(${context.unread.map(({ id }) => id)}::uuid[], ${context.unread.map(({ content }) => content)}::text[]) AS read (id, content)
        JOIN messages m ON m.client_id = c.client_id AND m.id = read.id
        WHERE m.deleted_at IS NOT NULL OR m.edited_at IS NOT NULL AND m.content <> read.content) AS was_edited
    FROM conversations c
    JOIN clients k ON k.id = c.client_id
    JOIN users u ON u.client_id = c.client_id AND u.id = c.user_id
    LEFT JOIN handovers h ON h.client_id = c.client_id AND h.user_id = c.user_id AND h.status IN ('pending', 'active')
    WHERE c.client_id = ${turn.client_id} AND c.id = ${turn.conversation_id}`;
}
