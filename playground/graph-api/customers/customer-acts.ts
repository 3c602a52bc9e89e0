import { z } from 'zod';
import { statusError } from '../graph-error.js';
import type { BusinessNumber, Chat } from '../model.js';
import { echoesPayload, messagesPayload, seconds } from '../payloads.js';
import type { Statuses } from '../statuses.js';
import { ActionError, newMessageId } from '../world.js';
import { chatWith, heading, messageIn, where } from './customer-sends.js';
import type { CustomersGround } from './customer-sends.js';
import { choicesOf } from './choices.js';

export type Ground = CustomersGround & { statuses: Statuses };

const presses = z.strictObject({
  ...where,
  /** What stands on the button or in the row. */
  title: z.string(),
  /** The message the button is under; the newest that has it, unless named. */
  message_id: z.string().optional(),
});
const reads = z.strictObject({
  ...where,
  /** Everything up to this message; everything there is, unless named. */
  message_id: z.string().optional(),
});
const edits = z.strictObject({ ...where, message_id: z.string(), text: z.string() });
const deletes = z.strictObject({ ...where, message_id: z.string() });
const changesNumber = z.strictObject({ ...where, to: z.string().regex(/^\d{5,15}$/) });
const owner = z.strictObject({ phone_number_id: z.string(), to: where.from, text: z.string() });
const status = z.strictObject({
  phone_number_id: z.string(),
  message_id: z.string(),
  status: z.enum(['sent', 'delivered', 'read', 'played', 'failed']),
  /** Why it failed: one of Meta's codes. */
  error: z.object({ code: z.number().int(), details: z.string().optional() }).optional(),
});

export type CustomerPresses = z.input<typeof presses>;
export type CustomerReads = z.input<typeof reads>;
export type CustomerEdits = z.input<typeof edits>;
export type CustomerDeletes = z.input<typeof deletes>;
export type CustomerChangesNumber = z.input<typeof changesNumber>;
export type OwnerWrites = z.input<typeof owner>;
export type SetStatus = z.input<typeof status>;

/** A customer presses a button, or chooses a row of a list. Throws ActionError when there is none with this title. */
export function customerPresses(ground: Ground, given: CustomerPresses): { id: string } {
  const { from, phone_number_id, title, message_id } = presses.parse(given);
  const { number, chat } = chatOf(ground, phone_number_id, from);
  const under = chat.messages.filter(({ id }) => message_id === undefined || id === message_id);
  const [found] = under
    .toReversed()
    .flatMap((message) =>
      choicesOf(message).flatMap((choice) => (choice.title === title ? { message, choice } : [])),
    );
  if (!found) throw new ActionError(`Nothing in the chat of ${from} can be chosen as "${title}".`);
  const { message, choice } = found;
  const { kind, ...reply } = choice;
  const context = { from: number.display_phone_number, id: message.id };
  const content =
    kind === 'template'
      ? { type: 'button', button: { payload: reply.id, text: title } }
      : { type: 'interactive', interactive: { type: kind, [kind]: reply } };
  const stored = ground.world.add(chat, {
    ...{ from: 'customer', type: content.type, content: { text: title }, reply_to: message.id },
  });
  bring(ground, number, chat, [{ context, ...heading(chat, stored), ...content }]);
  return { id: stored.id };
}

/** A customer sees what was sent: the business is told `read` of each message. */
export function customerReads(ground: Ground, given: CustomerReads): void {
  const { from, phone_number_id, message_id } = reads.parse(given);
  const { chat } = chatOf(ground, phone_number_id, from);
  const last = message_id === undefined ? Infinity : chat.messages.indexOf(messageIn(chat, message_id));
  const unread = ['accepted', 'sent', 'delivered'];
  for (const [index, message] of chat.messages.entries()) {
    if (index > last || message.from === 'customer' || !unread.includes(message.status)) continue;
    ground.statuses.set(chat, message, 'read');
  }
}

