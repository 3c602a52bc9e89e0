import { z } from 'zod';
import { sha256 } from '../media-store.js';
import type { MediaStore } from '../media-store.js';
import type { BusinessNumber, Chat, ChatMessage, StoredMedia } from '../model.js';
import { messagesPayload, seconds } from '../payloads.js';
import type { Webhooks } from '../webhooks.js';
import { ActionError, newMessageId } from '../world.js';
import type { World } from '../world.js';

/** What customers act in. */
export interface CustomersGround {
  world: World;
  media: MediaStore;
  webhooks: Webhooks;
}

/** Whose number, and who: the customer's number in digits. */
export const where = { phone_number_id: z.string(), from: z.string().regex(/^\d{5,15}$/) };

const file = z.object({
  /** Bytes, or base64 of them. A few bytes stand in when nothing is given. */
  content: z.union([z.instanceof(Uint8Array), z.base64()]).optional(),
  mime_type: z.string().optional(),
  filename: z.string().optional(),
  /** Bytes the file pretends to have. */
  pretend_size: z.number().int().optional(),
});

const FILE_KINDS = ['image', 'video', 'audio', 'voice', 'document', 'sticker'] as const;
type FileKind = (typeof FILE_KINDS)[number];
const MIME_TYPES: Record<FileKind, string> = {
  image: 'image/jpeg',
  video: 'video/mp4',
  audio: 'audio/mpeg',
  voice: 'audio/ogg; codecs=opus',
  document: 'application/pdf',
  sticker: 'image/webp',
};

const contact = z.looseObject({
  name: z.looseObject({ formatted_name: z.string() }),
  phones: z.array(z.looseObject({ phone: z.string(), wa_id: z.string().optional() })).optional(),
});

/** Something a customer sends. */
export const customerSendsSchema = z.strictObject({
  ...where,
  /** What WhatsApp shows as the customer's name. */
  name: z.string().optional(),
  /** The id by which businesses know the person, such as `KZ.1`, … */
  user_id: z.string().optional(),
  /** … and whether they know the number as well. */
  hides_number: z.boolean().optional(),
  /** The text, or the caption of a file. */
  text: z.string().optional(),
  image: file.optional(),
  video: file.optional(),
  audio: file.optional(),
  voice: file.optional(),
  document: file.optional(),
  sticker: file.optional(),
  location: z
    .object({
      latitude: z.number(),
      longitude: z.number(),
      name: z.string().optional(),
      address: z.string().optional(),
    })
    .optional(),
  contacts: z.array(contact).optional(),
  /** An empty emoji takes the reaction back. */
  reaction: z.object({ message_id: z.string(), emoji: z.string() }).optional(),
  /** A kind WhatsApp does not bring to businesses, such as `poll`. */
  unsupported: z.string().optional(),
  /** Fields of kinds without a model here, put into the message as they are; with `type`. */
  raw: z.looseObject({ type: z.string() }).optional(),
  /** The message this one answers. */
  reply_to: z.string().optional(),
  forwarded: z.boolean().optional(),
  /** The advertisement the customer came from. */
  referral: z.record(z.string(), z.unknown()).optional(),
});
export type CustomerSends = z.input<typeof customerSendsSchema>;

/**
 * A customer sends something; the webhook is on its way when this returns.
 * @throws ActionError, GraphError for a number that is not there
 */
export function customerSends(ground: CustomersGround, given: CustomerSends): { id: string } {
  const { world, webhooks } = ground;
  const asked = customerSendsSchema.parse(given);
  const number = world.number(asked.phone_number_id);
  const chat = chatWith(world, number, asked);
  const { type, fields, media_id, content } = contentOf(ground, asked);
  const id = newMessageId();
  const at = world.now();
  if (asked.reaction) reactOn(world, chat, asked.reaction);
  else {
    const shown = { id, at, type, content, media_id, reply_to: asked.reply_to ?? null };
    world.add(chat, { from: 'customer', ...shown });
  }
  const context = contextOf(number, chat, asked);
  const message = { ...context, ...heading(chat, { id, at }), ...fields, type };
  webhooks.bring(number, messagesPayload(number, chat.customer, [message]));
  return { id };
}

/** What each message of a customer begins with. */
export function heading({ customer }: Chat, { id, at }: { id: string; at: number }): Record<string, unknown> {
  const { wa_id, user_id, hides_number } = customer;
  const from = hides_number ? {} : { from: wa_id };
  return { ...from, ...(user_id && { from_user_id: user_id }), id, timestamp: seconds(at) };
}

