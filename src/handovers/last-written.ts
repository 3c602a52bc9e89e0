import type { HandoverRow } from './handover-row.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ConversationId } from '../shared/ids.js';

/** Where the user wrote last since a request was opened, on whichever channel: an answer belongs there. */
export async function lastWrittenIn(tx: Queryable, handover: HandoverRow): Promise<ConversationId> {
  const last = await tx.maybeOne<{ conversation_id: ConversationId }>(sql`
    SELECT m.conversation_id FROM messages m
    JOIN conversations c ON c.client_id = m.client_id AND c.id = m.conversation_id AND c.status = 'active'
    WHERE m.client_id = ${handover.client_id} AND m.user_id = ${handover.user_id} AND m.role = 'user'
      AND m.created_at >= ${handover.created_at}
    ORDER BY m.created_at DESC, m.seq DESC LIMIT 1`);
  return last?.conversation_id ?? handover.conversation_id;
}
