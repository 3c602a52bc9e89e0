import { albumGatheringMs } from './albums.js';
import type { MessageButton } from './message-buttons.js';
import type { MessageDetails } from './message-details.js';
import type { MediaReference, MessageKind } from './message-kinds.js';
import { json, prepared, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import { plusMs } from '../shared/durations.js';
import type { ClientId, ConversationId, HandoverId, ManagerId, MessageId } from '../shared/ids.js';

/** Something to be said to a user: by the assistant, by a manager, or as a notice by the system. */
export type OutboundMessage = {
  client_id: ClientId;
  conversation_id: ConversationId;
  role: 'assistant' | 'manager' | 'system';
  kind?: MessageKind;
  content: string;
  media?: MediaReference | null;
  media_file?: string | null;
  details?: MessageDetails;
  /** Parts of one album go to the user together. */
  album_id?: string | null;
  reply_to_message_id?: MessageId | null;
  /** Buttons under it, in rows. */
  buttons?: MessageButton[][] | null;
  handover_id?: HandoverId | null;
  manager_id?: ManagerId | null;
  prompt_id?: string | null;
  intent?: string | null;
  /** The notice's name, when it is one. */
  notice?: string | null;
  /** `topic` = it stands in the topic already and is not mirrored there again. */
  origin?: 'topic' | null;
};

/**
 * Puts a message into the outbox: one statement that takes its `seq` under the conversation's row lock.
 * Ring the bells of delivery and mirror after the commit.
 *
 * @param now the business time it is said at
 * @returns the new message's id and seq, and the integration that delivers it
 */
export async function queueMessage(
  db: Queryable,
  message: OutboundMessage,
  now: Date,
): Promise<{ id: MessageId; seq: number; integration_id: string }> {
  const statement = sql`
    WITH spoken AS (
      UPDATE conversations c
      SET last_seq = last_seq + 1,
          last_message_at = ${now},
          mirror_due_at = CASE
            WHEN EXISTS (SELECT FROM topics t WHERE t.client_id = c.client_id AND t.user_id = c.user_id)
              THEN coalesce(mirror_due_at, ${now}) ELSE mirror_due_at END
      WHERE client_id = ${message.client_id} AND id = ${message.conversation_id}
      RETURNING client_id, id, user_id, integration_id, external_chat_id, last_seq
    )
    ${insertSpoken(message, now)}`;
  return db.one(prepared('queue-message', statement));
}

/**
 * The second half of a statement whose first half, `spoken`, gives a conversation's row with the `last_seq` that it has
 * taken for a message: inserts the message, as {@link queueMessage} does.
 */
export function insertSpoken(message: OutboundMessage, now: Date): Sql {
  const due_at = message.album_id ? plusMs(now, albumGatheringMs) : now;
  const metadata = JSON.stringify(message.origin ? { origin: message.origin } : {});
  return sql`
    INSERT INTO messages (client_id, conversation_id, user_id, integration_id, external_chat_id, seq, role, direction,
      kind, content, media, media_file, entities, album_id, reply_to_message_id, buttons, handover_id, manager_id,
      prompt_id, intent, notice, metadata, delivery_status, delivery_due_at, created_at)
    SELECT client_id, id, user_id, integration_id, external_chat_id, last_seq, ${message.role}, 'outbound',
      ${message.kind ?? 'text'}, ${message.content}, ${jsonOrNull(message.media)}::jsonb, ${message.media_file ?? null},
      ${json(message.details ?? {})}::jsonb, ${message.album_id ?? null}, ${message.reply_to_message_id ?? null}::uuid,
      ${jsonOrNull(message.buttons)}::jsonb, ${message.handover_id ?? null}::uuid, ${message.manager_id ?? null}::uuid,
      ${message.prompt_id ?? null}::uuid, ${message.intent ?? null}, ${message.notice ?? null}, ${metadata}::jsonb, 'queued', ${due_at}, ${now}
    FROM spoken
    RETURNING id, seq, integration_id`;
}

/** Another part of an album has come: those that wait to be sent wait for it, and perhaps for one more. */
export async function gatherAlbum(
  tx: Queryable,
  {
    client_id,
    conversation_id,
    album_id,
  }: { client_id: ClientId; conversation_id: ConversationId; album_id: string },
  now: Date,
): Promise<void> {
  await tx.query(sql`
    UPDATE messages SET delivery_due_at = ${plusMs(now, albumGatheringMs)}
    WHERE client_id = ${client_id} AND conversation_id = ${conversation_id} AND album_id = ${album_id}
      AND delivery_status = 'queued' AND NOT metadata ? 'sent_parts'`);
}

function jsonOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
