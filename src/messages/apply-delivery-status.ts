import { deliveryStatuses, furtherOf, statusOfParts } from './delivery-status.js';
import type { DeliveryStatus, PartNews } from './delivery-status.js';
import { json, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, MessageId } from '../shared/ids.js';
import { queueReceipt } from '../topics/delivery-receipts.js';

/** A message to a user, as far as its delivery is known. */
export type SentMessage = {
  id: MessageId;
  client_id: ClientId;
  role: string;
  delivery_status: string;
  /** The ids it went out under, in order. */
  sent_parts: string[];
  /** What was told of each, when there are several. */
  part_statuses: Record<string, DeliveryStatus>;
};

/** Whether it is being sent, or was taken back before: whoever sends it has the last word. */
export function isOnItsWay({ delivery_status }: SentMessage): boolean {
  return ['queued', 'sending', 'dropped'].includes(delivery_status);
}

/**
 * Writes down what was told of one part of a message, and what the managers see of it. A part of the caller's transaction,
 * which keeps others from being told of the same part meanwhile; ring for posts afterwards.
 *
 * @returns whether the message has another state now
 */
export async function applyStatus(
  tx: Queryable,
  message: SentMessage,
  news: PartNews,
  now: Date,
): Promise<boolean> {
  const told = await noteTold(tx, message, news);
  if (told === null) return false;
  const { client_id, id: message_id } = message;
  const { before, status } = told;
  if (before === status) return false;
  // A delivered one looks as a sent one does, unless something else was said of it.
  if (status === 'read' || status === 'failed' || before === 'failed' || before === 'uncertain') {
    const outcome = status === 'delivered' ? 'sent' : status;
    const reason = status === 'failed' ? (news.reason ?? 'unknown') : undefined;
    await queueReceipt(tx, { client_id, message_id, outcome, ...(reason && { reason }), now });
  }
  return true;
}

/** Under the row's lock: two parts of one message may be told of at once. @returns null when it is on its way again */
async function noteTold(
  tx: Queryable,
  { client_id, id, sent_parts }: SentMessage,
  { external_message_id, status, reason, at }: PartNews,
): Promise<{ before: string; status: DeliveryStatus } | null> {
  const row = await tx.maybeOne<Pick<SentMessage, 'delivery_status' | 'part_statuses'>>(sql`
    SELECT delivery_status, coalesce(metadata->'part_statuses', '{}') AS part_statuses FROM messages
    WHERE client_id = ${client_id} AND id = ${id} AND delivery_status NOT IN ('queued', 'sending', 'dropped')
    FOR UPDATE`);
  if (!row) return null;
  const { delivery_status: before, part_statuses } = row;
  const known = deliveryStatuses.find((one) => one === before) ?? 'sent';
  const isOnly = sent_parts.length <= 1;
  const ofPart = furtherOf(isOnly ? known : (part_statuses[external_message_id] ?? 'sent'), status);
  const parts = { ...part_statuses, [external_message_id]: ofPart };
  const further = isOnly ? ofPart : statusOfParts(sent_parts, parts);
  const arrived = status === 'delivered' || status === 'read' ? at : null;
  await tx.query(sql`
    UPDATE messages SET delivery_status = ${further},
      delivered_at = least(delivered_at, ${arrived}::timestamptz),
      read_at = least(read_at, ${status === 'read' ? at : null}::timestamptz),
      delivery_error = CASE WHEN ${further} = 'failed' THEN coalesce(delivery_error, ${reason ?? 'unknown'}) END,
      metadata = CASE WHEN ${isOnly} THEN metadata
        ELSE jsonb_set(metadata, '{part_statuses}', ${json(parts)}::jsonb) END
    WHERE client_id = ${client_id} AND id = ${id}`);
  return { before, status: further };
}
