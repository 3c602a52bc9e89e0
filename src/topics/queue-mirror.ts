import { queuePost } from './queue-post.js';
import type { TopicRow } from './topic-row.js';
import type { Queryable } from '../shared/database.js';
import type { MessageId } from '../shared/ids.js';

/** Queues a line for each of these messages, in their order, in a topic of their user. */
export async function queueMirror(
  tx: Queryable,
  topic: TopicRow,
  { messages, now }: { messages: readonly { id: MessageId; seq: number }[]; now: Date },
): Promise<void> {
  for (const { id, seq } of messages) {
    await queuePost(
      tx,
      {
        client_id: topic.client_id,
        telegram_chat_id: topic.telegram_chat_id,
        topic_id: topic.id,
        kind: 'mirror',
        dedupe_key: mirrorKey(id),
        message_id: id,
        payload: { seq },
      },
      now,
    );
  }
}

/** The key of the post that shows a message. */
export function mirrorKey(message_id: MessageId): string {
  return `mirror:${message_id}`;
}
