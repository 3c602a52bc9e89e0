import type { FailureName } from '../integrations/channel.js';

/** What a messenger tells of a message that it has taken. */
export const deliveryStatuses = ['sent', 'failed', 'delivered', 'read'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** How a message of ours may stand: what the table allows. */
export const standings = [...(['queued', 'sending', 'uncertain', 'dropped'] as const), ...deliveryStatuses];

/** Whichever of two was told of later, this one is so: what was read was delivered, and what was delivered did not fail. */
export function furtherOf(one: DeliveryStatus, other: DeliveryStatus): DeliveryStatus {
  return rank(one) >= rank(other) ? one : other;
}

/**
 * What a message of several parts has come to: one part that failed is missing in the middle, else it has come as far as
 * the part that has come the least far.
 *
 * @param parts the ids it went out under
 * @param told what was told of them; of a part without a word it is known that it was sent
 */
export function statusOfParts(
  parts: readonly string[],
  told: Readonly<Record<string, DeliveryStatus>>,
): DeliveryStatus {
  const statuses = parts.map((part) => told[part] ?? 'sent');
  if (statuses.includes('failed')) return 'failed';
  return statuses.reduce((least, status) => (rank(status) < rank(least) ? status : least), 'read');
}

/** A status with its reason, as it is told of one part. */
export type PartNews = {
  external_message_id: string;
  status: DeliveryStatus;
  reason?: FailureName;
  at: Date;
};

function rank(status: DeliveryStatus): number {
  return deliveryStatuses.indexOf(status);
}
