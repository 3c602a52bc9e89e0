import { queuePost } from './queue-post.js';
import { queueRecapOf } from './recap.js';
import type { StyledText } from './styled-text.js';
import { linkToTopic } from './topic-links.js';
import { queueTopicLook } from './topic-look.js';
import { findTopicOfUser } from './topic-row.js';
import type { TopicRow } from './topic-row.js';
import type { ClientProfile } from '../clients/client-profile.js';
import type { Carried } from '../conversations/carry-conversations.js';
import type { Actor } from '../handovers/write-decision.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ConversationId, TopicId, UserId } from '../shared/ids.js';
import { texts } from '../texts/texts.js';

/** A merge as far as topics show it; the names are those from before, with the messenger and the address. */
export type TopicMerge = {
  profile: ClientProfile;
  merge_id: string;
  elder: { id: UserId; name: string };
  younger: { id: UserId; name: string };
  by: Actor;
  carried: readonly Carried[];
  now: Date;
};

/**
 * From now on one topic shows all of a person: the elder's says with whom it was joined and tells what was said there; the
 * younger's says where it goes on, and is closed. Where only the younger has a topic, it becomes the elder's.
 *
 * @returns the topic that changed hands, for the merge to be undone; null when none did
 */
export async function joinTopics(tx: Queryable, merge: TopicMerge): Promise<TopicId | null> {
  const { profile, elder, younger, now } = merge;
  const client_id = profile.id;
  const there = await findTopicOfUser(tx, { client_id, user_id: elder.id });
  const here = await findTopicOfUser(tx, { client_id, user_id: younger.id });
  const topic = there ?? (here && (await becomesElders(tx, here, elder.id)));
  if (!topic) return null;
  await tellOfJoining(tx, topic, there ? younger.name : elder.name, merge);
  if (there) {
    if (here) await leave(tx, here, there, merge);
    for (const carried of merge.carried) await recapOfYounger(tx, there, here, carried, merge);
  } else {
    await recapOfElder(tx, topic, merge);
  }
  await tx.query(sql`
    UPDATE conversations SET mirror_due_at = coalesce(mirror_due_at, ${now})
    WHERE client_id = ${client_id} AND user_id = ${elder.id} AND status = 'active' AND mirrored_seq < last_seq`);
  await queueTopicLook(tx, { profile, user_id: elder.id, now });
  return there ? null : topic.id;
}

async function becomesElders(tx: Queryable, topic: TopicRow, user_id: UserId): Promise<TopicRow> {
  await tx.query(sql`
    UPDATE topics SET user_id = ${user_id} WHERE client_id = ${topic.client_id} AND id = ${topic.id}`);
  return { ...topic, user_id };
}

async function tellOfJoining(tx: Queryable, topic: TopicRow, name: string, merge: TopicMerge): Promise<void> {
  const { merging } = texts(merge.profile.language);
  const text = merge.by ? merging.joinedBy({ name, by: merge.by.name }) : merging.joined(name);
  await say(tx, topic, { text: [{ text }], key: `joined:${merge.merge_id}`, now: merge.now });
}

/** The younger's topic is left behind: it says where the conversation goes on, and nobody writes there any more. */
async function leave(tx: Queryable, here: TopicRow, there: TopicRow, merge: TopicMerge): Promise<void> {
  const { profile, elder, merge_id, now } = merge;
  const text = [{ text: `${texts(profile.language).merging.goesOnIn} ` }, linkToTopic(elder.name, there.id)];
  await say(tx, here, { text, key: `left:${merge_id}`, now });
  await wantClosed(tx, here, true, now);
  // What it shows already and the other is to show as well gets lines of its own there.
  await tx.query(sql`
    UPDATE topic_posts p SET dedupe_key = p.dedupe_key || ${`:before:${merge_id}`}::text
    FROM messages m JOIN conversations c ON c.client_id = m.client_id AND c.id = m.conversation_id
    WHERE p.client_id = ${here.client_id} AND p.topic_id = ${here.id} AND p.kind = 'mirror'
      AND m.client_id = p.client_id AND m.id = p.message_id AND c.user_id = ${elder.id} AND m.seq > c.mirrored_seq`);
}

/** Asks for a forum topic to be closed once all that is to stand in it does; or for it not to be. */
export async function wantClosed(tx: Queryable, topic: TopicRow, close: boolean, now: Date): Promise<void> {
  const { client_id, telegram_chat_id, id: topic_id } = topic;
  await queuePost(
    tx,
    {
      client_id,
      telegram_chat_id,
      topic_id,
      kind: 'topic_state',
      dedupe_key: `topic_state:${topic_id}`,
      payload: { close },
    },
    now,
  );
}

/** What was said with the younger, for those who knew only the elder. */
async function recapOfYounger(
  tx: Queryable,
  there: TopicRow,
  here: TopicRow | null,
  { from, to, is_new, mirrored_seq }: Carried,
  { merge_id, now }: TopicMerge,
): Promise<void> {
  const key = `merged:${merge_id}:${to}`;
  if (is_new && !here) return queueRecapOf(tx, { topic: there, conversation_id: to, key, now });
  const conversation_id: ConversationId = is_new ? to : from;
  const { last_seq } = await tx.one<{ last_seq: number }>(sql`
    SELECT last_seq FROM conversations WHERE client_id = ${there.client_id} AND id = ${conversation_id}`);
  const { client_id, telegram_chat_id, id: topic_id } = there;
  const payload = { conversation_id, through_seq: is_new ? mirrored_seq : last_seq };
  const dedupe_key = `recap:${topic_id}:${key}`;
  await queuePost(tx, { client_id, telegram_chat_id, topic_id, kind: 'recap', dedupe_key, payload }, now);
}

/** The topic that was the younger's knows nothing of the elder yet. */
async function recapOfElder(tx: Queryable, topic: TopicRow, merge: TopicMerge): Promise<void> {
  const known = merge.carried.filter(({ is_new }) => is_new).map(({ to }) => to);
  const own = await tx.query<{ id: ConversationId }>(sql`
    SELECT id FROM conversations
    WHERE client_id = ${topic.client_id} AND user_id = ${merge.elder.id} AND status = 'active'
      AND NOT id = ANY (${known}::uuid[]) ORDER BY last_message_at`);
  for (const { id } of own)
    await queueRecapOf(tx, {
      topic,
      conversation_id: id,
      key: `merged:${merge.merge_id}:${id}`,
      now: merge.now,
    });
}

/** A line of the program's own. */
export async function say(
  tx: Queryable,
  { client_id, telegram_chat_id, id: topic_id }: TopicRow,
  { text, key, now }: { text: StyledText; key: string; now: Date },
): Promise<void> {
  const dedupe_key = `text:${key}:${topic_id}`;
  await queuePost(
    tx,
    { client_id, telegram_chat_id, topic_id, kind: 'text', dedupe_key, payload: { text } },
    now,
  );
}
