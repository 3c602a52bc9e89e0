import type { HandoverState } from './handover-decision.js';
import type { HandoverReason, TriggerType } from './handover-types.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ConversationId, HandoverId, UserId } from '../shared/ids.js';

/** A row of `handovers`, as the use cases read it. */
export type HandoverRow = HandoverState & {
  id: HandoverId;
  client_id: ClientId;
  conversation_id: ConversationId;
  user_id: UserId;
  trigger_type: TriggerType;
  reason: HandoverReason;
  summary: string | null;
  opened_at_seq: number;
};

export const handoverColumns = sql`
  h.id, h.client_id, h.conversation_id, h.user_id, h.status, h.trigger_type, h.reason, h.summary, h.opened_at_seq,
  h.assigned_to_name, h.manager_id, h.created_at, h.taken_at, h.first_response_at, h.resolved_at,
  h.waiting_since, h.last_user_at, h.last_human_at,
  h.reminder_1_due_at, h.reminder_1_sent_at, h.reminder_2_due_at, h.reminder_2_sent_at, h.auto_close_due_at`;

/** The handover as it stands, or null when this client has none of that id. */
export async function findHandover(
  db: Queryable,
  ids: { client_id: ClientId; handover_id: HandoverId },
): Promise<HandoverRow | null> {
  const row = await db.maybeOne<HandoverRow>(sql`
    SELECT ${handoverColumns} FROM handovers h WHERE h.client_id = ${ids.client_id} AND h.id = ${ids.handover_id}`);
  return row ?? null;
}

/**
 * Locks a handover for a transition. The user's conversations are locked first, as a turn does: whoever locks the two
 * in another order meets a turn in a deadlock.
 */
export async function lockHandover(
  tx: Queryable,
  ids: { client_id: ClientId; handover_id: HandoverId },
): Promise<HandoverRow | null> {
  const owner = await tx.maybeOne<{ user_id: UserId }>(sql`
    SELECT user_id FROM handovers WHERE client_id = ${ids.client_id} AND id = ${ids.handover_id}`);
  if (!owner) return null;
  await lockConversations(tx, { client_id: ids.client_id, user_id: owner.user_id });
  const row = await tx.maybeOne<HandoverRow>(sql`
    SELECT ${handoverColumns} FROM handovers h
    WHERE h.client_id = ${ids.client_id} AND h.id = ${ids.handover_id} FOR UPDATE`);
  return row ?? null;
}

/** Locks the user's open handover, conversations first; null when there is none. */
export async function lockOpenHandover(
  tx: Queryable,
  ids: { client_id: ClientId; user_id: UserId },
): Promise<HandoverRow | null> {
  await lockConversations(tx, ids);
  const row = await tx.maybeOne<HandoverRow>(sql`
    SELECT ${handoverColumns} FROM handovers h
    WHERE h.client_id = ${ids.client_id} AND h.user_id = ${ids.user_id} AND h.status IN ('pending', 'active') FOR UPDATE`);
  return row ?? null;
}

/** Locks a user's conversations in one order, before anything else of theirs is changed. */
export async function lockConversations(
  tx: Queryable,
  ids: { client_id: ClientId; user_id: UserId },
): Promise<void> {
  await tx.query(sql`
    SELECT id FROM conversations
    WHERE client_id = ${ids.client_id} AND user_id = ${ids.user_id} AND status = 'active' ORDER BY id FOR UPDATE`);
}
