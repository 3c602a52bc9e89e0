import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, MessageId } from '../shared/ids.js';

/**
 * [Отправить ещё раз]: a manager's message of which nobody knows whether it arrived goes out once more, an album
 * with all its parts.
 *
 * @returns false when it is known by now, or was sent again already
 */
export async function resendMessage(
  tx: Queryable,
  { client_id, message_id, now }: { client_id: ClientId; message_id: MessageId; now: Date },
): Promise<boolean> {
  const rows = await tx.query(sql`
    UPDATE messages m SET delivery_status = 'queued', delivery_due_at = ${now}, delivery_error = NULL
    FROM messages asked
    WHERE asked.client_id = ${client_id} AND asked.id = ${message_id} AND asked.role = 'manager'
      AND m.client_id = asked.client_id AND m.conversation_id = asked.conversation_id AND m.role = asked.role
      AND (m.id = asked.id OR m.album_id = asked.album_id) AND m.delivery_status = 'uncertain'
    RETURNING m.id`);
  return rows.length > 0;
}
