import { queueMirror } from './queue-mirror.js';
import { queueRecap } from './recap.js';
import { ensureTopic, findTopicOfUser } from './topic-row.js';
import type { TopicRow } from './topic-row.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { ringPosts } from '../handovers/ring-after.js';
import { albumGatheringMs } from '../messages/albums.js';
import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import { plusMs } from '../shared/durations.js';
import type { ClientId, ConversationId, MessageId, UserId } from '../shared/ids.js';
import type { Tools } from '../use-case.js';

type Mirrored = { id: ConversationId; user_id: UserId; last_seq: number; mirrored_seq: number };

/**
 * Queues a line for every message of a conversation that its topic does not show yet. The conversation's row is locked,
 * so that two who were rung for the same messages queue them once and in order.
 */
export async function mirrorConversation(
  { db, clock, bell }: Pick<Tools, 'db' | 'clock' | 'bell'>,
  { client_id, conversation_id }: { client_id: ClientId; conversation_id: ConversationId },
): Promise<void> {
  const now = clock.now();
  const profile = await loadClientProfile(db, client_id);
  const queued = await db.transaction(async (tx) => {
    const conversation = await tx.maybeOne<Mirrored>(sql`
      SELECT id, user_id, last_seq, mirrored_seq FROM conversations
      WHERE client_id = ${client_id} AND id = ${conversation_id} AND mirror_due_at IS NOT NULL FOR UPDATE`);
    return conversation ? mirrorLocked(tx, { profile, conversation, now }) : 0;
  });
  if (queued > 0) ringPosts(bell, profile);
}

async function mirrorLocked(
  tx: Queryable,
  { profile, conversation, now }: { profile: ClientProfile; conversation: Mirrored; now: Date },
): Promise<number> {
  const found = await topicFor(tx, { profile, conversation, now });
  if (found?.isRecapped) return 1;
  if (!found) {
    await tx.query(sql`
      UPDATE conversations SET mirror_due_at = NULL WHERE client_id = ${profile.id} AND id = ${conversation.id}`);
    return 0;
  }
  const messages = await tx.query<{ id: MessageId; seq: number }>(sql`
    WITH ${gathering({ profile, conversation, now })}, shown AS (
      UPDATE conversations SET
        mirrored_seq = coalesce((SELECT from_seq - 1 FROM gathering), last_seq),
        mirror_due_at = (SELECT until FROM gathering)
      WHERE client_id = ${profile.id} AND id = ${conversation.id}
    )
    SELECT id, seq FROM messages
    WHERE client_id = ${profile.id} AND conversation_id = ${conversation.id} AND seq > ${conversation.mirrored_seq}
      AND seq < coalesce((SELECT from_seq FROM gathering), seq + 1)
      AND metadata->>'origin' IS DISTINCT FROM 'topic' AND delivery_status IS DISTINCT FROM 'dropped'
    ORDER BY seq`);
  await queueMirror(tx, found.topic, { messages, now });
  return messages.length;
}

/** Where an album begins whose parts are still coming in, and until when they are waited for; no row when none does. */
function gathering({
  profile,
  conversation,
  now,
}: {
  profile: ClientProfile;
  conversation: Mirrored;
  now: Date;
}): Sql {
  return sql`
    parts AS (
      SELECT min(seq) AS from_seq, max(created_at) AS latest FROM messages
      WHERE client_id = ${profile.id} AND conversation_id = ${conversation.id} AND seq > ${conversation.mirrored_seq}
        AND (role = 'user' OR metadata->>'origin' = 'phone') AND album_id IS NOT NULL
      GROUP BY album_id HAVING max(created_at) > ${plusMs(now, -albumGatheringMs)}
    ),
    gathering AS (
      SELECT min(from_seq) AS from_seq, max(latest) + make_interval(secs => ${albumGatheringMs / 1000}) AS until
      FROM parts HAVING count(*) > 0
    )`;
}

type Found = {
  topic: TopicRow;
  /** It is new and begins with a recap, which counts everything as shown. */
  isRecapped: boolean;
};

/** Without a topic nothing is shown, unless the client wants one for everybody. */
async function topicFor(
  tx: Queryable,
  { profile, conversation, now }: { profile: ClientProfile; conversation: Mirrored; now: Date },
): Promise<Found | null> {
  const { user_id } = conversation;
  if (profile.settings.topic_mode !== 'always') {
    const topic = await findTopicOfUser(tx, { client_id: profile.id, user_id });
    return topic && { topic, isRecapped: false };
  }
  const made = await ensureTopic(tx, { profile, user_id });
  if (!made) return null;
  const { topic } = made;
  // A topic that comes late, in the middle of a long conversation, begins with a recap rather than with all of it.
  const recapFrom = 10;
  const isRecapped = made.is_new && conversation.last_seq - conversation.mirrored_seq > recapFrom;
  if (isRecapped) await queueRecap(tx, { topic, conversation_id: conversation.id, key: 'first', now });
  return { topic, isRecapped };
}
