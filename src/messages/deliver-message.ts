import { randomUUID } from 'node:crypto';
import type { ClaimedMessage } from './delivery-outbox.js';
import {
  abandonedMessages,
  claimMessages,
  giveBackMessages,
  notePartSent,
  settleMessage,
} from './delivery-outbox.js';
import { afterAttempt } from './delivery-policy.js';
import type { DeliveryVerdict } from './delivery-policy.js';
import { markAnswered } from './mark-read.js';
import { applyEarlyStatuses } from './note-delivery-status.js';
import type { Amending, Attending, Channel, SendOutcome } from '../integrations/channel.js';
import type { Queryable } from '../shared/database.js';
import { sql } from '../shared/database.js';
import type { ClientId, IntegrationId, MessageId } from '../shared/ids.js';
import { insisting } from '../shared/insisting.js';
import type { Lease } from '../shared/leases.js';
import { queueReceipt } from '../topics/delivery-receipts.js';
import type { Tools } from '../use-case.js';

/** What sending needs: the connection, and the right to it. */
export type Sender = {
  client_id: ClientId;
  integration_id: IntegrationId;
  channel: Channel;
  /** Left out for a messenger where nothing that was sent can be changed. */
  amending?: Amending;
  /** Left out for a messenger that can't show that somebody reads or writes. */
  attending?: Attending;
  lease: Lease;
};

type DeliveryTools = Pick<Tools, 'db' | 'clock' | 'bell' | 'logger' | 'watch'>;
type SentPart = Extract<SendOutcome, { type: 'sent' }>;
type Settled = Pick<
  ClaimedMessage,
  'id' | 'client_id' | 'delivery_token' | 'role' | 'attempts' | 'uncertain_resends'
> & { album: readonly { id: MessageId }[] };

/**
 * Claims what may go out now: the oldest unsent message of each chat.
 *
 * @returns at most `limit` messages, each of another chat, to be handed to {@link deliverMessage}
 */
export async function nextMessages(
  { db, clock, logger }: DeliveryTools,
  { client_id, integration_id, lease }: Sender,
  limit: number,
): Promise<ClaimedMessage[]> {
  for (;;) {
    const ask = { client_id, integration_id, lease, delivery_token: randomUUID(), now: clock.now(), limit };
    const { claimed, dropped } = await claimMessages(db, ask).catch(async (error: unknown) => {
      // Written down and not heard of, it would hold up its chat until the claim runs out.
      await insisting(() => giveBackMessages(db, ask));
      throw error;
    });
    if (dropped > 0)
      logger.info({ client_id, integration_id, dropped }, 'replies were dropped: a person speaks now');
    // Behind a dropped message the next one of the same chat may be waiting.
    if (claimed.length > 0 || dropped === 0) return claimed;
  }
}

/**
 * Sends one claimed message, part by part, and writes down what became of it, with the receipt a manager is shown.
 *
 * @returns `disconnected` when the messenger refuses the whole connection; the message is queued again
 */
export async function deliverMessage(
  tools: DeliveryTools,
  { channel, lease, attending }: Sender,
  message: ClaimedMessage,
): Promise<'done' | 'disconnected'> {
  const outcome = await sendParts(tools.db, channel, message);
  if (outcome === 'claim_lost') {
    tools.logger.warn(
      { message_id: message.id },
      'a message took longer than its claim; its new holder decides about it',
    );
    return 'done';
  }
  const now = tools.clock.now();
  if (outcome.type === 'disconnected') {
    await insisting(() => settle(tools, message, { status: 'queued', due_at: now, uncertain: false }));
    return 'disconnected';
  }
  const { repeats_safely = false, reports_delivery = false } = channel;
  const verdict = afterAttempt(message, outcome, { now, random: Math.random(), repeats_safely });
  const lastPart = outcome.type === 'sent' ? outcome : undefined;
  await insisting(() => settle(tools, message, verdict, { lastPart, reports_delivery }));
  count(tools, lease, verdict);
  if (attending && verdict.status === 'sent') void markAnswered(tools, attending, message);
  return 'done';
}

/**
 * Settles messages whose sender died while it was sending: nobody knows whether they arrived.
 *
 * @param all true when the connection has just changed hands
 */
