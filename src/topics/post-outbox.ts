import { postPriorities } from './queue-post.js';
import type { PostKind } from './queue-post.js';
import { topicColumns } from './topic-row.js';
import type { TopicRow } from './topic-row.js';
import { albumFamily, mostAlbumParts } from '../messages/albums.js';
import { join, json, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId, HandoverId, MessageId, TopicId, TopicPostId } from '../shared/ids.js';
import { insisting } from '../shared/insisting.js';

/** A post this process is sending now. */
export type ClaimedPost = {
  id: TopicPostId;
  client_id: ClientId;
  telegram_chat_id: string;
  kind: PostKind;
  priority: number;
  handover_id: HandoverId | null;
  message_id: MessageId | null;
  payload: Record<string, unknown>;
  /** The version to be shown; a later one asked for meanwhile is sent after it. */
  version: number;
  /** The group's message id when it stands there already: edit it instead of sending. */
  external_id: number | null;
  attempts: number;
  /** Names the claim. */
  lease_token: string;
  /** Waiting mirrored lines that go in the same message; they share its group message id. */
  merged_ids: TopicPostId[];
  /** The other parts of its album, which go with it; each becomes a message of its own. */
  album_ids: TopicPostId[];
  /** Business time of the claim: durations are shown as of now. */
  claimed_at: Date;
  /** Where it goes; null = the group itself. Made first when its status is `wanted` or `deleted`. */
  topic: TopicRow | null;
  /** Whether the group has topics; null = nobody has looked yet. */
  group_is_forum: boolean | null;
  /** Whether the bot may make topics there, as last seen. */
  group_topics_allowed: boolean;
};

/** A post by itself, before what goes with it is claimed. */
type Unaccompanied = Omit<ClaimedPost, 'topic' | 'merged_ids' | 'album_ids' | 'claimed_at'>;

/** From so many waiting lines of one topic on they are sent as one message. */
const mergeFrom = 4;
/** One message of Telegram holds 4096 characters; names and labels need some of them. */
const mergedCharacters = 3000;
/** Longer than any one call to Telegram may take. */
const claimSeconds = 120;

/**
 * Claims the next post of a group: by priority, then the oldest. One is in flight at a time, and none overtakes another
 * of its priority and topic that waits for its time. A claim that was outlived (its sender died while sending) counts
 * as of unclear outcome and is sent again: posts are delivered at least once.
 *
 * @param claim.sender_key the connection; it must be the one the client has set for this group
 * @param claim.token a fresh uuid that names the claim
 * @returns null when nothing may be sent now
 */
export async function claimNextPost(db: Queryable, claim: PostClaim): Promise<ClaimedPost | null> {
  await releaseAbandoned(db, claim.telegram_chat_id);
  try {
    return await claimNext(db, claim);
  } catch (error) {
    // Written down and not heard of, it would hold up the whole group until the claim runs out.
    await insisting(() => giveBack(db, claim));
    throw error;
  }
}

type PostClaim = { sender_key: string; telegram_chat_id: string; token: string; now: Date };

