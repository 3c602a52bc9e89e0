import type { ClaimedPost } from './post-outbox.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';

/**
 * Whether a post goes into its user's topic. Else it stands in the group itself, where it has to say whose it is: the
 * group has no topics, or the bot may not make the one that is missing.
 */
export function standsInTopic({
  topic,
  group_is_forum,
  group_topics_allowed,
}: Pick<ClaimedPost, 'topic' | 'group_is_forum' | 'group_topics_allowed'>): boolean {
  if (!topic || group_is_forum === false) return false;
  return group_topics_allowed || (topic.thread_id !== null && topic.status === 'open');
}

/**
 * What a line of a user replies to in the group itself, so that managers see whose it is: the user's newest card.
 *
 * @returns the card's message id in the group; null in a topic, and for a user without a card
 */
export async function cardToReplyTo(db: Queryable, post: ClaimedPost): Promise<number | null> {
  if (!post.topic || standsInTopic(post)) return null;
  const card = await db.maybeOne<{ external_id: number }>(sql`
    SELECT external_id FROM topic_posts
    WHERE client_id = ${post.client_id} AND topic_id = ${post.topic.id} AND kind = 'card'
      AND telegram_chat_id = ${post.telegram_chat_id} AND external_id IS NOT NULL
    ORDER BY created_at DESC LIMIT 1`);
  return card?.external_id ?? null;
}
