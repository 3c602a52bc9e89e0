import { prepared, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId, ConversationId, HandoverId, IntegrationId, UserId } from '../shared/ids.js';

/** How long a turn is nobody else's. Short, for it is also how long a killed process is waited for; renewed all the while. */
export const turnLeaseSeconds = 15;

/** A turn that this process alone may commit, with the conversation as it stood when it was claimed. */
export type ClaimedTurn = {
  client_id: ClientId;
  conversation_id: ConversationId;
  user_id: UserId;
  integration_id: IntegrationId;
  /** Names this claim: whoever commits must still hold it. */
  turn_token: string;
  turn_attempts: number;
  turn_read_seq: number;
  last_seq: number;
  bot_muted_until: Date | null;
  no_count: number;
  not_understood_count: number;
  out_of_scope_count: number;
  /** Of the last conversation with the user that was closed. */
  last_summary: string | null;
  /** The user wrote more than is answered: silence until then. */
  rate_limited_until: Date | null;
  /** When the user's last request for a person ended. */
  last_handover_ended_at: Date | null;
  handback_summary: string | null;
  handback_from_seq: number | null;
  handback_to_seq: number | null;
  user_name: string | null;
  user_language: string | null;
  blocked_at: Date | null;
  /** The open handover of the user, which may belong to a conversation on another channel. */
  open_handover_id: HandoverId | null;
};

/** Whose turn it is. */
export type TurnIds = { client_id: ClientId; conversation_id: ConversationId };

/** A claim by its name, whether or not it came about. */
export type TurnClaim = TurnIds & Pick<ClaimedTurn, 'turn_token'>;

/**
 * Claims a conversation's turn if one is due and nobody has it, else gives no row. The lease runs by the database's clock.
 *
 * @param now business time
 */
export function claimStatement({ client_id, conversation_id, turn_token }: TurnClaim, now: Date): Sql {
  const statement = sql`
    UPDATE conversations c
    SET turn_token = ${turn_token}, turn_lease_until = now() + make_interval(secs => ${turnLeaseSeconds}),
        turn_attempts = turn_attempts + 1
    FROM users u
    WHERE c.client_id = ${client_id} AND c.id = ${conversation_id} AND c.turn_due_at <= ${now}
      AND (c.turn_lease_until IS NULL OR c.turn_lease_until < now())
      AND u.client_id = c.client_id AND u.id = c.user_id
    RETURNING c.client_id, c.id AS conversation_id, c.user_id, c.integration_id, c.turn_token, c.turn_attempts,
      c.turn_read_seq, c.last_seq, c.bot_muted_until, c.no_count, c.not_understood_count, c.out_of_scope_count, c.rate_limited_until,
      c.handback_summary, c.handback_from_seq, c.handback_to_seq, u.name AS user_name, u.language_code AS user_language,
      u.blocked_at,
      (SELECT p.summary FROM conversations p
       WHERE p.client_id = c.client_id AND p.user_id = c.user_id AND p.status = 'closed' AND p.summary IS NOT NULL
       ORDER BY p.started_at DESC LIMIT 1) AS last_summary,
      (SELECT max(h.resolved_at) FROM handovers h
       WHERE h.client_id = c.client_id AND h.user_id = c.user_id) AS last_handover_ended_at,
      (SELECT h.id FROM handovers h
       WHERE h.client_id = c.client_id AND h.user_id = c.user_id AND h.status IN ('pending', 'active')) AS open_handover_id`;
  return prepared('claim-turn', statement);
}

/** Keeps a claim while something slow goes on. @returns false when it has been lost to another process */
export async function renewTurn(db: Queryable, turn: ClaimedTurn): Promise<boolean> {
  const rows = await db.query(sql`
    UPDATE conversations SET turn_lease_until = now() + make_interval(secs => ${turnLeaseSeconds})
    WHERE client_id = ${turn.client_id} AND id = ${turn.conversation_id} AND turn_token = ${turn.turn_token}
    RETURNING id`);
  return rows.length > 0;
}

/** Gives a claim back without an outcome: the turn stays due, from a later moment on. Repeated, it changes nothing. */
export async function giveTurnBack(db: Queryable, turn: TurnClaim, retryAt: Date): Promise<void> {
  await db.query(sql`
    UPDATE conversations SET turn_token = NULL, turn_lease_until = NULL, turn_due_at = ${retryAt}
    WHERE client_id = ${turn.client_id} AND id = ${turn.conversation_id} AND turn_token = ${turn.turn_token}`);
}
