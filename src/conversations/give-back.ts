import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId, ConversationId, UserId } from '../shared/ids.js';
import { wholeUser } from '../users/whole-user.js';

type Parting = { client_id: ClientId; elder_id: UserId; younger_id: UserId };

/**
 * Two users who had been merged part again: the conversations in chats of the younger go back to them, with what was said
 * and asked for there since. One in which both spoke (two addresses of one chat) stays with the elder. The conversations
 * and requests of the elder are locked by the caller.
 *
 * @returns the conversations that went back
 */
export async function giveConversationsBack(tx: Queryable, parting: Parting): Promise<ConversationId[]> {
  const { client_id, elder_id, younger_id } = parting;
  const chats = chatsOf(parting);
  await tx.query(sql`
    DELETE FROM conversations c
    WHERE c.client_id = ${client_id} AND c.user_id = ${elder_id} AND c.status = 'closed' AND c.last_seq = 0
      AND (c.integration_id, c.external_chat_id) IN ${chats}`);
  const given = await tx.query<{ id: ConversationId }>(sql`
    UPDATE conversations c SET user_id = ${younger_id}, turn_token = NULL, turn_lease_until = NULL
    WHERE c.client_id = ${client_id} AND c.user_id = ${elder_id} AND (c.integration_id, c.external_chat_id) IN ${chats}
      AND NOT EXISTS (
        SELECT FROM messages m WHERE m.client_id = c.client_id AND m.conversation_id = c.id AND m.external_chat_id IS NOT NULL
          AND (m.integration_id, m.external_chat_id) NOT IN ${chats})
    RETURNING c.id`);
  const ids = given.map(({ id }) => id);
  await tx.query(sql`
    UPDATE messages SET user_id = ${younger_id} WHERE client_id = ${client_id} AND conversation_id = ANY (${ids}::uuid[])`);
  await tx.query(sql`
    UPDATE handovers SET user_id = ${younger_id}
    WHERE client_id = ${client_id} AND user_id = ${elder_id} AND conversation_id = ANY (${ids}::uuid[])`);
  await leaveOwnChat(tx, parting);
  return ids;
}

/** Where the younger, and whoever is one with them, was ever spoken with. */
function chatsOf({ client_id, younger_id }: Parting): Sql {
  return sql`(
    SELECT b.integration_id, b.external_chat_id FROM conversations b
    WHERE b.client_id = ${client_id} AND b.user_id IN ${wholeUser({ client_id, user_id: younger_id })}
    UNION
    SELECT b.integration_id, chat FROM conversations b, jsonb_array_elements_text(b.metadata->'chats') AS chat
    WHERE b.client_id = ${client_id} AND b.user_id IN ${wholeUser({ client_id, user_id: younger_id })})`;
}

/** A conversation that stays with the elder is answered at the elder's own address again. */
async function leaveOwnChat(tx: Queryable, parting: Parting): Promise<void> {
  const { client_id, elder_id } = parting;
  const chats = chatsOf(parting);
  await tx.query(sql`
    UPDATE conversations c SET external_chat_id = own.external_chat_id
    FROM (
      SELECT DISTINCT ON (m.conversation_id) m.conversation_id, m.external_chat_id FROM messages m
      WHERE m.client_id = ${client_id} AND m.user_id = ${elder_id} AND m.external_chat_id IS NOT NULL
        AND (m.integration_id, m.external_chat_id) NOT IN ${chats}
      ORDER BY m.conversation_id, m.seq DESC
    ) own
    WHERE c.client_id = ${client_id} AND c.user_id = ${elder_id} AND c.id = own.conversation_id
      AND (c.integration_id, c.external_chat_id) IN ${chats}`);
}
