import type { WAMessage } from '@whiskeysockets/baileys';
import { ownerDeleted, ownerEdited, ownerWrote } from '../../src/handovers/owner-wrote.js';
import { editMessage } from '../../src/messages/edit-message.js';
import type { InboundMessage } from '../../src/messages/inbound-message.js';
import { attendTo } from '../../src/messages/mark-read.js';
import { receiveMessage } from '../../src/messages/receive-message.js';
import { userDeleted } from '../../src/messages/user-deleted.js';
import { msOfHours } from '../../src/shared/durations.js';
import { awaitMessage, stopAwaiting } from './awaited.js';
import type { WhatsAppContext } from './context.js';
import { withKnownFile } from './edited-file.js';
import { addressesOf, homeChat, ownAddresses } from './home-chat.js';
import { otherAddress } from './ids.js';
import { inboundMessage, inboundReaction, inboundUnknown } from './inbound.js';
import type { Placed } from './inbound.js';
import { noiseIn } from './noise.js';
import { isOurs } from './sent-store.js';
import { unwrapped } from './unwrap.js';
import type { Unwrapped } from './unwrap.js';
import { WhatsAppAttending } from './whatsapp-attending.js';

/** Why nothing came of it; undefined when something did. Nothing is ever dropped without a reason. */
export type Handled = { ignored: string } | undefined;

/** https://github.com/WhiskeySockets/Baileys WAProto: ProtocolMessage.Type, WebMessageInfo.StubType */
const protocolTypes = { revoke: 0, edit: 14 } as const;
const believedOffMs = msOfHours(1);
const stubs = { sealed: 2, missedCalls: [40, 41] as readonly number[] } as const;

/**
 * Does what a message asks for, whoever wrote it: a user, the owner on the phone itself, or we. Harmless to repeat.
 *
 * @throws whatever storing it throws
 */
export async function handleMessage(context: WhatsAppContext, message: WAMessage): Promise<Handled> {
  const { key } = message;
  if (!key.id) return { ignored: 'a message without an id' };
  const addresses = await addressesOf(context, [key.remoteJid, key.remoteJidAlt]);
  if (!addresses) return { ignored: `not written by one person to us: ${otherAddress(key.remoteJid)}` };
  if (ownAddresses(context).includes(addresses[0])) return { ignored: 'a note of the phone to itself' };
  const chat = await homeChat(context, addresses);
  const placed: Placed = { message, id: key.id, addresses, chat, received_at: context.tools.clock.now() };
  if (!message.message) return onNothing(context, placed);
  const content = unwrapped(message.message);
  return key.fromMe ? onOwners(context, placed, content) : onUsers(context, placed, content);
}

/** A user's message, what they changed about one, or the noise of their phone. */
async function onUsers(context: WhatsAppContext, placed: Placed, content: Unwrapped): Promise<Handled> {
  const { tools } = context;
  const place = placeOf(context);
  const change = changeIn(content);
  if (change?.type === 'revoke') {
    await userDeleted(tools, { ...place, ...deletionOf(placed, change) });
    return undefined;
  }
  if (change?.type === 'edit') {
    const result = await editMessage(tools, { ...place, edit: await editOf(context, placed, change) });
    return result === 'unchanged' ? { ignored: 'an edit that changes nothing that is kept' } : undefined;
  }
  if (content.content.reactionMessage) return receive(context, inboundReaction(placed, content));
  const noise = noiseIn(content);
  return noise === null ? receive(context, inboundMessage(placed, content)) : { ignored: noise };
}

