import type { DeliveryAttempt, DeliveryVerdict } from './delivery-policy.js';
import { albumFamily, mostAlbumParts } from './albums.js';
import { detailsIn } from './message-details.js';
import type { AlbumPart, OutgoingMessage } from '../integrations/channel.js';
import { json, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId, IntegrationId, MessageId } from '../shared/ids.js';
import type { Lease } from '../shared/leases.js';
import { newerVersion } from '../topics/newer-version.js';

/** A message this process is sending now, with what it takes to say what became of it. */
export type ClaimedMessage = OutgoingMessage &
  DeliveryAttempt & {
    /** Names the claim: whoever outlived it marks nothing. */
    delivery_token: string;
    /** The messenger's ids of the parts that were sent by an earlier attempt. */
    sent_parts: string[];
  };

/** Longer than any one call to a messenger may take. */
const claimSeconds = 180;

type Connection = { client_id: ClientId; integration_id: IntegrationId };

/**
 * Claims the oldest unsent message of each chat: nothing overtakes what is being sent or waits for its time. In the same
 * statement it is asked once more whether the bot may speak; an assistant's message that came too late is `dropped`, and a
 * line of the topic that shows it already is taken away.
 *
 * @param lease the sender's right to the connection: without it nothing is claimed
 * @param delivery_token a fresh uuid
 * @returns the claimed messages, at most `limit`, and how many were dropped (the next of their chats are unclaimed yet)
 */
export async function claimMessages(
  db: Queryable,
  claim: Connection & { lease: Lease; delivery_token: string; now: Date; limit: number },
): Promise<{ claimed: ClaimedMessage[]; dropped: number }> {
  const { client_id, delivery_token } = claim;
  const rows = await db.query<ClaimedRow>(sql`
    WITH ${heads(claim)}, ${ready(claim)}, ${together(claim)}, claimed AS (
    UPDATE messages m
    SET delivery_status = CASE WHEN together.is_silenced THEN 'dropped' ELSE 'sending' END,
        delivery_token = ${delivery_token}::uuid,
        delivery_lease_until = now() + make_interval(secs => ${claimSeconds}),
        delivery_attempts = m.delivery_attempts + 1
    FROM together
    WHERE m.id = together.id AND m.client_id = ${client_id} AND m.delivery_status = 'queued'
    RETURNING m.id, m.client_id, m.integration_id, m.external_chat_id, m.kind, m.content, m.media, m.media_file, m.entities AS details, m.seq,
      together.head_id, m.buttons,
      m.role, m.delivery_status, m.delivery_token, m.delivery_attempts AS attempts,
      coalesce((m.metadata->>'uncertain_resends')::int, 0) AS uncertain_resends,
      coalesce(m.metadata->'sent_parts', '[]') AS sent_parts,
      (SELECT r.external_message_id FROM messages r
       WHERE r.client_id = m.client_id AND r.id = m.reply_to_message_id AND r.integration_id = m.integration_id
         AND r.external_chat_id = m.external_chat_id) AS reply_to_external_id
    ), taken_away AS (
      UPDATE topic_posts p
      SET ${newerVersion}
      FROM claimed
      WHERE claimed.delivery_status = 'dropped' AND p.client_id = claimed.client_id AND p.message_id = claimed.id
        AND p.kind = 'mirror'
    )
    SELECT * FROM claimed`);
  const sending = rows.filter(({ delivery_status }) => delivery_status === 'sending');
  return { claimed: withAlbums(sending), dropped: rows.length - sending.length };
}

/** Gives back what a claim took of which its sender was not told: none of it was handed to a messenger. */
export async function giveBackMessages(
  db: Queryable,
  { client_id, integration_id, delivery_token }: Connection & { delivery_token: string },
): Promise<void> {
  await db.query(sql`
    UPDATE messages
    SET delivery_status = CASE WHEN deleted_at IS NOT NULL THEN 'dropped' ELSE 'queued' END,
        delivery_token = NULL, delivery_lease_until = NULL, delivery_attempts = delivery_attempts - 1
    WHERE client_id = ${client_id} AND integration_id = ${integration_id} AND delivery_status = 'sending'
      AND delivery_token = ${delivery_token}::uuid`);
}

