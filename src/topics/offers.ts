import { postPriorities } from './queue-post.js';
import type { TopicRow } from './topic-row.js';
import { json, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, TopicPostId, UserId } from '../shared/ids.js';
import { newerVersion } from './newer-version.js';

/**
 * Offers to send a note to the user: one offer per topic, under the newest note. An offer that stands under an older
 * note is replaced: the sender posts it anew and takes the old one away.
 */
export async function offerToSend(
  tx: Queryable,
  topic: TopicRow,
  note_id: TopicPostId,
  now: Date,
): Promise<void> {
  await tx.query(sql`
    INSERT INTO topic_posts AS p (client_id, telegram_chat_id, topic_id, kind, dedupe_key, priority, payload, due_at, created_at)
    VALUES (${topic.client_id}, ${topic.telegram_chat_id}, ${topic.id}, 'offer', ${`offer:${topic.id}`},
      ${postPriorities.offer}, jsonb_build_object('note_id', ${note_id}::text), ${now}, clock_timestamp())
    ON CONFLICT (client_id, dedupe_key) DO UPDATE SET
      ${newerVersion},
      due_at = excluded.due_at,
      payload = excluded.payload || CASE WHEN coalesce(p.external_id, (p.payload->>'replaces')::bigint) IS NULL THEN '{}'
        ELSE jsonb_build_object('replaces', coalesce(p.external_id, (p.payload->>'replaces')::bigint)) END,
      external_id = NULL`);
}

/** Renders an offer anew that stands in the user's topic: who has the request has changed. */
export function refreshOffer(
  tx: Queryable,
  of: { client_id: ClientId; user_id: UserId },
  now: Date,
): Promise<void> {
  return changeOffer(tx, of, { payload: {}, now });
}

/** The request is over: what was a note stays one and is marked so, and nothing is offered any more. */
export function withdrawOffer(
  tx: Queryable,
  of: { client_id: ClientId; user_id: UserId },
  now: Date,
): Promise<void> {
  return changeOffer(tx, of, { payload: { is_withdrawn: true }, now });
}

/** A note is not to be sent any more: the offer under it is taken away. */
export async function withdrawOfferOf(
  tx: Queryable,
  topic: TopicRow,
  note_id: TopicPostId,
  now: Date,
): Promise<void> {
  await tx.query(sql`
    UPDATE topic_posts p SET payload = p.payload - 'note_id', due_at = ${now}, ${newerVersion}
    WHERE p.client_id = ${topic.client_id} AND p.dedupe_key = ${`offer:${topic.id}`} AND p.status <> 'dropped'
      AND p.payload->>'note_id' = ${note_id}::text`);
}

async function changeOffer(
  tx: Queryable,
  { client_id, user_id }: { client_id: ClientId; user_id: UserId },
  { payload, now }: { payload: object; now: Date },
): Promise<void> {
  await tx.query(sql`
    UPDATE topic_posts p SET payload = p.payload || ${json(payload)}::jsonb, due_at = ${now}, ${newerVersion}
    FROM topics t
    WHERE t.client_id = ${client_id} AND t.user_id = ${user_id} AND p.client_id = t.client_id
      AND p.dedupe_key = 'offer:' || t.id AND p.status <> 'dropped' AND NOT p.payload ? 'is_withdrawn'`);
}
