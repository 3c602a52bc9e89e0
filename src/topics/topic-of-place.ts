import { findTopicOfPlace } from './topic-row.js';
import type { TopicRow } from './topic-row.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { wait } from '../shared/durations.js';

type Place = Parameters<typeof findTopicOfPlace>[1];

const looks = 10;
const pauseMs = 200;

/**
 * As {@link findTopicOfPlace}; whoever replies to a post the moment it appears may be quicker than its number is noted,
 * so while the group is being posted to, an unknown message is looked for again.
 */
export async function topicOfPlace(db: Queryable, place: Place): Promise<TopicRow | null> {
  for (let look = 1; ; look += 1) {
    const topic = await findTopicOfPlace(db, place);
    if (topic || place.thread_id !== null || place.reply_to_message_id === null || look === looks)
      return topic;
    if (!(await isBeingPostedTo(db, place))) return findTopicOfPlace(db, place);
    await wait(pauseMs);
  }
}

async function isBeingPostedTo(db: Queryable, { client_id, telegram_chat_id }: Place): Promise<boolean> {
  const rows = await db.query(sql`
    SELECT id FROM topic_posts
    WHERE client_id = ${client_id} AND telegram_chat_id = ${telegram_chat_id} AND status = 'sending' LIMIT 1`);
  return rows.length > 0;
}
