import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ConversationId, IntegrationId, MessageId, UserId } from '../shared/ids.js';

/** Where a message stands in its messenger. */
export type MessageAddress = { external_chat_id: string; external_message_id: string };

/** A stored message, as far as those who change it need to know it. */
export type FoundMessage = {
  id: MessageId;
  conversation_id: ConversationId;
  user_id: UserId;
  seq: number;
  /** How many messages of the messenger it is known to stand in: more than one for a long text. */
  pieces: number;
};

/**
 * Finds what is stored of a message by the messenger's own ids; of a long text that we sent, by the id of its first piece.
 *
 * @param wanted.direction `inbound`: a user's; `outbound`: anything that was said to a user
 */
export async function findMessage(
  db: Queryable,
  wanted: MessageAddress & {
    client_id: ClientId;
    integration_id: IntegrationId;
    direction: 'inbound' | 'outbound';
  },
): Promise<FoundMessage | undefined> {
  return db.maybeOne<FoundMessage>(sql`
    SELECT id, conversation_id, user_id, seq, greatest(1, jsonb_array_length(coalesce(metadata->'sent_parts', '[]'))) AS pieces
    FROM messages
    WHERE client_id = ${wanted.client_id} AND integration_id = ${wanted.integration_id}
      AND external_chat_id = ${wanted.external_chat_id} AND external_message_id = ${wanted.external_message_id}
      AND direction = ${wanted.direction}`);
}
