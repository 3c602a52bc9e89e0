import { queuePost } from './queue-post.js';
import { findTopicOfUser, nameOfTopic } from './topic-row.js';
import type { TopicRow } from './topic-row.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { HandoverStatus } from '../handovers/handover-types.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, TopicId, UserId } from '../shared/ids.js';

/** How a topic looks in the group's list: its name, and an emoji for how things stand; null = nobody has asked for a person. */
export type TopicLook = { name: string; icon: string | null };

/** Emoji that Telegram has as icons of topics. https://core.telegram.org/bots/api#getforumtopiciconstickers */
const icons: Readonly<Record<HandoverStatus, string>> = {
  pending: '❗️',
  active: '💬',
  resolved: '✅',
  bot_handling: '🤖',
  timeout: '🏁',
};

/**
 * Asks for a user's topic to look as things stand, after a transition: by its name of today and an icon. Of several that
 * are asked for before one is shown, the last is.
 */
export async function queueTopicLook(
  tx: Queryable,
  { profile, user_id, now }: { profile: ClientProfile; user_id: UserId; now: Date },
): Promise<void> {
  const topic = await findTopicOfUser(tx, { client_id: profile.id, user_id });
  if (!topic) return;
  const { client_id, telegram_chat_id, id: topic_id } = topic;
  await queuePost(
    tx,
    { client_id, telegram_chat_id, topic_id, kind: 'topic_state', dedupe_key: `topic_state:${topic_id}` },
    now,
  );
}

/** How a topic is to look now. */
export async function wantedLook(db: Queryable, { client_id, user_id }: TopicRow): Promise<TopicLook> {
  const profile = await loadClientProfile(db, client_id);
  const latest = await db.maybeOne<{ status: HandoverStatus }>(sql`
    SELECT status FROM handovers WHERE client_id = ${client_id} AND user_id = ${user_id}
    ORDER BY created_at DESC LIMIT 1`);
  return { name: await nameOfTopic(db, profile, user_id), icon: latest ? icons[latest.status] : null };
}

/** The topic looks so from now on; what looks so already is left alone. */
export async function markTopicLook(
  db: Queryable,
  { client_id, topic_id, look }: { client_id: ClientId; topic_id: TopicId; look: TopicLook },
): Promise<void> {
  await db.query(sql`
    UPDATE topics SET name = ${look.name}, icon = ${look.icon} WHERE client_id = ${client_id} AND id = ${topic_id}`);
}
