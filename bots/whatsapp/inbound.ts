import type { WAMessage } from '@whiskeysockets/baileys';
import { userCommandIn } from '../../src/messages/inbound-message.js';
import type { InboundMessage } from '../../src/messages/inbound-message.js';
import type { Addresses } from './home-chat.js';
import { externalMessageId, identitiesOf, phoneOf } from './ids.js';
import type { ExternalChatId } from './ids.js';
import { bodyOf } from './message-body.js';
import type { MessageBody } from './message-body.js';
import { contextOf } from './unwrap.js';
import type { Unwrapped } from './unwrap.js';

/** WhatsApp says that something was passed on, never by whom. */
const somebody = 'WhatsApp';

/** Where a message stands and who is on the other side, whoever of the two wrote it. */
export type Placed = {
  message: WAMessage;
  /** WhatsApp's id of what is meant: of an edit, of the message that was edited. */
  id: string;
  addresses: Addresses;
  chat: ExternalChatId;
  received_at: Date;
};

/** A message with what it holds. */
export function inboundMessage(placed: Placed, unwrapped: Unwrapped): InboundMessage {
  const { content, album_id } = unwrapped;
  const context = contextOf(content);
  const reference = { chat: placed.chat, id: placed.id, from_me: placed.message.key.fromMe === true };
  return {
    ...envelope(placed, bodyOf(content, reference)),
    forwarded_from: context?.isForwarded ? somebody : null,
    reply_to_external_id: context?.stanzaId ? externalMessageId(context.stanzaId) : null,
    album_id,
  };
}

/** An emoji that a user has put on a message, kept like a message that says it. Taken away again, it says nothing. */
export function inboundReaction(placed: Placed, { content }: Unwrapped): InboundMessage {
  const { text, key } = content.reactionMessage ?? {};
  const body = { ...nothing, kind: 'reaction', text: text ?? '' } as const;
  return { ...envelope(placed, body), reply_to_external_id: key?.id ? externalMessageId(key.id) : null };
}

/** Something that happened in the chat and can't be shown, by its name. */
export function inboundUnknown(placed: Placed, unknown_kind: string): InboundMessage {
  return envelope(placed, { ...nothing, unknown_kind });
}

/** When something was sent, by WhatsApp's clock, where it says. */
export function sentAt({ messageTimestamp }: Pick<WAMessage, 'messageTimestamp'>, received_at: Date): Date {
  const seconds = Number(messageTimestamp ?? 0);
  return seconds > 0 ? new Date(seconds * 1000) : received_at;
}

const nothing: MessageBody = { kind: 'unsupported', text: '', media: null, details: {}, unknown_kind: null };

function envelope({ message, id, addresses, chat, received_at }: Placed, body: MessageBody): InboundMessage {
  const isUsers = message.key.fromMe !== true;
  return {
    external_chat_id: chat,
    external_message_id: externalMessageId(id),
    sent_at: sentAt(message, received_at),
    from: {
      identities: identitiesOf(addresses),
      name: isUsers ? message.pushName || message.verifiedBizName || null : null,
      username: null,
      phone: phoneOf(addresses),
      language_code: null,
    },
    kind: body.kind,
    text: body.text,
    command: body.kind === 'text' && isUsers ? userCommandIn(body.text) : null,
    media: body.media,
    details: body.details,
    forwarded_from: null,
    reply_to_external_id: null,
    album_id: null,
    unsupported_kind: body.unknown_kind,
  };
}