async function claimNext(db: Queryable, claim: PostClaim): Promise<ClaimedPost | null> {
  const row = await db.maybeOne<Unaccompanied & { topic_id: TopicId | null }>(sql`
    WITH next AS (
      SELECT p.id FROM topic_posts p
      JOIN client_settings s ON s.client_id = p.client_id AND s.telegram_chat_id = p.telegram_chat_id
        AND s.telegram_bot_token_hash = ${tokenHash(claim.sender_key)}
      WHERE p.telegram_chat_id = ${claim.telegram_chat_id} AND p.status = 'queued' AND p.due_at <= ${claim.now}
        AND NOT EXISTS (SELECT FROM topic_posts busy
          WHERE busy.telegram_chat_id = p.telegram_chat_id AND busy.status = 'sending')
        AND NOT EXISTS (SELECT FROM topic_posts earlier
          WHERE earlier.telegram_chat_id = p.telegram_chat_id AND earlier.status = 'queued'
            AND earlier.priority = p.priority AND earlier.topic_id IS NOT DISTINCT FROM p.topic_id
            AND earlier.due_at > ${claim.now} AND (earlier.created_at, coalesce((earlier.payload->>'seq')::int, 0))
              < (p.created_at, coalesce((p.payload->>'seq')::int, 0)))
      ORDER BY p.priority, p.created_at, (p.payload->>'seq')::int, p.id
      LIMIT 1
      FOR UPDATE OF p SKIP LOCKED
    )
    UPDATE topic_posts p
    SET status = 'sending', lease_token = ${claim.token}::uuid, attempts = attempts + 1,
        lease_until = now() + make_interval(secs => ${claimSeconds})
    FROM next, client_settings s
    WHERE p.id = next.id AND p.telegram_chat_id = ${claim.telegram_chat_id} AND s.client_id = p.client_id
    RETURNING p.id, p.client_id, p.telegram_chat_id, p.kind, p.priority, p.topic_id, p.handover_id, p.message_id, p.payload,
      p.version, p.external_id, p.attempts, p.lease_token, s.group_is_forum, s.group_topics_allowed`);
  if (!row) return null;
  const { topic_id, ...post } = row;
  const topic = topic_id && (await topicOf(db, post.client_id, topic_id));
  const album_ids = await claimAlbum(db, row);
  const merged_ids = album_ids.length > 0 ? [] : await claimMerged(db, { ...row, now: claim.now });
  return { ...post, claimed_at: claim.now, topic, merged_ids, album_ids };
}

/** Gives back all that a claim took: none of it was handed to Telegram. */
async function giveBack(db: Queryable, { telegram_chat_id, token }: PostClaim): Promise<void> {
  await db.query(sql`
    UPDATE topic_posts SET status = 'queued', lease_token = NULL, lease_until = NULL
    WHERE telegram_chat_id = ${telegram_chat_id} AND status = 'sending' AND lease_token = ${token}::uuid`);
}

/**
 * It stands in the group: `external_id` is its message id there, `album` the message ids of the posts of an album. A version asked for meanwhile is queued again. An offer
 * that belongs under a newer note by now can't be moved: it is posted anew, and this one taken away.
 */
export async function markPostSent(
  db: Queryable,
  post: ClaimedPost,
  sent: { external_id: number | null; album?: ReadonlyMap<TopicPostId, number>; now: Date },
): Promise<boolean> {
  const own_id = sql`(${json(Object.fromEntries(sent.album ?? []))}::jsonb->>id::text)::bigint`;
  const hasMoved = sql`payload->>'note_id' <> ${post.payload['note_id'] ?? null}::text`;
  const rows = await db.query(sql`
    UPDATE topic_posts
    SET status = CASE WHEN id = ${post.id} AND version > ${post.version} THEN 'queued' ELSE 'sent' END,
        external_id = CASE WHEN ${hasMoved} THEN NULL ELSE coalesce(${own_id}, ${sent.external_id}::bigint, external_id) END,
        sent_at = ${sent.now}, error = NULL, priority = ${postPriorities[post.kind]},
        sent_version = CASE WHEN id = ${post.id} THEN ${post.version}::int ELSE version END,
        payload = CASE WHEN ${hasMoved} THEN payload || jsonb_build_object('replaces', ${sent.external_id}::bigint)
          ELSE payload - 'replaces' END, attempts = 0, lease_token = NULL, lease_until = NULL
    WHERE ${ofClaim(post)} RETURNING id`);
  if (rows.length === 0) return false;
  if (post.kind === 'card' && sent.external_id !== null) {
    await db.query(sql`
      UPDATE handovers SET telegram_chat_id = ${post.telegram_chat_id}, telegram_message_id = ${sent.external_id}
      WHERE client_id = ${post.client_id} AND id = ${post.handover_id}`);
  }
  return true;
}

/** There is nothing to show any more, or what was to be shown is gone from the group. */
export async function markPostDropped(db: Queryable, post: ClaimedPost): Promise<void> {
  await db.query(sql`
    UPDATE topic_posts
    SET status = CASE WHEN version > ${post.version} AND id = ${post.id} THEN 'queued' ELSE 'dropped' END,
        external_id = NULL, payload = payload - 'replaces', lease_token = NULL, lease_until = NULL
    WHERE ${ofClaim(post)}`);
}

