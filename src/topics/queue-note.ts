import { queuePost } from './queue-post.js';
import { queueRecap } from './recap.js';
import { ensureTopic } from './topic-row.js';
import type { ClientProfile } from '../clients/client-profile.js';
import type { HandoverRow } from '../handovers/handover-row.js';
import type { Said } from '../handovers/manager-writes.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { TopicPostId } from '../shared/ids.js';

type NewNote = {
  profile: ClientProfile;
  /** Locked: of two that come with one key, the second finds what the first wrote. */
  handover: HandoverRow;
  said: Said;
  /** Of this manager's notes about this request. */
  key: string;
  now: Date;
};

/**
 * Keeps a note that was written elsewhere than in the group, and queues it to be shown in the user's topic. Unlike one
 * that a manager has put there it has no place in the group yet, and is known by the time it was `written_at`.
 *
 * @returns null while the client has no group
 */
export async function queueNote(
  tx: Queryable,
  { profile, handover, said, key, now }: NewNote,
): Promise<{ id: TopicPostId; is_new: boolean } | null> {
  const { id: client_id } = profile;
  const dedupe_key = `note:${handover.id}:${said.manager_id}:${key}`;
  const before = await tx.maybeOne<{ id: TopicPostId }>(sql`
    SELECT id FROM topic_posts WHERE client_id = ${client_id} AND dedupe_key = ${dedupe_key}`);
  if (before) return { id: before.id, is_new: false };
  const made = await ensureTopic(tx, { profile, user_id: handover.user_id });
  if (!made) return null;
  const { topic, is_new } = made;
  if (is_new)
    await queueRecap(tx, { topic, conversation_id: handover.conversation_id, key: handover.id, now });
  const id = await queuePost(
    tx,
    {
      ...{ client_id, telegram_chat_id: topic.telegram_chat_id, topic_id: topic.id },
      ...{ kind: 'note', dedupe_key, handover_id: handover.id },
      payload: { ...said, written_at: now.toISOString() },
    },
    now,
  );
  return { id, is_new: true };
}
