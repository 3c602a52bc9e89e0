import { queueRecap } from './recap.js';
import { topicColumns } from './topic-row.js';
import type { TopicRow } from './topic-row.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ConversationId } from '../shared/ids.js';
import { newerVersion } from './newer-version.js';

type Group = { client_id: ClientId; telegram_chat_id: string; now: Date };

/**
 * Where posts go has changed: the cards of open requests are posted again where the next posts will stand, and the old
 * ones taken away. A topic that is still to be made gets a recap.
 *
 * @param group.with_recap whether posts go to topics from now on
 */
export async function remakeOpenCards(
  tx: Queryable,
  { client_id, telegram_chat_id, with_recap, now }: Group & { with_recap: boolean },
): Promise<void> {
  const open = await tx.query<TopicRow & { conversation_id: ConversationId }>(sql`
    UPDATE topic_posts p SET due_at = ${now}, external_id = NULL, ${newerVersion},
      payload = p.payload || CASE WHEN p.external_id IS NULL THEN '{}' ELSE jsonb_build_object('replaces', p.external_id) END
    FROM handovers h, topics t
    WHERE p.client_id = ${client_id} AND p.telegram_chat_id = ${telegram_chat_id} AND p.kind = 'card'
      AND h.client_id = p.client_id AND h.id = p.handover_id AND h.status IN ('pending', 'active')
      AND t.client_id = p.client_id AND t.id = p.topic_id
    RETURNING ${topicColumns}, h.conversation_id`);
  if (!with_recap) return;
  for (const { conversation_id, ...topic } of open) {
    if (topic.thread_id === null)
      await queueRecap(tx, { topic, conversation_id, key: `moved:${now.getTime()}`, now });
  }
}
