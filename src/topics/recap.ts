import { queuePost } from './queue-post.js';
import type { TopicRow } from './topic-row.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ConversationId } from '../shared/ids.js';

/**
 * Queues a recap of the last messages for a topic that is new, or new again, and counts them as shown: the lines that
 * follow begin after it. Of the user's conversations on other channels only what is unread yet will be shown.
 *
 * @param recap.key what the recap is made for: once for each
 */
export async function queueRecap(
  tx: Queryable,
  {
    topic,
    conversation_id,
    key,
    now,
  }: { topic: TopicRow; conversation_id: ConversationId; key: string; now: Date },
): Promise<void> {
  const { last_seq } = await tx.one<{ last_seq: number }>(sql`
    UPDATE conversations SET mirrored_seq = last_seq, mirror_due_at = NULL
    WHERE client_id = ${topic.client_id} AND id = ${conversation_id} RETURNING last_seq`);
  await tx.query(sql`
    UPDATE conversations SET mirrored_seq = turn_read_seq
    WHERE client_id = ${topic.client_id} AND user_id = ${topic.user_id} AND id <> ${conversation_id}
      AND status = 'active' AND mirrored_seq < turn_read_seq`);
  await queuePost(
    tx,
    {
      client_id: topic.client_id,
      telegram_chat_id: topic.telegram_chat_id,
      topic_id: topic.id,
      kind: 'recap',
      dedupe_key: `recap:${topic.id}:${key}`,
      payload: { conversation_id, through_seq: last_seq },
    },
    now,
  );
}
