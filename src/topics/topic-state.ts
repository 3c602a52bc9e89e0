import { queueRecap } from './recap.js';
import { remakeOpenCards } from './remake-cards.js';
import { topicColumns } from './topic-row.js';
import type { TopicRow } from './topic-row.js';
import { sql } from '../shared/database.js';
import type { Database, Queryable } from '../shared/database.js';
import type { ClientId, ConversationId, TopicId, UserId } from '../shared/ids.js';
import { newerVersion } from './newer-version.js';

/**
 * The forum topic was made, or opened again. Its number goes first and alone: lost, a second topic would be made, and
 * together with the rows of a conversation it could meet a turn in a deadlock. The other two are copies.
 *
 * @param db no transaction: each statement lets go of its rows
 */
export async function markTopicOpen(
  db: Database,
  { client_id, topic_id, thread_id }: { client_id: ClientId; topic_id: TopicId; thread_id: number },
): Promise<void> {
  const { user_id } = await db.one<{ user_id: UserId }>(sql`
    UPDATE topics SET thread_id = ${thread_id}, status = 'open'
    WHERE client_id = ${client_id} AND id = ${topic_id} RETURNING user_id`);
  await db.query(
    sql`UPDATE users SET telegram_topic_id = ${thread_id} WHERE client_id = ${client_id} AND id = ${user_id}`,
  );
  await db.query(sql`
    UPDATE conversations SET telegram_topic_id = ${thread_id}
    WHERE client_id = ${client_id} AND user_id = ${user_id} AND status = 'active'`);
}

/**
 * Somebody deleted the forum topic: it is made anew before the next post, with a recap, and the card of an open request
 * is posted again. What stood in the old one is forgotten, so that nothing is edited there or answered.
 *
 * @param gone.thread_id the thread that is gone: told twice, nothing is done twice
 */
export async function markTopicGone(
  tx: Queryable,
  gone: { client_id: ClientId; topic_id: TopicId; thread_id: number; now: Date },
): Promise<void> {
  const topic = await tx.maybeOne<TopicRow>(sql`
    UPDATE topics t SET thread_id = NULL, status = 'wanted'
    WHERE t.client_id = ${gone.client_id} AND t.id = ${gone.topic_id} AND t.thread_id = ${gone.thread_id}
    RETURNING ${topicColumns}`);
  if (!topic) return;
  await tx.query(sql`
    UPDATE topic_posts SET external_id = NULL, payload = payload - 'replaces'
    WHERE client_id = ${topic.client_id} AND topic_id = ${topic.id} AND external_id IS NOT NULL
      AND kind NOT IN ('note', 'manager_message')`);
  await tx.query(sql`
    UPDATE topic_posts p SET due_at = ${gone.now}, ${newerVersion}
    FROM handovers h
    WHERE p.client_id = ${topic.client_id} AND p.topic_id = ${topic.id} AND p.kind = 'card'
      AND h.client_id = p.client_id AND h.id = p.handover_id AND h.status IN ('pending', 'active')`);
  const latest = await tx.maybeOne<{ id: ConversationId }>(sql`
    SELECT id FROM conversations WHERE client_id = ${topic.client_id} AND user_id = ${topic.user_id}
    ORDER BY last_message_at DESC LIMIT 1`);
  if (latest)
    await queueRecap(tx, {
      topic,
      conversation_id: latest.id,
      key: `again:${gone.thread_id}`,
      now: gone.now,
    });
}

/** Somebody closed the topic and the bot may not open it: what is posted stands in the group itself until it may. */
export async function markTopicClosed(
  db: Queryable,
  { client_id, topic_id, thread_id }: { client_id: ClientId; topic_id: TopicId; thread_id: number },
): Promise<void> {
  await db.query(sql`
    UPDATE topics SET status = 'closed'
    WHERE client_id = ${client_id} AND id = ${topic_id} AND thread_id = ${thread_id} AND status = 'open'`);
}

/**
 * A group that became a supergroup has a new id: everything that is kept under the old one moves along, and cards of open
 * requests are posted again. Messages of the old group can't be edited under their old numbers, so what stood there is
 * forgotten; the client remembers its old id, for its file may still name that.
 *
 * @param group.is_forum whether the new group has topics; null = nobody has looked yet
 * @returns false when no client of this connection has the old group
 */
export async function moveGroup(
  tx: Queryable,
  group: { sender_key: string; from: string; to: string; is_forum: boolean | null; now: Date },
): Promise<boolean> {
  const client = await tx.maybeOne<{ client_id: ClientId }>(sql`
    UPDATE client_settings SET telegram_chat_id = ${group.to}, group_is_forum = ${group.is_forum}, group_topics_allowed = true
    WHERE telegram_chat_id = ${group.from} AND 'telegram:' || telegram_bot_token_hash = ${group.sender_key}
    RETURNING client_id`);
  if (!client) return false;
  const { client_id } = client;
  await rememberMove(tx, client_id, group.from);
  await joinTopics(tx, client_id, group);
  await tx.query(sql`
    UPDATE topics SET telegram_chat_id = ${group.to}, thread_id = NULL, status = 'wanted'
    WHERE client_id = ${client_id} AND telegram_chat_id = ${group.from}`);
  await tx.query(sql`
    UPDATE topic_posts SET telegram_chat_id = ${group.to}, external_id = NULL, payload = payload - 'replaces'
    WHERE client_id = ${client_id} AND telegram_chat_id = ${group.from}`);
  await tx.query(sql`
    UPDATE handovers SET telegram_chat_id = ${group.to}, telegram_message_id = NULL
    WHERE client_id = ${client_id} AND telegram_chat_id = ${group.from}`);
  await remakeOpenCards(tx, {
    client_id,
    telegram_chat_id: group.to,
    with_recap: group.is_forum === true,
    now: group.now,
  });
  return true;
}

async function rememberMove(tx: Queryable, client_id: ClientId, from: string): Promise<void> {
  await tx.query(sql`
    UPDATE clients SET config = jsonb_set(config, '{moved_from}',
      coalesce(config->'moved_from', '[]') || to_jsonb(${from}::text))
    WHERE id = ${client_id}`);
}

/**
 * A client file that still names the old group leads posts there once more, into topics that the users have in the new
 * group already: what is addressed to them goes to those.
 */
async function joinTopics(
  tx: Queryable,
  client_id: ClientId,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await tx.query(sql`
    UPDATE topic_posts p SET topic_id = there.id
    FROM topics here JOIN topics there ON there.client_id = here.client_id AND there.user_id = here.user_id
    WHERE here.client_id = ${client_id} AND here.telegram_chat_id = ${from} AND there.telegram_chat_id = ${to}
      AND p.client_id = here.client_id AND p.topic_id = here.id`);
  await tx.query(sql`
    DELETE FROM topics here USING topics there
    WHERE here.client_id = ${client_id} AND here.telegram_chat_id = ${from}
      AND there.client_id = here.client_id AND there.user_id = here.user_id AND there.telegram_chat_id = ${to}`);
}
