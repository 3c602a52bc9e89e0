import type { ClaimedTurn } from './claim-turn.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { HandoverId } from '../shared/ids.js';

/** How a conversation stands at the commit of its turn. */
export type LockedTurn = {
  /** Somebody speaks for the business, or has settled what the turn read, or nobody may speak. */
  is_bot_silenced: boolean;
  /** The user is blocked: nothing they wrote calls anybody or starts a clock. */
  is_blocked: boolean;
  open_handover: { id: HandoverId; last_human_at: Date | null } | null;
  /** The newest message of the user. */
  newest_user_seq: number;
};

/**
 * Locks a claimed turn for its commit: nobody takes over, and nothing comes in, until the transaction ends. The user's
 * conversations are locked in one order, as whoever moves a handover does.
 *
 * @returns null when the claim has been lost to another process
 */
export async function lockTurn(tx: Queryable, turn: ClaimedTurn, now: Date): Promise<LockedTurn | null> {
  const locked = await tx.query<{ id: string; turn_token: string | null }>(sql`
    SELECT id, turn_token FROM conversations
    WHERE client_id = ${turn.client_id} AND user_id = ${turn.user_id} AND (status = 'active' OR id = ${turn.conversation_id})
    ORDER BY id
    FOR UPDATE`);
  const own = locked.find(({ id }) => id === turn.conversation_id);
  if (own?.turn_token !== turn.turn_token) return null;
  // A second statement: the first one may have waited, and what it read beside the rows would be from before.
  const { open_handover_id, last_human_at, ...state } = await tx.one<{
    is_bot_silenced: boolean;
    is_blocked: boolean;
    open_handover_id: HandoverId | null;
    last_human_at: Date | null;
    newest_user_seq: number;
  }>(sql`
    SELECT h.id AS open_handover_id, h.last_human_at,
      h.id IS NOT NULL OR coalesce(c.bot_muted_until > ${now}, false) OR u.blocked_at IS NOT NULL
        OR k.status = 'suspended' OR c.turn_read_seq > ${turn.turn_read_seq} AS is_bot_silenced,
      u.blocked_at IS NOT NULL AS is_blocked,
      (SELECT coalesce(max(m.seq), 0) FROM messages m
       WHERE m.client_id = c.client_id AND m.conversation_id = c.id AND m.seq > ${turn.turn_read_seq}
         AND m.role = 'user' AND m.deleted_at IS NULL) AS newest_user_seq
    FROM conversations c
    JOIN clients k ON k.id = c.client_id
    JOIN users u ON u.client_id = c.client_id AND u.id = c.user_id
    LEFT JOIN handovers h ON h.client_id = c.client_id AND h.user_id = c.user_id AND h.status IN ('pending', 'active')
    WHERE c.client_id = ${turn.client_id} AND c.id = ${turn.conversation_id}`);
  return { ...state, open_handover: open_handover_id && { id: open_handover_id, last_human_at } };
}
