import type { Person } from './person.js';
import { holdsAddress, holdsName, saidIn } from './said-of.js';
import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import { queueRemoval } from '../topics/removals.js';
import { holdGroup } from '../topics/topic-row.js';

/**
 * Queues the removal of what stands of a person in the managers' group of today: their topics whole, and where there are
 * none what was posted of them, by managers too, as well as what stands of them in others' topics: what was said while they
 * were held to be somebody else, and answers to commands that name them. Call it before their rows are deleted, in that
 * transaction.
 *
 * @param removal.key finds how it stands
 * @returns how many posts it takes
 */
export async function takeAwayFromGroup(
  tx: Queryable,
  person: Person,
  { key, now }: { key: string; now: Date },
): Promise<number> {
  const { client_id } = person;
  const telegram_chat_id = await holdGroup(tx, client_id);
  if (telegram_chat_id === null) return 0;
  const threads = await tx.query<{ thread_id: number }>(sql`
    SELECT thread_id FROM topics
    WHERE client_id = ${client_id} AND user_id = ANY (${person.user_ids}::uuid[])
      AND telegram_chat_id = ${telegram_chat_id} AND thread_id IS NOT NULL ORDER BY thread_id`);
  const thread_ids = threads.map(({ thread_id }) => thread_id);
  const external_ids = await postsOutsideTopics(tx, person, telegram_chat_id);
  return queueRemoval(tx, { client_id, telegram_chat_id, key, thread_ids, external_ids }, now);
}

/**
 * What the program itself said that names the person, such as answers to commands, in whoever's topic, as a condition on
 * `p`. Their rows go as well. What others said into a voice note stays, whomever it is about.
 */
export function answersAbout(person: Person): Sql {
  const said = saidIn(sql`p.payload`);
  return sql`p.client_id = ${person.client_id} AND p.kind = 'text' AND (p.status <> 'sending' OR p.lease_until <= now())
    AND p.dedupe_key NOT LIKE '%:heard'
    AND (${holdsAddress(said, person)} OR ${holdsName(said, person)})`;
}

/**
 * What was said with the person and stands in the topic of somebody they were held to be, as a condition on `p`: lines,
 * and what was told of their conversations. Their rows go as well.
 */
export function saidElsewhere({ client_id, user_ids, conversation_ids }: Person): Sql {
  return sql`p.client_id = ${client_id} AND (
      p.message_id IN (SELECT id FROM messages WHERE client_id = ${client_id} AND user_id = ANY (${user_ids}::uuid[]))
      OR p.kind = 'recap' AND p.payload->>'conversation_id' = ANY (${conversation_ids}::text[]))
    AND p.topic_id NOT IN (SELECT id FROM topics WHERE client_id = ${client_id} AND user_id = ANY (${user_ids}::uuid[]))`;
}

/** What goes with no topic: in a group without topics, or said in the group itself while a topic was closed. */
async function postsOutsideTopics(
  tx: Queryable,
  person: Person,
  telegram_chat_id: string,
): Promise<number[]> {
  const posts = await tx.query<{ external_id: number }>(sql`
    WITH theirs AS (
      SELECT p.external_id, p.more_external_ids FROM topic_posts p
      JOIN topics t ON t.client_id = p.client_id AND t.id = p.topic_id
      WHERE p.client_id = ${person.client_id} AND t.user_id = ANY (${person.user_ids}::uuid[])
        AND p.telegram_chat_id = ${telegram_chat_id} AND (t.thread_id IS NULL OR t.status = 'closed')
      UNION ALL
      SELECT p.external_id, p.more_external_ids FROM topic_posts p
      WHERE ${saidElsewhere(person)} AND p.telegram_chat_id = ${telegram_chat_id}
      UNION ALL
      SELECT p.external_id, p.more_external_ids FROM topic_posts p
      WHERE ${answersAbout(person)} AND p.telegram_chat_id = ${telegram_chat_id}
    )
    SELECT external_id FROM theirs WHERE external_id IS NOT NULL
    UNION
    SELECT unnest(more_external_ids) FROM theirs ORDER BY 1`);
  return posts.map(({ external_id }) => external_id);
}
