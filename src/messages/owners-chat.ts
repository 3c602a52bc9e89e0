import { knownUser, madeUser, place } from './store-inbound.js';
import type { Placed } from './store-inbound.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ConversationId, UserId } from '../shared/ids.js';

/** Whose chat the owner wrote in; null ids when the message was stored before, or there is no such connection. */
export type OwnersChat = {
  is_known: boolean;
  user_id: UserId | null;
  /** The newest of the user's on this connection, open or closed. */
  conversation_id: ConversationId | null;
};

/**
 * Finds the user and the conversation in whose chat something was written on the business's own phone, by the rules by
 * which a user's own message finds them, or makes them: the owner may write to somebody who never wrote. A part of the
 * caller's transaction.
 *
 * @throws a unique violation when the same person was met for the first time at the same moment: run it again
 */
export async function ownersChat(tx: Queryable, placed: Placed): Promise<OwnersChat> {
  const { client_id, integration_id, message, now } = placed;
  return tx.one<OwnersChat>(sql`
    WITH RECURSIVE ${place(placed)}, ${knownUser(placed)},
    seen_user AS (SELECT id FROM found_user WHERE EXISTS (SELECT FROM place)), ${madeUser(placed)},
    person AS (SELECT id FROM seen_user UNION ALL SELECT id FROM made_user),
    known_chat AS (
      SELECT c.id FROM conversations c JOIN person ON person.id = c.user_id
      WHERE c.client_id = ${client_id} AND c.integration_id = ${integration_id}
      ORDER BY (c.status = 'active') DESC, c.last_message_at DESC LIMIT 1
    ),
    made_chat AS (
      INSERT INTO conversations (client_id, user_id, integration_id, channel, external_chat_id, started_at,
        last_message_at, idle_due_at, mirror_due_at)
      SELECT place.client_id, person.id, place.integration_id, place.platform_id, ${message.external_chat_id}, ${now}, ${now},
        ${now}::timestamptz + make_interval(hours => place.conversation_idle_hours),
        CASE WHEN place.topic_mode = 'always' THEN ${now}::timestamptz END
      FROM place, person WHERE NOT EXISTS (SELECT FROM known_chat)
      RETURNING id
    )
    SELECT EXISTS (SELECT FROM known_message) AS is_known, (SELECT id FROM person) AS user_id,
      coalesce((SELECT id FROM known_chat), (SELECT id FROM made_chat)) AS conversation_id`);
}
