import { groupLink } from './group-link.js';
import type { StyledPart, StyledText } from './styled-text.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { isUuid } from '../shared/ids.js';
import type { ClientId, TopicId } from '../shared/ids.js';

const prefix = 'topic:';

/** A part that leads to a topic, wherever that is when it is sent: it may still be to be made. */
export function linkToTopic(text: string, topic_id: TopicId): StyledPart {
  return { text, link: `${prefix}${topic_id}` };
}

/** Puts real addresses into links to topics; what leads nowhere yet stays as words. */
export async function withTopicLinks(
  db: Queryable,
  client_id: ClientId,
  text: StyledText,
): Promise<StyledText> {
  const linked: StyledText = [];
  for (const { link, ...part } of text) {
    const address = link?.startsWith(prefix)
      ? await addressOf(db, client_id, link.slice(prefix.length))
      : link;
    linked.push(address ? { ...part, link: address } : part);
  }
  return linked;
}

async function addressOf(db: Queryable, client_id: ClientId, topic_id: string): Promise<string | null> {
  if (!isUuid(topic_id)) return null;
  const topic = await db.maybeOne<{ telegram_chat_id: string; thread_id: number | null }>(sql`
    SELECT telegram_chat_id, thread_id FROM topics WHERE client_id = ${client_id} AND id = ${topic_id}`);
  return topic ? groupLink(topic.telegram_chat_id, topic.thread_id) : null;
}
