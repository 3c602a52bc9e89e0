import { z } from 'zod';
import type { CheckBody } from './description/check-body.js';
import { GraphError, invalidParameter } from './graph-error.js';
import type { Limiter } from './limiter.js';
import { refuseOtherKind } from './media-store.js';
import type { MediaStore } from './media-store.js';
import { fillTemplate, refuseWrongContent } from './message-rules.js';
import type { BusinessNumber, Chat, ChatMessage } from './model.js';
import type { Statuses } from './statuses.js';
import type { World } from './world.js';

const TYPING_MS = 25_000;

const addressed = z.looseObject({
  to: z
    .string()
    .transform((to) => to.replaceAll(/\D/g, ''))
    .optional(),
  /** The id of somebody who hides the number. */
  recipient: z.string().optional(),
  type: z.string().default('text'),
  context: z.object({ message_id: z.string() }).optional(),
});
const receipt = z.object({ message_id: z.string(), typing_indicator: z.object({}).optional() });

/** What it takes to accept a message. */
export interface Sending {
  world: World;
  media: MediaStore;
  limiter: Limiter;
  statuses: Statuses;
  checkBody: CheckBody;
  /** Whether a message outside the 24 hours is refused at once, or accepted and told as failed. */
  outsideWindow: 'refuse' | 'tell later';
}

/**
 * Takes what a business posts to `/messages`: a message, or that it has read one.
 *
 * @returns Meta's answer
 * @throws GraphError
 */
export function acceptPost(
  sending: Sending,
  number: BusinessNumber,
  body: Record<string, unknown>,
): Record<string, unknown> {
  if (body['messaging_product'] !== 'whatsapp') {
    throw new GraphError(100, { message: '(#100) The parameter messaging_product is required.' });
  }
  const wrong = sending.checkBody(body);
  if (wrong !== null) throw invalidParameter(wrong);
  if ('status' in body) return acceptReceipt(sending, number, body);
  const { wa_id, message } = acceptMessage(sending, number, body);
  return {
    messaging_product: 'whatsapp',
    contacts: [{ input: body['to'] ?? body['recipient'], wa_id }],
    messages: [{ id: message.id }],
  };
}

function acceptMessage(
  { world, media, limiter, statuses, outsideWindow }: Sending,
  number: BusinessNumber,
  body: Record<string, unknown>,
): { wa_id: string; message: ChatMessage } {
  const { type, context, ...named } = addressed.parse(body);
  const { phone_number_id } = number;
  const to = named.to ?? world.byUserId(phone_number_id, named.recipient ?? '');
  if (to === undefined) throw new GraphError(131026);
  if (to === number.display_phone_number) throw new GraphError(131021);
  const given = body[type] as Record<string, unknown>;
  const content = Array.isArray(given) ? { [type]: given } : given;
  refuseWrongContent(type, content);
  const media_id = mediaOf(media, { type, content, phone_number_id });
  const text = type === 'template' ? { text: fillTemplate(number, content).text } : {};
  limiter.count(phone_number_id, to, world.now());
  const chat = world.chatOf({ phone_number_id, customer: to });
  const isOutside = type !== 'template' && !world.isWindowOpen(chat);
  const tooLate = new GraphError(131047, {
    details:
      'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
  });
  if (isOutside && outsideWindow === 'refuse') throw tooLate;
  const whole = chat ?? world.openChat(number, { wa_id: to, name: to });
  if (type === 'reaction') return { wa_id: to, message: react(world, whole, content) };
  const message = world.add(whole, {
    ...{ from: 'business', type, content: { ...content, ...text }, media_id },
    reply_to: context?.message_id ?? null,
  });
  if (isOutside) statuses.fail(whole, message, tooLate.inStatus());
  else statuses.goOn(whole, message);
  return { wa_id: to, message };
}

/** A reaction has an id of its own, and shows on the message it is for. */
function react(world: World, chat: Chat, content: Record<string, unknown>): ChatMessage {
  const { message_id, emoji } = content as { message_id: string; emoji: string };
  const on = chat.messages.find(({ id }) => id === message_id);
  if (!on) throw new GraphError(131009, { details: 'Message id is not known in this chat.' });
  if (emoji === '') delete on.reactions.business;
  else on.reactions.business = emoji;
  world.changed(chat);
  return { ...on, id: `${message_id}.reaction` };
}

function acceptReceipt(
  { world }: Sending,
  number: BusinessNumber,
  body: Record<string, unknown>,
): Record<string, unknown> {
  const { message_id, typing_indicator } = receipt.parse(body);
  const found = world.find(number.phone_number_id, message_id);
  if (!found || found.message.from !== 'customer') {
    throw new GraphError(131009, { details: `Message with id ${message_id} is not found.` });
  }
  const { chat, message } = found;
  // WhatsApp marks everything up to this message.
  for (const one of chat.messages) {
    if (one.from === 'customer') one.isReadByBusiness = true;
    if (one === message) break;
  }
  if (typing_indicator) chat.typingUntil = world.now() + TYPING_MS;
  world.changed(chat);
  return { success: true };
}

function mediaOf(
  media: MediaStore,
  { type, content, phone_number_id }: { type: string; content: unknown; phone_number_id: string },
): string | null {
  const id = z.object({ id: z.string() }).safeParse(content).data?.id;
  if (!['audio', 'document', 'image', 'sticker', 'video'].includes(type) || id === undefined) return null;
  const file = media.find(id);
  if (!file || file.phone_number_id !== phone_number_id) {
    throw new GraphError(131009, {
      details: `Media ID ${id} is not valid or does not belong to this number.`,
    });
  }
  refuseOtherKind(file, type);
  return id;
}
