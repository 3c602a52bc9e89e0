import { json, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, HandoverId, MessageId, TopicId, TopicPostId } from '../shared/ids.js';
import { newerVersion } from './newer-version.js';

/** What goes to a managers' group. The number says who goes first when the group's budget is short. */
export const postPriorities = {
  card: 0,
  offer: 0,
  failure: 1,
  alarm: 1,
  reminder: 2,
  handed_on: 2,
  text: 3,
  summary: 3,
  recap: 3,
  mirror: 4,
  note: 4,
  receipt: 5,
  topic_state: 6,
  removal: 6,
} as const;

/** Of what nobody waits for: it is sent only while the group's budget has some to spare. */
export const idlePriority = postPriorities.topic_state;

export type PostKind = keyof typeof postPriorities;

/** A post to be sent, or sent anew in a newer version. */
export type NewPost = {
  client_id: ClientId;
  telegram_chat_id: string;
  topic_id: TopicId | null;
  kind: PostKind;
  /** Of two posts with one key there is one: the later asks for a newer version of the first. */
  dedupe_key: string;
  handover_id?: HandoverId | null;
  message_id?: MessageId | null;
  payload?: Record<string, unknown>;
};

/**
 * Puts a post into the group's outbox. A key that is there already asks for a newer version: if the post stands in the
 * group it is edited, if it waits it is sent once with the newest content, if it is just being sent it is edited after.
 * Times of creation are those of the statement, not of the transaction, for they are the order of sending.
 *
 * @param now business time from which on it may be sent
 */
export async function queuePost(tx: Queryable, post: NewPost, now: Date): Promise<TopicPostId> {
  const { id } = await tx.one<{ id: TopicPostId }>(sql`
    INSERT INTO topic_posts AS p (client_id, telegram_chat_id, topic_id, handover_id, message_id, kind, dedupe_key,
      priority, payload, due_at, created_at)
    VALUES (${post.client_id}, ${post.telegram_chat_id}, ${post.topic_id}::uuid, ${post.handover_id ?? null}::uuid,
      ${post.message_id ?? null}::uuid, ${post.kind}, ${post.dedupe_key}, ${postPriorities[post.kind]},
      ${json(post.payload ?? {})}::jsonb, ${now}, clock_timestamp())
    ON CONFLICT (client_id, dedupe_key) DO UPDATE SET
      ${newerVersion},
      payload = p.payload || excluded.payload,
      priority = excluded.priority,
      due_at = excluded.due_at,
      error = NULL,
      external_id = CASE WHEN p.telegram_chat_id = excluded.telegram_chat_id THEN p.external_id END,
      telegram_chat_id = excluded.telegram_chat_id,
      topic_id = excluded.topic_id
    RETURNING id`);
  return id;
}

/**
 * Remembers something that stands in the group already and is not ours to send: a manager's note, or a message of theirs
 * that went to the user. Replies and receipts find it by the group's message id.
 *
 * @returns null when it was remembered before
 */
export async function recordGroupMessage(
  tx: Queryable,
  said: {
    client_id: ClientId;
    telegram_chat_id: string;
    topic_id: TopicId;
    kind: 'note' | 'manager_message';
    external_id: number;
    handover_id: HandoverId | null;
    message_id: MessageId | null;
    payload: Record<string, unknown>;
  },
  now: Date,
): Promise<TopicPostId | null> {
  const row = await tx.maybeOne<{ id: TopicPostId }>(sql`
    INSERT INTO topic_posts (client_id, telegram_chat_id, topic_id, handover_id, message_id, kind, dedupe_key, priority,
      payload, status, external_id, sent_version, sent_at, created_at)
    VALUES (${said.client_id}, ${said.telegram_chat_id}, ${said.topic_id}, ${said.handover_id}::uuid,
      ${said.message_id}::uuid, ${said.kind}, ${`note:${said.telegram_chat_id}:${said.external_id}`}, 9,
      ${json(said.payload)}::jsonb, 'sent', ${said.external_id}, 1, ${now}, clock_timestamp())
    ON CONFLICT (client_id, dedupe_key) DO NOTHING
    RETURNING id`);
  return row?.id ?? null;
}
