import { dropQueuedReplies } from './backlog.js';
import { carryOut } from './carry-out.js';
import { lockOpenHandover } from './handover-row.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { muteBot } from '../conversations/mute.js';
import { conversationToGoOnWith } from '../conversations/reopen-conversation.js';
import { albumGatheringMs } from '../messages/albums.js';
import type { InboundMessage } from '../messages/inbound-message.js';
import { messageRepliedTo } from '../messages/store-inbound.js';
import { json, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { plusMinutes, plusMs } from '../shared/durations.js';
import type { ClientId, ConversationId, IntegrationId, MessageId, UserId } from '../shared/ids.js';
import { RaceLost } from '../shared/races.js';
import { texts } from '../texts/texts.js';
import { rootUser } from '../users/whole-user.js';

/** Something written on the business's own phone, as its channel hands it over; `from` is the user whose chat it is. */
export type OwnersMessage = Omit<InboundMessage, 'command' | 'rating'>;

/** What the owner wrote to a user on the business's own phone. */
export type OwnersAnswer = {
  profile: ClientProfile;
  /** Any of the user's on that phone; one that was closed meanwhile goes on. */
  conversation_id: ConversationId;
  message: OwnersMessage;
  now: Date;
};

/**
 * The owner answered from the phone: a person's answer. It joins the history and silences the bot for
 * `owner_mute_minutes`, anew with each; a request that waits becomes the phone's, and none is opened. Told of twice, it
 * counts once. A part of the caller's transaction: ring afterwards.
 *
 * @returns the stored message's id, or null when it was known
 * @throws RaceLost when the conversation was closed, or became another user's, at this very moment: run it again
 */
export async function ownerAnswers(tx: Queryable, answer: OwnersAnswer): Promise<MessageId | null> {
  const { profile, now } = answer;
  const chat = await tx.one<{ user_id: UserId; integration_id: IntegrationId }>(sql`
    SELECT user_id, integration_id FROM conversations
    WHERE client_id = ${profile.id} AND id = ${answer.conversation_id}`);
  const { integration_id } = chat;
  const user_id = await rootUser(tx, { client_id: profile.id, user_id: chat.user_id });
  const goesOn = await conversationToGoOnWith(tx, { profile, user_id, integration_id, now });
  const conversation_id = goesOn ?? answer.conversation_id;
  const handover = await lockOpenHandover(tx, { client_id: profile.id, user_id });
  if (!(await isStillOpen(tx, { client_id: profile.id, user_id, conversation_id }))) throw new RaceLost();
  const message_id = await storeAnswer(tx, { ...answer, conversation_id });
  if (!message_id) return null;
  await dropQueuedReplies(tx, { client_id: profile.id, user_id });
  const { owner_mute_minutes } = profile.settings;
  if (owner_mute_minutes > 0) {
    await muteBot(tx, {
      client_id: profile.id,
      conversation_id,
      until: plusMinutes(now, owner_mute_minutes),
    });
  }
  if (handover) {
    const phone_name = texts(profile.language).card.phoneOwner;
    await carryOut(tx, handover, { type: 'take_by_phone', phone_name }, { profile, by: null, now });
  }
  return message_id;
}

/** Whoever held the lock may have closed it, or found its user to be one with another: it goes on elsewhere. */
async function isStillOpen(
  tx: Queryable,
  of: { client_id: ClientId; user_id: UserId; conversation_id: ConversationId },
): Promise<boolean> {
  const open = await tx.query(sql`
    SELECT FROM conversations
    WHERE client_id = ${of.client_id} AND id = ${of.conversation_id} AND user_id = ${of.user_id} AND status = 'active'`);
  return open.length > 0;
}

async function storeAnswer(
  tx: Queryable,
  { profile, conversation_id, message, now }: OwnersAnswer,
): Promise<MessageId | null> {
  const client_id = profile.id;
  const { external_chat_id, external_message_id } = message;
  const known = await tx.maybeOne(sql`
    SELECT m.id FROM messages m JOIN conversations c ON c.client_id = m.client_id AND c.integration_id = m.integration_id
    WHERE c.client_id = ${client_id} AND c.id = ${conversation_id} AND m.external_message_id = ${external_message_id}
      AND m.external_chat_id IN (${external_chat_id}, c.external_chat_id)`);
  if (known) return null;
  const mirrorAt = plusMs(now, message.album_id === null ? 0 : albumGatheringMs);
  const metadata = {
    origin: 'phone',
    ...(message.unsupported_kind && { unsupported_kind: message.unsupported_kind }),
    ...(message.forwarded_from && { forwarded_from: message.forwarded_from }),
  };
  const stored = await tx.one<{ id: MessageId }>(sql`
    WITH conversation AS (
      UPDATE conversations c SET last_seq = last_seq + 1, last_message_at = ${now},
        mirror_due_at = CASE WHEN EXISTS (SELECT FROM topics t WHERE t.client_id = c.client_id AND t.user_id = c.user_id)
          THEN coalesce(mirror_due_at, ${mirrorAt}) ELSE mirror_due_at END
      WHERE client_id = ${client_id} AND id = ${conversation_id}
      RETURNING client_id, id, user_id, integration_id, last_seq
    )
    INSERT INTO messages (client_id, conversation_id, user_id, integration_id, external_chat_id, external_message_id,
      external_sent_at, seq, role, direction, kind, content, album_id, reply_to_message_id, media, entities, metadata,
      delivery_status, sent_at, created_at)
    SELECT client_id, id, user_id, integration_id, ${external_chat_id}, ${external_message_id}, ${message.sent_at},
      last_seq, 'manager', 'outbound', ${message.kind}, ${message.text}, ${message.album_id},
      ${messageRepliedTo(client_id, message)}, ${message.media && json(message.media)}::jsonb,
      ${json(message.details)}::jsonb, ${json(metadata)}::jsonb, 'sent', ${message.sent_at}, ${now}
    FROM conversation RETURNING id`);
  return stored.id;
}
