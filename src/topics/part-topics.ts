import { say, wantClosed } from './join-topics.js';
import { queueCard } from './cards.js';
import { nameInWords } from './name-in-words.js';
import { queueTopicLook } from './topic-look.js';
import { linkToTopic } from './topic-links.js';
import { findTopicOfUser } from './topic-row.js';
import type { TopicRow } from './topic-row.js';
import type { ClientProfile } from '../clients/client-profile.js';
import type { Actor } from '../handovers/write-decision.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ConversationId, HandoverId, TopicId, UserId } from '../shared/ids.js';
import { texts } from '../texts/texts.js';

type TopicParting = {
  profile: ClientProfile;
  merge_id: string;
  elder_id: UserId;
  younger_id: UserId;
  /** The topic that was the younger's and became the elder's. */
  topic_id: TopicId | null;
  by: Actor;
  now: Date;
};

/**
 * Two users are two again: each has their own topic, which says so. A request whose card stands in the other one's topic
 * gets its card in its user's own, and the one that stood there is taken away: what is written in a topic goes to its user.
 */
export async function partTopics(tx: Queryable, parting: TopicParting): Promise<void> {
  const { profile, elder_id, younger_id, topic_id, now } = parting;
  const client_id = profile.id;
  if (topic_id)
    await tx.query(sql`
      UPDATE topics SET user_id = ${younger_id}
      WHERE client_id = ${client_id} AND id = ${topic_id} AND user_id = ${elder_id}`);
  await moveCard(tx, { profile, user_id: topic_id ? elder_id : younger_id, now });
  const elders = await findTopicOfUser(tx, { client_id, user_id: elder_id });
  const youngers = await findTopicOfUser(tx, { client_id, user_id: younger_id });
  if (elders) await tellOfParting(tx, elders, { of: younger_id, other: youngers }, parting);
  if (youngers) {
    await wantClosed(tx, youngers, false, now);
    await tellOfParting(tx, youngers, { of: elder_id, other: elders }, parting);
  }
  for (const user_id of [elder_id, younger_id]) await queueTopicLook(tx, { profile, user_id, now });
}

async function tellOfParting(
  tx: Queryable,
  topic: TopicRow,
  { of, other }: { of: UserId; other: TopicRow | null },
  { profile, merge_id, by, now }: TopicParting,
): Promise<void> {
  const { merging } = texts(profile.language);
  const name = await nameInWords(tx, profile, of);
  const named = other ? linkToTopic(name, other.id) : { text: name };
  const text = [{ text: `${merging.parted({ by: by?.name ?? null })} ` }, named];
  await say(tx, topic, { text, key: `parted:${merge_id}`, now });
}

async function moveCard(
  tx: Queryable,
  { profile, user_id, now }: Pick<TopicParting, 'profile' | 'now'> & { user_id: UserId },
): Promise<void> {
  const open = await tx.maybeOne<{ id: HandoverId; user_id: UserId; conversation_id: ConversationId }>(sql`
    SELECT id, user_id, conversation_id FROM handovers
    WHERE client_id = ${profile.id} AND user_id = ${user_id} AND status IN ('pending', 'active')`);
  if (!open) return;
  await tx.query(sql`
    UPDATE topic_posts SET external_id = NULL, payload = payload || jsonb_build_object('replaces', external_id)
    WHERE client_id = ${profile.id} AND dedupe_key = 'card:' || ${open.id}::text AND external_id IS NOT NULL`);
  await queueCard(tx, { profile, handover: open, now });
}
