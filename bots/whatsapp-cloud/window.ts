import { sql } from '../../src/shared/database.js';
import type { Queryable } from '../../src/shared/database.js';
import { msOfHours } from '../../src/shared/durations.js';
import type { ClientId, MessageId } from '../../src/shared/ids.js';

/** Businesses may write freely so long after a user's last message. https://developers.facebook.com/docs/whatsapp/conversation-types */
const openMs = msOfHours(24);

/** @param last when the user wrote last to this number, by WhatsApp's time; null = never */
export function isWindowOpen(last: Date | null, now: Date): boolean {
  return last !== null && now.getTime() - last.getTime() < openMs;
}

/** When the user of a message wrote last to the number it goes out from; null = never. */
export async function lastWritten(
  db: Queryable,
  { client_id, id }: { client_id: ClientId; id: MessageId },
): Promise<Date | null> {
  const row = await db.maybeOne<{ at: Date }>(sql`
    SELECT coalesce(m.external_sent_at, m.created_at) AS at
    FROM messages said
    JOIN messages m ON m.client_id = said.client_id AND m.user_id = said.user_id
      AND m.integration_id = said.integration_id AND m.direction = 'inbound'
    WHERE said.client_id = ${client_id} AND said.id = ${id}
    ORDER BY m.created_at DESC LIMIT 1`);
  return row?.at ?? null;
}
