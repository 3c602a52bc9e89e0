import type { z } from 'zod';
import { ownerDeleted, ownerEdited, ownerWrote } from '../../src/handovers/owner-wrote.js';
import { pressRating } from '../../src/handovers/rate.js';
import type { Rating } from '../../src/handovers/rate.js';
import { editMessage } from '../../src/messages/edit-message.js';
import type { InboundMessage } from '../../src/messages/inbound-message.js';
import { attendTo } from '../../src/messages/mark-read.js';
import { receiveMessage } from '../../src/messages/receive-message.js';
import { userDeleted } from '../../src/messages/user-deleted.js';
import { joinAddresses } from '../../src/users/join-addresses.js';
import type { CloudNumber } from './cloud-numbers.js';
import type { Handled } from './handle-change.js';
import type { WebhookContext } from './handle-webhook.js';
import { externalMessageId, identitiesOf } from './ids.js';
import { callMessage, userMessages, writerOf } from './inbound.js';
import type { Writer } from './inbound.js';
import type { callValue, CloudMessage, echoValue, messageValue } from './webhook-shapes.js';

type Place = Pick<CloudNumber, 'client_id'> & { integration_id: CloudNumber['id'] };

/** Telling that a person has set up this chat, or that their keys are new: nobody wrote anything. */
const saysNothing = new Set(['request_welcome', 'system']);

/** Something a user did in the chat with a number. */
export async function onMessage(
  context: WebhookContext,
  number: CloudNumber,
  { messages: [message], contacts }: z.infer<typeof messageValue>,
): Promise<Handled> {
  if (message.group_id) return { ignored: 'a group: only chats with one person are served' };
  const from = writerOf({ wa_id: message.from, user_id: message.from_user_id }, contacts);
  if (!from) return { ignored: 'written by nobody' };
  const place = placeOf(number);
  if (message.type === 'system' && message.system) return onSystem(context, place, message, from);
  if (saysNothing.has(message.type)) return { ignored: `nobody wrote it: ${message.type}` };
  if (message.type === 'edit' && message.edit) return onEdit(context, place, message, from);
  if (message.type === 'revoke' && message.revoke) {
    await userDeleted(context.tools, { ...place, ...revoked(message, from) });
    return undefined;
  }
  const said = { id: message.id, contents: message, from, at: message.timestamp };
  for (const one of userMessages({ ...said, integration_id: number.id })) await receive(context, number, one);
  return undefined;
}

/** What the business wrote on its own phone, where one number is both there and here ("coexistence"). */
export async function onEcho(
  { tools }: WebhookContext,
  number: CloudNumber,
  { message_echoes: [echo], contacts }: z.infer<typeof echoValue>,
): Promise<Handled> {
  const to = writerOf({ wa_id: echo.to, user_id: echo.to_user_id }, contacts);
  if (!to) return { ignored: 'written to nobody' };
  const place = placeOf(number);
  const { id, timestamp: at, edit } = echo;
  if (echo.type === 'revoke' && echo.revoke) {
    await ownerDeleted(tools, { ...place, ...revoked(echo, to) });
    return undefined;
  }
  if (echo.type === 'edit' && edit) {
    const said = { id: edit.original_message_id, contents: edit.message, from: to, at };
    for (const message of userMessages({ ...said, integration_id: number.id }))
      await ownerEdited(tools, { ...place, edit: { message, edited_at: new Date(at * 1000) } });
    return undefined;
  }
  const said = { id, contents: echo, from: to, at };
  for (const message of userMessages({ ...said, integration_id: number.id }))
    await ownerWrote(tools, { ...place, message });
  return undefined;
}

/** A call of a user, which nobody can take here; one of the business's own says nothing. */
export async function onCall(
  context: WebhookContext,
  number: CloudNumber,
  { calls: [call], contacts }: z.infer<typeof callValue>,
): Promise<Handled> {
  if (call.event !== 'connect' || call.direction !== 'USER_INITIATED')
    return { ignored: `how a call goes on: ${call.event ?? 'unknown'}` };
  const from = writerOf({ wa_id: call.from, user_id: undefined }, contacts);
  if (!from) return { ignored: 'a call of nobody' };
  await receive(context, number, callMessage(call, from));
  return undefined;
}

async function receive(
  { tools, attendingOf }: WebhookContext,
  number: CloudNumber,
  message: InboundMessage,
): Promise<void> {
  const place = placeOf(number);
  if (isRating(message)) {
    await pressRating(tools, { ...place, message });
    return;
  }
  const { is_new, conversation_id } = await receiveMessage(tools, { ...place, message });
  const attending = is_new ? attendingOf(number) : null;
  // Meta waits for its answer, and nobody for this.
  if (attending) void attendTo(tools, attending, { client_id: number.client_id, conversation_id, message });
}

async function onSystem(
  { tools }: WebhookContext,
  { client_id }: Place,
  { system }: CloudMessage,
  from: Writer,
): Promise<Handled> {
  const wa_id = system?.wa_id ?? system?.new_wa_id;
  if (system?.type !== 'user_changed_number' || wa_id === undefined || wa_id === from.wa_id)
    return { ignored: `nobody wrote it: ${system?.type ?? 'system'}` };
  const identities = [...identitiesOf(from), ...identitiesOf({ wa_id, user_id: system.user_id })];
  await joinAddresses(tools, { client_id, identities });
  return undefined;
}

async function onEdit(
  { tools }: WebhookContext,
  place: Place,
  { edit, timestamp }: CloudMessage,
  from: Writer,
): Promise<Handled> {
  if (!edit) return { ignored: 'an edit without what it edits' };
  const said = { id: edit.original_message_id, contents: edit.message, from, at: timestamp };
  for (const message of userMessages({ ...said, integration_id: place.integration_id }))
    await editMessage(tools, { ...place, edit: { message, edited_at: new Date(timestamp * 1000) } });
  return undefined;
}

function revoked({ revoke, timestamp }: CloudMessage, { external_chat_id }: Writer) {
  return {
    external_chat_id,
    external_message_id: externalMessageId(revoke?.original_message_id ?? ''),
    deleted_at: new Date(timestamp * 1000),
  };
}

function placeOf({ client_id, id }: CloudNumber): Place {
  return { client_id, integration_id: id };
}

function isRating(message: InboundMessage): message is InboundMessage & { rating: Rating } {
  return message.rating !== undefined;
}
