import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientProfile } from '../clients/client-profile.js';
import type { ClientId, TopicId, UserId } from '../shared/ids.js';
import { texts } from '../texts/texts.js';
import { rootOf, rootUser } from '../users/whole-user.js';

/** The forum topic that mirrors one user in one group; in a group without topics a row without a thread. */
export type TopicRow = {
  id: TopicId;
  client_id: ClientId;
  user_id: UserId;
  telegram_chat_id: string;
  thread_id: number | null;
  /** How it looks, or is to be made: see `topic-look.ts`. */
  name: string;
  icon: string | null;
  /** `wanted` and `deleted`: to be made before anything is posted to it. */
  status: 'wanted' | 'open' | 'closed' | 'deleted';
};

export const topicColumns = sql`t.id, t.client_id, t.user_id, t.telegram_chat_id, t.thread_id, t.name, t.icon, t.status`;

/**
 * The client's group of today, which stays this one until the transaction is over: a group that moves to another id takes
 * along what is addressed to the old one, and what is addressed meanwhile would be left behind.
 *
 * @returns null while the client has no group
 */
export async function holdGroup(tx: Queryable, client_id: ClientId): Promise<string | null> {
  const row = await tx.maybeOne<{ telegram_chat_id: string | null }>(sql`
    SELECT telegram_chat_id FROM client_settings WHERE client_id = ${client_id} FOR KEY SHARE`);
  return row?.telegram_chat_id ?? null;
}

/**
 * The user's topic in the client's group (of who they are kept as), made if there is none: as a row; the forum topic itself is made when the
 * first post is sent to it.
 *
 * @returns null while the client has no group
 */
export async function ensureTopic(
  tx: Queryable,
  { profile, user_id }: { profile: ClientProfile; user_id: UserId },
): Promise<{ topic: TopicRow; is_new: boolean } | null> {
  const telegram_chat_id = await holdGroup(tx, profile.id);
  if (telegram_chat_id === null) return null;
  const name = await nameOfTopic(tx, profile, user_id);
  const { is_new, ...topic } = await tx.one<TopicRow & { is_new: boolean }>(sql`
    INSERT INTO topics AS t (client_id, user_id, telegram_chat_id, name)
    VALUES (${profile.id}, ${rootOf({ client_id: profile.id, user_id })}, ${telegram_chat_id}, ${name})
    ON CONFLICT (client_id, user_id, telegram_chat_id) DO UPDATE SET user_id = t.user_id
    RETURNING ${topicColumns}, (t.xmax = 0) AS is_new`);
  return { topic, is_new };
}

/** The user's topic in the client's group of today, or null. */
export async function findTopicOfUser(
  tx: Queryable,
  { client_id, user_id }: { client_id: ClientId; user_id: UserId },
): Promise<TopicRow | null> {
  const telegram_chat_id = await holdGroup(tx, client_id);
  const topic = await tx.maybeOne<TopicRow>(sql`
    SELECT ${topicColumns} FROM topics t
    WHERE t.client_id = ${client_id} AND t.user_id = ${user_id} AND t.telegram_chat_id = ${telegram_chat_id}`);
  return topic ?? null;
}

/**
 * Where the conversation of a topic goes on whose user was merged into another one.
 *
 * @returns null while the topic's user is kept as themselves, and when the other one has no topic
 */
export async function topicItGoesOnIn(
  tx: Queryable,
  { client_id, user_id }: TopicRow,
): Promise<TopicRow | null> {
  const kept_as = await rootUser(tx, { client_id, user_id });
  return kept_as === user_id ? null : findTopicOfUser(tx, { client_id, user_id: kept_as });
}

/**
 * The topic something in the group belongs to: by its thread, or, in a group without topics, by the post it replies to.
 */
export async function findTopicOfPlace(
  db: Queryable,
  place: {
    client_id: ClientId;
    telegram_chat_id: string;
    thread_id: number | null;
    reply_to_message_id: number | null;
  },
): Promise<TopicRow | null> {
  const { client_id, telegram_chat_id, thread_id, reply_to_message_id } = place;
  const topic = await db.maybeOne<TopicRow>(
    thread_id !== null
      ? sql`SELECT ${topicColumns} FROM topics t
            WHERE t.client_id = ${client_id} AND t.telegram_chat_id = ${telegram_chat_id} AND t.thread_id = ${thread_id}`
      : sql`SELECT ${topicColumns} FROM topics t
            WHERE t.client_id = ${client_id} AND t.id = (
              SELECT p.topic_id FROM topic_posts p
              WHERE p.client_id = ${client_id} AND p.telegram_chat_id = ${telegram_chat_id}
                AND p.external_id = ${reply_to_message_id} AND p.topic_id IS NOT NULL
              LIMIT 1)`,
  );
  return (
    topic ?? (thread_id === null && reply_to_message_id !== null ? await findTopicOfPiece(db, place) : null)
  );
}

/** A reply to what did not fit into the first message of a post. */
async function findTopicOfPiece(
  db: Queryable,
  place: { client_id: ClientId; telegram_chat_id: string; reply_to_message_id: number | null },
): Promise<TopicRow | null> {
  const topic = await db.maybeOne<TopicRow>(sql`
    SELECT ${topicColumns} FROM topic_posts p JOIN topics t ON t.client_id = p.client_id AND t.id = p.topic_id
    WHERE p.client_id = ${place.client_id} AND p.telegram_chat_id = ${place.telegram_chat_id}
      AND p.more_external_ids <> '{}' AND p.more_external_ids @> ARRAY[${place.reply_to_message_id}::bigint]
    LIMIT 1`);
  return topic ?? null;
}

/** A topic's name: whose it is, by the name of today, and where they write from. */
export async function nameOfTopic(tx: Queryable, profile: ClientProfile, user_id: UserId): Promise<string> {
  const words = texts(profile.language);
  const user = await tx.maybeOne<{ name: string | null; channel: keyof typeof words.messengers | null }>(sql`
    SELECT coalesce(u.name, u.username, u.phone) AS name,
      (SELECT c.channel FROM conversations c WHERE c.client_id = u.client_id AND c.user_id = u.id
       ORDER BY c.last_message_at DESC LIMIT 1) AS channel
    FROM users u WHERE u.client_id = ${profile.id} AND u.id = ${user_id}`);
  const messenger = user?.channel ? words.messengers[user.channel] : words.messengers.telegram;
  return words.topic.name({ name: user?.name || words.card.nameless, messenger });
}
