import { isCarried } from './message-lines.js';
import { queueMirror } from './queue-mirror.js';
import { queuePost } from './queue-post.js';
import { recapLength, recapLineLength } from './render-recap.js';
import type { TopicRow } from './topic-row.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { MessageKind } from '../messages/message-kinds.js';
import type { ConversationId, MessageId } from '../shared/ids.js';

/**
 * Queues a recap of the last messages for a topic that is new, or new again, and counts them as shown: the lines that
 * follow begin after it. What a recap can't show whole, a file or a long text, stands under it as a line of its own. Of
 * the user's conversations on other channels only what is unread yet will be shown.
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
  await tx.query(sql`
    UPDATE conversations SET mirrored_seq = turn_read_seq
    WHERE client_id = ${topic.client_id} AND user_id = ${topic.user_id} AND id <> ${conversation_id}
      AND status = 'active' AND mirrored_seq < turn_read_seq`);
  await queueRecapOf(tx, { topic, conversation_id, key, now });
}

/** As {@link queueRecap}, in a topic that goes on: what of the user's other conversations is not shown yet will be. */
export async function queueRecapOf(
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
  const latest = await latestMessages(tx, { topic, conversation_id, last_seq });
  await dropCovered(tx, topic, latest);
  await queueMirror(tx, topic, { messages: latest.filter((message) => !isShownWhole(message)), now });
}

type Latest = { id: MessageId; seq: number; kind: MessageKind; length: number };

/** What the recap tells of, oldest first. */
async function latestMessages(
  tx: Queryable,
  {
    topic,
    conversation_id,
    last_seq,
  }: { topic: TopicRow; conversation_id: ConversationId; last_seq: number },
): Promise<Latest[]> {
  const latest = await tx.query<Latest>(sql`
    SELECT id, seq, kind, length(content) AS length FROM messages
    WHERE client_id = ${topic.client_id} AND conversation_id = ${conversation_id} AND seq <= ${last_seq}
      AND delivery_status IS DISTINCT FROM 'dropped'
    ORDER BY seq DESC LIMIT ${recapLength}`);
  return latest.toReversed();
}

function isShownWhole({ kind, length }: Latest): boolean {
  return !isCarried(kind) && length <= recapLineLength;
}

/** Lines that wait to be posted and that the recap shows: nobody is to read them twice. */
async function dropCovered(tx: Queryable, topic: TopicRow, latest: readonly Latest[]): Promise<void> {
  const covered = latest.filter(isShownWhole).map(({ id }) => id);
  await tx.query(sql`
    UPDATE topic_posts SET status = 'dropped'
    WHERE client_id = ${topic.client_id} AND topic_id = ${topic.id} AND kind = 'mirror' AND status = 'queued'
      AND message_id = ANY (${covered}::uuid[])`);
}