/** The group will not take it; `reason` is a word for the log, never a person's text. */
export async function markPostFailed(db: Queryable, post: ClaimedPost, reason: string): Promise<void> {
  await db.query(sql`
    UPDATE topic_posts SET status = 'failed', error = ${reason}, lease_token = NULL, lease_until = NULL
    WHERE ${ofClaim(post)}`);
}

/** It surely did not leave: again at `due_at`, and nothing of its topic and priority overtakes it meanwhile. */
export async function markPostRetryAt(db: Queryable, post: ClaimedPost, due_at: Date): Promise<void> {
  await db.query(sql`
    UPDATE topic_posts SET status = 'queued', due_at = ${due_at}, lease_token = NULL, lease_until = NULL
    WHERE ${ofClaim(post)}`);
}

/** Nobody knows whether it arrived: it is sent again, for twice is better than not at all. */
export async function markPostUncertain(db: Queryable, post: ClaimedPost, due_at: Date): Promise<void> {
  await db.query(sql`
    UPDATE topic_posts SET status = 'queued', error = 'uncertain', due_at = ${due_at}, lease_token = NULL, lease_until = NULL
    WHERE ${ofClaim(post)}`);
}

/** What stood in the group under this id is gone (deleted by hand): it is sent anew. */
export async function markPostGone(db: Queryable, post: ClaimedPost, now: Date): Promise<void> {
  await db.query(sql`
    UPDATE topic_posts SET status = 'queued', due_at = ${now}, external_id = NULL, lease_token = NULL, lease_until = NULL
    WHERE ${ofClaim(post)}`);
}

/** The groups of one connection in which something may be sent now. */
export async function groupsWithWork(db: Queryable, sender_key: string, now: Date): Promise<string[]> {
  const rows = await db.query<{ telegram_chat_id: string }>(groupsWithWorkStatement(sender_key, now));
  return rows.map(({ telegram_chat_id }) => telegram_chat_id);
}

/** The statement behind {@link groupsWithWork}. */
export function groupsWithWorkStatement(sender_key: string, now: Date): Sql {
  return sql`
    SELECT s.telegram_chat_id FROM client_settings s
    WHERE s.telegram_bot_token_hash = ${tokenHash(sender_key)} AND s.telegram_chat_id IS NOT NULL AND EXISTS (
      SELECT FROM topic_posts p WHERE p.telegram_chat_id = s.telegram_chat_id AND p.client_id = s.client_id
        AND p.status IN ('queued', 'sending')
        AND (p.status = 'queued' AND p.due_at <= ${now} OR p.status = 'sending' AND p.lease_until <= now()))`;
}

/**
 * A sender that has just got the connection knows that nobody else is sending: what its forerunner had in flight is of
 * unclear outcome and goes out again without waiting for the claim to run out.
 */
export async function releasePosts(db: Queryable, sender_key: string): Promise<number> {
  const rows = await db.query(sql`
    UPDATE topic_posts p SET status = 'queued', error = 'uncertain', lease_token = NULL, lease_until = NULL
    FROM client_settings s
    WHERE s.telegram_bot_token_hash = ${tokenHash(sender_key)} AND p.telegram_chat_id = s.telegram_chat_id
      AND p.client_id = s.client_id AND p.status = 'sending' RETURNING p.id`);
  return rows.length;
}

/** `telegram:<fingerprint>` without its prefix, so that the column's index is used. */
function tokenHash(sender_key: string): string {
  return sender_key.replace(/^telegram:/, '');
}

async function releaseAbandoned(db: Queryable, telegram_chat_id: string): Promise<void> {
  await db.query(sql`
    UPDATE topic_posts SET status = 'queued', error = 'uncertain', lease_token = NULL, lease_until = NULL
    WHERE telegram_chat_id = ${telegram_chat_id} AND status = 'sending' AND lease_until <= now()`);
}