type ClaimedRow = Omit<ClaimedMessage, 'album' | 'details'> & {
  delivery_status: 'sending' | 'dropped';
  details: unknown;
  seq: number;
  /** The first of the album it goes with; itself when it goes alone. */
  head_id: MessageId;
};

function withAlbums(rows: readonly ClaimedRow[]): ClaimedMessage[] {
  return rows
    .filter(({ id, head_id }) => id === head_id)
    .map((head) => ({
      ...head,
      details: detailsIn(head.details),
      album: rows
        .filter(({ id, head_id }) => head_id === head.id && id !== head.id)
        .toSorted((a, b) => a.seq - b.seq)
        .map(({ id, kind, content, media, media_file }): AlbumPart => ({
          id,
          kind,
          content,
          media,
          media_file,
        })),
    }));
}

/** The oldest unsent message of each chat, also one that is being sent: it holds up the others. */
function heads({ client_id, integration_id }: Connection): Sql {
  return sql`
    heads AS (
      SELECT DISTINCT ON (external_chat_id) id, delivery_status, delivery_due_at
      FROM messages
      WHERE client_id = ${client_id} AND integration_id = ${integration_id} AND delivery_status IN ('queued', 'sending')
      ORDER BY external_chat_id, created_at, seq
    )`;
}

/** Those whose time has come, and whether the bot has to be silent by now. None without the right to the connection. */
function ready({
  client_id,
  lease,
  now,
  limit,
}: Connection & { lease: Lease; now: Date; limit: number }): Sql {
  return sql`
    ready AS MATERIALIZED (
      SELECT m.id, m.external_chat_id, m.role AS speaker, m.album_id, ${albumFamily} AS family,
        m.metadata ? 'sent_parts' AS is_begun,
        m.role = 'assistant' AND (
          coalesce(c.bot_muted_until > ${now}, false)
          OR EXISTS (SELECT FROM clients k WHERE k.id = m.client_id AND k.status = 'suspended')
          OR EXISTS (SELECT FROM users u WHERE u.client_id = m.client_id AND u.id = m.user_id AND u.blocked_at IS NOT NULL)
          OR EXISTS (SELECT FROM handovers h WHERE h.client_id = m.client_id AND h.user_id = m.user_id
                     AND h.status IN ('pending', 'active'))) AS is_silenced
      FROM heads
      JOIN messages m ON m.id = heads.id AND m.client_id = ${client_id}
      JOIN conversations c ON c.client_id = m.client_id AND c.id = m.conversation_id
      WHERE heads.delivery_status = 'queued' AND heads.delivery_due_at <= ${now}
        AND EXISTS (SELECT FROM leases WHERE key = ${lease.key} AND fence = ${lease.fence} AND expires_at > now())
      ORDER BY heads.delivery_due_at
      LIMIT ${limit}
      FOR UPDATE OF m SKIP LOCKED
    )`;
}

/**
 * What is ready, each with the parts of its album that wait behind it: an album goes out as one. Kept as it was found: a
 * planner without statistics would look for it anew for each message that waits.
 */
function together({ client_id, integration_id }: Connection): Sql {
  return sql`
    together AS MATERIALIZED (
      SELECT id, id AS head_id, is_silenced FROM ready
      UNION ALL
      (SELECT part.id, ready.id, ready.is_silenced FROM ready
       CROSS JOIN LATERAL (
         SELECT m.id FROM messages m
         WHERE m.client_id = ${client_id} AND m.integration_id = ${integration_id}
           AND m.external_chat_id = ready.external_chat_id AND m.delivery_status = 'queued' AND m.id <> ready.id
           AND m.role = ready.speaker AND m.album_id = ready.album_id AND ${albumFamily} = ready.family
           -- A part that comes late does not join what has been sent in part already.
           AND (m.metadata ? 'sent_parts') = ready.is_begun
         ORDER BY m.created_at, m.seq LIMIT ${mostAlbumParts - 1}) part
       WHERE ready.album_id IS NOT NULL)
    )`;
}

/**
 * Notes one part of a message as sent, so that a crash doesn't repeat it, and prolongs the claim.
 *
 * @returns false when the claim is no longer this process's: stop sending
 */