type Named = {
  from: string;
  name?: string | undefined;
  user_id?: string | undefined;
  hides_number?: boolean | undefined;
};

/** Returns the customer's chat, opening it at the first word. Throws ActionError. */
export function chatWith(world: World, number: BusinessNumber, named: Named): Chat {
  const { from, name, user_id, hides_number } = named;
  const chat = world.openChat(number, { wa_id: from, name: name ?? from });
  const { customer } = chat;
  if (name !== undefined) customer.name = name;
  if (user_id !== undefined) customer.user_id = user_id;
  if (hides_number !== undefined) customer.hides_number = hides_number;
  if (customer.hides_number && customer.user_id === undefined) {
    throw new ActionError('Who hides the number needs a user_id to be known by.');
  }
  return chat;
}

type Asked = z.output<typeof customerSendsSchema>;
type Content = {
  type: string;
  /** What the message holds beside what every message has. */
  fields: Record<string, unknown>;
  /** What the chat shows. */
  content: Record<string, unknown>;
  media_id: string | null;
};

function contentOf({ media }: CustomersGround, asked: Asked): Content {
  const { text, location, contacts, reaction, unsupported, raw, phone_number_id } = asked;
  const plain = (type: string, content: Record<string, unknown>, fields = { [type]: content }): Content => {
    return { type, content, fields, media_id: null };
  };
  const kind = FILE_KINDS.find((one) => asked[one] !== undefined);
  if (kind) {
    const { content = Buffer.from(`${kind} of ${asked.from}`), ...given } = asked[kind] ?? {};
    const bytes = typeof content === 'string' ? Buffer.from(content, 'base64') : Buffer.from(content);
    const { mime_type = MIME_TYPES[kind], filename = null, pretend_size: file_size } = given;
    return fileContent(
      kind,
      media.keep({ phone_number_id, mime_type, filename, content: bytes, file_size }),
      text,
    );
  }
  if (location) return plain('location', location);
  if (contacts) return plain('contacts', { contacts }, { contacts: contacts as never });
  if (reaction) {
    const { emoji, message_id } = reaction;
    return plain('reaction', { message_id, ...(emoji !== '' && { emoji }) });
  }
  if (unsupported !== undefined) {
    const error = { code: 131051, title: 'Message type unknown', message: 'Message type unknown' };
    const errors = [{ ...error, error_data: { details: 'Message type is currently not supported.' } }];
    return plain('unsupported', { type: unsupported }, {
      errors,
      unsupported: { type: unsupported },
    } as never);
  }
  if (raw) return plain(raw.type, raw, raw as never);
  if (text === undefined) throw new ActionError('Nothing to send: give a text, a file or another kind.');
  return plain('text', { body: text });
}

/** A voice note is an audio that says so; only images, videos and documents carry a caption. */
function fileContent(kind: FileKind, stored: StoredMedia, caption: string | undefined): Content {
  const type = kind === 'voice' ? 'audio' : kind;
  const { id, mime_type, filename } = stored;
  const content = {
    ...(caption !== undefined && ['image', 'video', 'document'].includes(kind) && { caption }),
    ...(type === 'document' && { filename: filename ?? 'document' }),
    mime_type,
    sha256: sha256(stored.content, 'base64'),
    id,
    ...(type === 'audio' && { voice: kind === 'voice' }),
    ...(kind === 'sticker' && { animated: false }),
  };
  return { type, content, fields: { [type]: content }, media_id: id };
}

function contextOf(number: BusinessNumber, chat: Chat, asked: Asked): Record<string, unknown> {
  const { reply_to, forwarded, referral } = asked;
  const answered = reply_to === undefined ? undefined : messageIn(chat, reply_to);
  const context = {
    ...(answered && {
      from: answered.from === 'business' ? number.display_phone_number : chat.customer.wa_id,
      id: answered.id,
    }),
    ...(forwarded && { forwarded }),
  };
  return { ...(Object.keys(context).length > 0 && { context }), ...(referral && { referral }) };
}

/** Returns a message of the chat. Throws ActionError. */
export function messageIn(chat: Chat, message_id: string): ChatMessage {
  const found = chat.messages.find(({ id }) => id === message_id);
  if (!found)
    throw new ActionError(`There is no message ${message_id} in the chat of ${chat.customer.wa_id}.`);
  return found;
}

function reactOn(
  world: World,
  chat: Chat,
  { message_id, emoji }: { message_id: string; emoji: string },
): void {
  const on = messageIn(chat, message_id);
  if (emoji === '') delete on.reactions.customer;
  else on.reactions.customer = emoji;
  chat.lastFromCustomerAt = world.now();
  world.changed(chat);
}