function ofClaim({ client_id, id, merged_ids, album_ids, lease_token }: ClaimedPost): Sql {
  return sql`client_id = ${client_id} AND id IN (${join([id, ...merged_ids, ...album_ids])}) AND status = 'sending'
    AND lease_token = ${lease_token}::uuid`;
}

async function topicOf(db: Queryable, client_id: ClientId, topic_id: TopicId): Promise<TopicRow> {
  return db.one<TopicRow>(
    sql`SELECT ${topicColumns} FROM topics t WHERE t.client_id = ${client_id} AND t.id = ${topic_id}`,
  );
}

/**
 * Under pressure the lines behind the claimed one go with it: the unbroken run of new text lines of the same topic, as
 * many as one message holds.
 */
async function claimMerged(
  db: Queryable,
  post: Unaccompanied & { topic_id: TopicId | null; now: Date },
): Promise<TopicPostId[]> {
  if (post.kind !== 'mirror' || post.external_id !== null || post.topic_id === null) return [];
  const rows = await db.query<{ id: TopicPostId }>(sql`
    WITH waiting AS (
      SELECT p.id, p.status, p.created_at, (p.payload->>'seq')::int AS seq,
        sum(length(m.content) + 40) OVER line AS characters,
        bool_and(m.kind = 'text' AND p.external_id IS NULL AND p.due_at <= ${post.now}) OVER line AS mergeable
      FROM topic_posts p JOIN messages m ON m.client_id = p.client_id AND m.id = p.message_id
      WHERE p.client_id = ${post.client_id} AND p.telegram_chat_id = ${post.telegram_chat_id} AND p.topic_id = ${post.topic_id}
        AND p.kind = 'mirror' AND (p.status = 'queued' OR p.id = ${post.id})
      WINDOW line AS (ORDER BY p.created_at, (p.payload->>'seq')::int, p.id)
    ), together AS (
      SELECT id, count(*) OVER () AS size FROM waiting WHERE mergeable AND characters <= ${mergedCharacters}
    )
    UPDATE topic_posts p SET status = 'sending', lease_token = ${post.lease_token}::uuid,
      lease_until = now() + make_interval(secs => ${claimSeconds})
    FROM together
    WHERE p.client_id = ${post.client_id} AND p.id = together.id AND p.id <> ${post.id} AND p.status = 'queued'
      AND together.size >= ${mergeFrom}
    RETURNING p.id`);
  return rows.map(({ id }) => id);
}

/** The waiting parts of the claimed line's album that may stand together with it. */
async function claimAlbum(
  db: Queryable,
  post: Unaccompanied & { topic_id: TopicId | null },
): Promise<TopicPostId[]> {
  if (post.kind !== 'mirror' || post.external_id !== null) return [];
  const rows = await db.query<{ id: TopicPostId }>(sql`
    WITH first AS (
      SELECT m.conversation_id, m.role, m.album_id, ${albumFamily} AS family FROM messages m
      WHERE m.client_id = ${post.client_id} AND m.id = ${post.message_id} AND m.album_id IS NOT NULL
    ), parts AS (
      SELECT p.id FROM first
      JOIN messages m ON m.client_id = ${post.client_id} AND m.conversation_id = first.conversation_id
        AND m.role = first.role AND m.album_id = first.album_id AND ${albumFamily} = first.family
      JOIN topic_posts p ON p.client_id = m.client_id AND p.message_id = m.id AND p.kind = 'mirror'
        AND p.telegram_chat_id = ${post.telegram_chat_id} AND p.topic_id IS NOT DISTINCT FROM ${post.topic_id}::uuid
      WHERE p.status = 'queued' AND p.external_id IS NULL AND p.id <> ${post.id}
      ORDER BY m.seq LIMIT ${mostAlbumParts - 1}
    )
    UPDATE topic_posts p SET status = 'sending', lease_token = ${post.lease_token}::uuid,
      lease_until = now() + make_interval(secs => ${claimSeconds})
    FROM parts
    WHERE p.client_id = ${post.client_id} AND p.id = parts.id AND p.status = 'queued'
    RETURNING p.id`);
  return rows.map(({ id }) => id);
}
