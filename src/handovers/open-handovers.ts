import type { HandoverReason, HandoverStatus } from './handover-types.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, HandoverId, UserId } from '../shared/ids.js';

/** An open request with its timers, as lists of them show it. */
export type OpenHandover = {
  id: HandoverId;
  user_id: UserId;
  user_name: string | null;
  status: Extract<HandoverStatus, 'pending' | 'active'>;
  reason: HandoverReason;
  assigned_to_name: string | null;
  created_at: Date;
  waiting_since: Date | null;
  reminder_1_due_at: Date | null;
  reminder_1_sent_at: Date | null;
  reminder_2_due_at: Date | null;
  reminder_2_sent_at: Date | null;
  auto_close_due_at: Date | null;
  telegram_chat_id: string | null;
  thread_id: number | null;
  /** The card's message in the group. */
  card_message_id: number | null;
};

/** All open requests of a client: who waits longest first, then those that were answered. */
export async function listOpenHandovers(db: Queryable, client_id: ClientId): Promise<OpenHandover[]> {
  return db.query<OpenHandover>(sql`
    SELECT h.id, h.user_id, coalesce(u.name, u.username) AS user_name, h.status, h.reason, h.assigned_to_name, h.created_at,
      h.waiting_since, h.reminder_1_due_at, h.reminder_1_sent_at, h.reminder_2_due_at, h.reminder_2_sent_at,
      h.auto_close_due_at, t.telegram_chat_id,
      CASE WHEN s.group_is_forum IS DISTINCT FROM false THEN t.thread_id END AS thread_id,
      CASE WHEN h.telegram_chat_id = s.telegram_chat_id THEN h.telegram_message_id END AS card_message_id
    FROM handovers h
    JOIN users u ON u.client_id = h.client_id AND u.id = h.user_id
    JOIN client_settings s ON s.client_id = h.client_id
    LEFT JOIN topics t ON t.client_id = h.client_id AND t.user_id = h.user_id AND t.telegram_chat_id = s.telegram_chat_id
    WHERE h.client_id = ${client_id} AND h.status IN ('pending', 'active')
    ORDER BY h.waiting_since NULLS LAST, h.created_at`);
}