export async function notePartSent(
  db: Queryable,
  {
    id,
    client_id,
    delivery_token,
    external_message_id,
    external_sent_at,
    media_file,
  }: Pick<ClaimedMessage, 'id' | 'client_id' | 'delivery_token'> & {
    external_message_id: string;
    external_sent_at: Date;
    media_file: string | null;
  },
): Promise<boolean> {
  const rows = await db.query(sql`
    UPDATE messages
    SET metadata = jsonb_set(metadata, '{sent_parts}',
          coalesce(metadata->'sent_parts', '[]') || ${json([external_message_id])}::jsonb),
        external_message_id = coalesce(external_message_id, ${external_message_id}),
        external_sent_at = coalesce(external_sent_at, ${external_sent_at}),
        media_file = coalesce(media_file, ${media_file}),
        delivery_lease_until = now() + make_interval(secs => ${claimSeconds})
    WHERE client_id = ${client_id} AND id = ${id} AND delivery_status = 'sending' AND delivery_token = ${delivery_token}::uuid
    RETURNING id`);
  return rows.length > 0;
}

/**
 * Writes down what became of a claimed message. One that was taken back meanwhile is not tried again; if nobody knows
 * whether it arrived, that is what stays.
 *
 * @returns false when the claim is no longer this process's: nothing was changed
 */
export async function settleMessage(
  tx: Queryable,
  { id, client_id, delivery_token }: Pick<ClaimedMessage, 'id' | 'client_id' | 'delivery_token'>,
  verdict: DeliveryVerdict,
  now: Date,
): Promise<boolean> {
  const error =
    verdict.status === 'failed' ? verdict.reason : verdict.status === 'uncertain' ? 'unclear' : null;
  const due_at = verdict.status === 'queued' ? verdict.due_at : null;
  const isUncertainResend = verdict.status === 'queued' && verdict.uncertain;
  const rows = await tx.query(sql`
    UPDATE messages
    SET delivery_status = CASE WHEN ${verdict.status} = 'queued' AND deleted_at IS NOT NULL
          THEN ${isUncertainResend ? 'uncertain' : 'dropped'} ELSE ${verdict.status} END,
        delivery_due_at = coalesce(${due_at}::timestamptz, delivery_due_at),
        delivery_error = ${error},
        sent_at = CASE WHEN ${verdict.status} = 'sent' THEN ${now}::timestamptz ELSE sent_at END,
        metadata = CASE WHEN ${isUncertainResend}
          THEN jsonb_set(metadata, '{uncertain_resends}', to_jsonb(coalesce((metadata->>'uncertain_resends')::int, 0) + 1))
          ELSE metadata END,
        delivery_token = NULL, delivery_lease_until = NULL
    WHERE client_id = ${client_id} AND id = ${id} AND delivery_status = 'sending' AND delivery_token = ${delivery_token}::uuid
    RETURNING id`);
  return rows.length > 0;
}

/** A message, with the other parts of its album, of which nobody knows whether it arrived. */
type Abandoned = DeliveryAttempt &
  Pick<ClaimedMessage, 'id' | 'client_id' | 'delivery_token'> & { album: readonly { id: MessageId }[] };

/**
 * Finds messages whose sender is gone: whether they arrived nobody knows. They stay `sending` until they are settled.
 *
 * @param all true when the connection has just changed hands: then nobody else is sending; else only outlived claims
 */
export async function abandonedMessages(
  db: Queryable,
  { client_id, integration_id, all }: Connection & { all: boolean },
): Promise<Abandoned[]> {
  const rows = await db.query<Omit<Abandoned, 'album'> & { together: string }>(sql`
    SELECT id, client_id, role, delivery_token, delivery_attempts AS attempts,
      coalesce((metadata->>'uncertain_resends')::int, 0) AS uncertain_resends,
      concat_ws(' ', delivery_token, external_chat_id, coalesce(album_id, id::text)) AS together
    FROM messages
    WHERE client_id = ${client_id} AND integration_id = ${integration_id} AND delivery_status = 'sending'
      AND (${all} OR delivery_lease_until < now())
    ORDER BY created_at, seq`);
  return rows
    .filter(({ together: key }, index) => rows.findIndex((row) => row.together === key) === index)
    .map((first) => ({
      ...first,
      album: rows.filter((row) => row.together === first.together && row.id !== first.id),
    }));
}