/** What was written under our own number: an echo of ours, or the owner on the phone itself. */
async function onOwners(context: WhatsAppContext, placed: Placed, content: Unwrapped): Promise<Handled> {
  if (await isOurs(context, placed.id)) return { ignored: 'an echo of what was sent from here' };
  const { tools } = context;
  const place = placeOf(context);
  const change = changeIn(content);
  if (change?.type === 'revoke') {
    await ownerDeleted(tools, { ...place, ...deletionOf(placed, change) });
    return undefined;
  }
  if (change?.type === 'edit') {
    await ownerEdited(tools, { ...place, edit: await editOf(context, placed, change) });
    return undefined;
  }
  if (content.content.reactionMessage) return { ignored: 'a reaction put on the phone: no answer' };
  const noise = noiseIn(content);
  if (noise !== null) return { ignored: noise };
  await ownerWrote(tools, { ...place, message: inboundMessage(placed, content) });
  return undefined;
}

/** Something came without what it holds: sealed for a key we don't have yet, shown on the phone only, or a missed call. */
async function onNothing(context: WhatsAppContext, placed: Placed): Promise<Handled> {
  const { messageStubType, key } = placed.message;
  if (key.fromMe) return { ignored: 'of the phone itself, without what it holds' };
  const stub = messageStubType ?? 0;
  if (key.isViewOnce) return receive(context, inboundUnknown(placed, 'view_once'));
  if (stubs.missedCalls.includes(stub)) return receive(context, inboundUnknown(placed, 'missed_call'));
  if (stub !== stubs.sealed) return { ignored: `it holds nothing (${stub})` };
  await awaitMessage(context, inboundUnknown(placed, 'unreadable'));
  return undefined;
}

/** Stores a user's message. One that was told about as unreadable, and comes after all, takes the place of that. */
async function receive(context: WhatsAppContext, message: InboundMessage): Promise<Handled> {
  const { tools } = context;
  const place = placeOf(context);
  const { is_new, conversation_id } = await receiveMessage(tools, { ...place, message });
  const wasUnreadable = await stopAwaiting(context, message);
  if (!is_new && !wasUnreadable) return { ignored: 'it came before' };
  if (!is_new) await editMessage(tools, { ...place, edit: { message, edited_at: tools.clock.now() } });
  // Nobody waits for it: what comes next is stored next.
  const { client_id } = place;
  void attendTo(tools, new WhatsAppAttending(context), { client_id, conversation_id, message });
  return undefined;
}

type Revoke = { type: 'revoke'; id: string };
type Edit = { type: 'edit'; id: string; content: Unwrapped; edited_at: Date | null };

function changeIn({ content }: Unwrapped): Revoke | Edit | null {
  const { type, key, editedMessage, timestampMs } = content.protocolMessage ?? {};
  if (!key?.id) return null;
  if ((type ?? 0) === protocolTypes.revoke) return { type: 'revoke', id: key.id };
  if (type !== protocolTypes.edit || !editedMessage) return null;
  const edited_at = timestampMs ? new Date(Number(timestampMs)) : null;
  return { type: 'edit', id: key.id, content: unwrapped(editedMessage), edited_at };
}

/** Which message was taken back, and when. */
function deletionOf(placed: Placed, { id }: Revoke) {
  const { external_chat_id, external_message_id, sent_at } = inboundUnknown({ ...placed, id }, '');
  return { external_chat_id, external_message_id, deleted_at: sent_at };
}

/** What a message says now, and since when. */
async function editOf(context: WhatsAppContext, placed: Placed, edit: Edit) {
  const meant = { ...placed, id: edit.id };
  const message = await withKnownFile(context, inboundMessage(meant, edit.content));
  return { message, edited_at: editedAt(edit, message) };
}

/** By the clock of whoever edited it, which tells edits within one second apart; one that is far off is not believed. */
function editedAt({ edited_at }: { edited_at: Date | null }, { sent_at }: InboundMessage): Date {
  const offMs = edited_at ? Math.abs(edited_at.getTime() - sent_at.getTime()) : Number.NaN;
  return edited_at && offMs <= believedOffMs ? edited_at : sent_at;
}

function placeOf({ integration }: WhatsAppContext) {
  return { client_id: integration.client_id, integration_id: integration.id };
}