export async function recoverAbandoned(
  tools: DeliveryTools,
  sender: Sender,
  { all }: { all: boolean },
): Promise<void> {
  const { repeats_safely = false } = sender.channel;
  for (const message of await abandonedMessages(tools.db, { ...sender, all })) {
    const now = tools.clock.now();
    const verdict = afterAttempt(message, { type: 'unclear' }, { now, random: 0, repeats_safely });
    try {
      await settle(tools, message, verdict);
      count(tools, sender.lease, verdict);
    } catch (error) {
      // One that can't be settled must not keep all the others from being sent; it is looked at again later.
      tools.logger.error(
        { message_id: message.id, err: error },
        'what became of a message could not be written down',
      );
      continue;
    }
    tools.logger.warn(
      { message_id: message.id, status: verdict.status },
      'a message was being sent when its sender stopped',
    );
  }
}

function count({ watch }: DeliveryTools, { key }: Lease, { status: outcome }: DeliveryVerdict): void {
  const [channel = ''] = key.split(':');
  watch?.count('messages_sent_total', { channel, outcome });
}

/**
 * Sends from the first part that is not noted yet. The last part is noted in the transaction that settles the message:
 * noted alone, a message whose sender then died would be sent again from a part that it doesn't have.
 */
async function sendParts(
  db: Tools['db'],
  channel: Channel,
  message: ClaimedMessage,
): Promise<SendOutcome | 'claim_lost'> {
  for (let part = message.sent_parts.length; ; part += 1) {
    const outcome = await channel.sendPart(message, part);
    if (outcome.type !== 'sent' || part + 1 >= outcome.parts) return outcome;
    if (!(await insisting(() => db.transaction((tx) => note(tx, message, outcome))))) return 'claim_lost';
  }
}

/** Notes a part, and the other parts of an album when they went with it. @returns false when the claim is lost */
async function note(
  tx: Queryable,
  { id, client_id, delivery_token, album }: Settled,
  { external_message_id, sent_at: external_sent_at, media_file, album: sentAlbum }: SentPart,
): Promise<boolean> {
  const claim = { client_id, delivery_token, external_sent_at };
  const own = { id, external_message_id, media_file: media_file ?? null };
  let isOurs = await notePartSent(tx, { ...claim, ...own });
  for (const [index, part] of (sentAlbum ?? []).entries()) {
    const member = album[index];
    const sent = { external_message_id: part.external_message_id, media_file: part.media_file ?? null };
    if (member) isOurs = (await notePartSent(tx, { ...claim, ...sent, id: member.id })) && isOurs;
  }
  return isOurs;
}

/**
 * The mark and the receipt in one transaction: a manager is told exactly what is written down. An album has one mark for
 * all its parts, and one receipt.
 */
async function settle(
  { db, clock, bell }: DeliveryTools,
  message: Settled,
  verdict: DeliveryVerdict,
  {
    lastPart,
    reports_delivery = false,
  }: { lastPart?: SentPart | undefined; reports_delivery?: boolean } = {},
): Promise<void> {
  const sender_key = await db.transaction(async (tx) => {
    // Sent one right behind the other: nobody waits for the first answer.
    const noted = lastPart && note(tx, message, lastPart);
    const [isOurs] = await Promise.all([settleMessage(tx, message, verdict, clock.now()), noted]);
    if (!isOurs) return null;
    for (const { id } of message.album) await settleMessage(tx, { ...message, id }, verdict, clock.now());
    if (reports_delivery && verdict.status === 'sent') await applyEarlyStatuses(tx, message, clock.now());
    if (verdict.status === 'queued' || isNobodysConcern(message, verdict)) return null;
    const reason = verdict.status === 'failed' ? verdict.reason : undefined;
    const { id: message_id, client_id } = message;
    await queueReceipt(tx, {
      client_id,
      message_id,
      outcome: verdict.status,
      ...(reason && { reason }),
      ...(lastPart?.as_template && { as_template: lastPart.as_template }),
      now: clock.now(),
    });
    return managersConnection(tx, message.client_id);
  });
  if (sender_key) bell.posts(sender_key);
}

/** Managers hear of what they wrote, and of what did not arrive. */
function isNobodysConcern({ role }: Settled, { status }: DeliveryVerdict): boolean {
  return status === 'sent' && role !== 'manager';
}

async function managersConnection(tx: Queryable, client_id: ClientId): Promise<string | null> {
  const { sender_key } = await tx.one<{ sender_key: string | null }>(sql`
    SELECT 'telegram:' || telegram_bot_token_hash AS sender_key FROM client_settings WHERE client_id = ${client_id}`);
  return sender_key;
}
