import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, MessageId } from '../shared/ids.js';

/**
 * [Отправить ещё раз]: a manager's message of which nobody knows whether it arrived goes out once more.
 *
 * @returns false when it is known by now, or was sent again already
 */
export async function resendMessage(
  tx: Queryable,
  { client_id, message_id, now }: { client_id: ClientId; message_id: MessageId; now: Date },
): Promise<boolean> {
  const rows = await tx.query(sql`
    UPDATE messages SET delivery_status = 'queued', delivery_due_at = ${now}, delivery_error = NULL
    WHERE client_id = ${client_id} AND id = ${message_id} AND role = 'manager' AND delivery_status = 'uncertain'
    RETURNING id`);
  return rows.length > 0;
}