/** A customer changes a text that was sent, or the caption of a file. */
export function customerEdits(ground: Ground, given: CustomerEdits): { id: string } {
  const { from, phone_number_id, message_id, text } = edits.parse(given);
  const { number, chat } = chatOf(ground, phone_number_id, from);
  const message = messageIn(chat, message_id);
  const changed = message.type === 'text' ? { body: text } : { caption: text };
  message.content = { ...message.content, ...changed };
  message.isEdited = true;
  const now = { type: message.type, [message.type]: message.content };
  const edit = { original_message_id: message_id, message: { context: { id: 'M0' }, ...now } };
  return tellChange(ground, number, chat, { type: 'edit', edit });
}

/** A customer takes a message back. */
export function customerDeletes(ground: Ground, given: CustomerDeletes): { id: string } {
  const { from, phone_number_id, message_id } = deletes.parse(given);
  const { number, chat } = chatOf(ground, phone_number_id, from);
  messageIn(chat, message_id).isDeleted = true;
  return tellChange(ground, number, chat, { type: 'revoke', revoke: { original_message_id: message_id } });
}

/** A customer goes on under another number; the webhook names no contact. */
export function customerChangesNumber(ground: Ground, given: CustomerChangesNumber): { id: string } {
  const { from, phone_number_id, to } = changesNumber.parse(given);
  const { number, chat } = chatOf(ground, phone_number_id, from);
  const id = newMessageId();
  const body = `User ${chat.customer.name} changed from ${from} to ${to}`;
  const system = { body, wa_id: to, type: 'user_changed_number' };
  const message = { ...heading(chat, { id, at: ground.world.now() }), system, type: 'system' };
  ground.webhooks.bring(number, messagesPayload(number, null, [message]));
  return { id };
}

/** The owner writes from the phone on which the number lives as well. */
export function ownerWrites(ground: Ground, given: OwnerWrites): { id: string } {
  const { phone_number_id, to, text } = owner.parse(given);
  const number = ground.world.number(phone_number_id);
  const chat = chatWith(ground.world, number, { from: to });
  const message = ground.world.add(chat, {
    from: 'business',
    type: 'text',
    content: { body: text },
    status: 'sent',
  });
  const { id, at } = message;
  const echo = { from: number.display_phone_number, to, id, timestamp: seconds(at), type: 'text' };
  ground.webhooks.bring(number, echoesPayload(number, chat.customer, [{ ...echo, text: { body: text } }]));
  return { id };
}

/** A message of the business comes so far, or fails; told at once, in whatever order it is asked for. */
export function setStatus(ground: Ground, given: SetStatus): void {
  const { phone_number_id, message_id, status: next, error } = status.parse(given);
  const found = ground.world.find(phone_number_id, message_id);
  if (!found) throw new ActionError(`Number ${phone_number_id} has no message ${message_id}.`);
  ground.statuses.set(found.chat, found.message, next, error ? [statusError(error)] : []);
}

function tellChange(
  ground: Ground,
  number: BusinessNumber,
  chat: Chat,
  change: Record<string, unknown>,
): { id: string } {
  const id = newMessageId();
  ground.world.changed(chat);
  bring(ground, number, chat, [{ ...heading(chat, { id, at: ground.world.now() }), ...change }]);
  return { id };
}

function bring(
  { webhooks }: Ground,
  number: BusinessNumber,
  chat: Chat,
  messages: Record<string, unknown>[],
): void {
  webhooks.bring(number, messagesPayload(number, chat.customer, messages));
}

function chatOf(
  { world }: Ground,
  phone_number_id: string,
  from: string,
): { number: BusinessNumber; chat: Chat } {
  const number = world.number(phone_number_id);
  const chat = world.chatOf({ phone_number_id, customer: from });
  if (!chat)
    throw new ActionError(`${from} has no chat with ${phone_number_id} yet: use customerSends first.`);
  return { number, chat };
}
