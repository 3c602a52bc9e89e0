import type { FailureName } from '../integrations/channel.js';
import { applyStatus, isOnItsWay } from './apply-delivery-status.js';
import type { SentMessage } from './apply-delivery-status.js';
import type { DeliveryStatus } from './delivery-status.js';
import { loadClientProfile } from '../clients/client-profile.js';
import { ringPosts } from '../handovers/ring-after.js';
import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import { msOfHours, plusMs } from '../shared/durations.js';
import type { ClientId, IntegrationId, MessageId } from '../shared/ids.js';
import type { Tools } from '../use-case.js';

/** What a messenger says became of something that was sent. */
export type DeliveryNews = {
  client_id: ClientId;
  integration_id: IntegrationId;
  external_message_id: string;
  status: DeliveryStatus;
  /** Of a failure. */
  reason?: FailureName;
  /** The messenger's own time. */
  at: Date;
};

type EarlyStatus = Pick<DeliveryNews, 'external_message_id' | 'status' | 'at'> & {
  reason: FailureName | null;
};
type Connection = Pick<DeliveryNews, 'client_id' | 'integration_id'>;

/** So long it is remembered what became of an id that we know nothing of. */
const rememberedForHours = 24;

/**
 * Notes what a messenger says became of a message to a user. Messengers tell in any order, more than once, and before the
 * answer to the sending itself: whatever the order, the message ends in the same state.
 *
 * @returns `noted`: the message has another state now. `unchanged`: something later was known. `unknown`: nothing is known
 *   of this id yet; while anything is on its way it is remembered until the message is noted as sent under it
 */
export async function noteDeliveryStatus(
  { db, clock, bell }: Pick<Tools, 'db' | 'clock' | 'bell'>,
  news: DeliveryNews,
): Promise<'noted' | 'unchanged' | 'unknown'> {
  const now = clock.now();
  const result = await db.transaction(async (tx) => {
    await holdIds(tx, news, [news.external_message_id]);
    const message = await sentUnder(tx, news);
    if (!message || isOnItsWay(message)) {
      await remember(tx, news, now);
      return 'unknown';
    }
    return (await applyStatus(tx, message, news, now)) ? 'noted' : 'unchanged';
  });
  if (result === 'noted') ringPosts(bell, await loadClientProfile(db, news.client_id));
  return result;
}

/**
 * Applies what was told of a message before it was noted as sent. A part of the transaction that notes it; ring for posts
 * afterwards.
 */
export async function applyEarlyStatuses(
  tx: Queryable,
  { id, client_id }: { id: MessageId; client_id: ClientId },
  now: Date,
): Promise<void> {
  const message = await tx.maybeOne<SentMessage & { integration_id: IntegrationId }>(sql`
    SELECT ${columns}, m.integration_id FROM messages m WHERE m.client_id = ${client_id} AND m.id = ${id}`);
  if (!message || message.sent_parts.length === 0) return;
  const { integration_id } = message;
  await holdIds(tx, { integration_id }, message.sent_parts);
  const told = await tx.query<EarlyStatus>(sql`
    DELETE FROM early_statuses
    WHERE client_id = ${client_id} AND integration_id = ${integration_id}
      AND external_message_id = ANY(${message.sent_parts})
    RETURNING external_message_id, status, reason, at`);
  for (const { reason, ...status } of told) {
    const current = await sentUnder(tx, { client_id, integration_id, ...status });
    if (current) await applyStatus(tx, current, { ...status, ...(reason && { reason }) }, now);
  }
}

/**
 * Whoever notes under which id a message went out and whoever is told what became of that id do so one after the other:
 * side by side each would look before the other has written.
 */
async function holdIds(
  tx: Queryable,
  { integration_id }: Pick<Connection, 'integration_id'>,
  ids: readonly string[],
): Promise<void> {
  for (const id of ids.toSorted())
    await tx.query(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${integration_id} ${id}`}, 0))`);
}

const columns: Sql = sql`
  m.id, m.client_id, m.role, m.delivery_status,
  coalesce(m.metadata->'sent_parts', CASE WHEN m.external_message_id IS NULL THEN '[]'::jsonb
    ELSE jsonb_build_array(m.external_message_id) END) AS sent_parts,
  coalesce(m.metadata->'part_statuses', '{}') AS part_statuses`;

async function sentUnder(
  tx: Queryable,
  { client_id, integration_id, external_message_id }: Connection & Pick<DeliveryNews, 'external_message_id'>,
): Promise<SentMessage | undefined> {
  const [found] = await tx.query<SentMessage>(sql`
    SELECT ${columns} FROM messages m
    WHERE m.client_id = ${client_id} AND m.integration_id = ${integration_id} AND m.direction = 'outbound'
      AND m.external_message_id = ${external_message_id}
    UNION ALL
    SELECT ${columns} FROM messages m
    WHERE m.client_id = ${client_id} AND m.integration_id = ${integration_id} AND m.direction = 'outbound'
      AND jsonb_array_length(m.metadata->'sent_parts') > 1
      AND m.metadata->'sent_parts' @> to_jsonb(${external_message_id}::text)
    LIMIT 1`);
  return found;
}

/**
 * Kept until the message is noted as sent under this id. While nothing is on its way here, it is of what other programs
 * send with the number: there may be hundreds of these a second, and none is kept.
 */
async function remember(tx: Queryable, news: DeliveryNews, now: Date): Promise<void> {
  const { client_id, integration_id, external_message_id, status, reason = null, at } = news;
  await tx.query(sql`
    WITH forgotten AS (
      DELETE FROM early_statuses
      WHERE client_id = ${client_id} AND integration_id = ${integration_id}
        AND created_at < ${plusMs(now, -msOfHours(rememberedForHours))}
    )
    INSERT INTO early_statuses (client_id, integration_id, external_message_id, status, reason, at, created_at)
    SELECT ${client_id}, ${integration_id}, ${external_message_id}, ${status}, ${reason}, ${at}, ${now}
    WHERE EXISTS (
      SELECT FROM messages WHERE client_id = ${client_id} AND integration_id = ${integration_id}
        AND delivery_status IN ('queued', 'sending'))
    ON CONFLICT (integration_id, external_message_id, status) DO NOTHING`);
}
