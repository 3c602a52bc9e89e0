import { queuePost } from './queue-post.js';
import { findTopicOfUser, holdGroup } from './topic-row.js';
import { rootUser } from '../users/whole-user.js';
import type { FailureName } from '../integrations/channel.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, HandoverId, MessageId, TopicId, UserId } from '../shared/ids.js';
import { texts } from '../texts/texts.js';
import { newerVersion } from './newer-version.js';

/** What became of a change to something that stands in a user's chat. */
export type Amendment = {
  client_id: ClientId;
  message_id: MessageId;
  change: 'edit' | 'withdraw' | 'react';
  /** How many edits the message has had; tells one report from the next. */
  edits: number;
  /** False when the message itself never left. */
  was_sent: boolean;
  /** Why the user's copy stays as it was; null when it shows the change. */
  refused: FailureName | null;
  now: Date;
};

type Reported = {
  user_id: UserId;
  handover_id: HandoverId | null;
  language: string;
  /** Where it stands in the group: what a manager wrote, or the line that shows it. */
  place: { telegram_chat_id: string; topic_id: TopicId; external_id: number | null } | null;
};

/**
 * What the managers see of it: the reaction under what they wrote, the line that shows it, and words when it could not be
 * done. A reaction that could not be put on a user's message is left to the log. A part of the caller's transaction:
 * ring for posts afterwards.
 */
export async function reportAmendment(tx: Queryable, amendment: Amendment): Promise<void> {
  const { client_id, message_id, change, refused, now } = amendment;
  if (change === 'react') return;
  await holdGroup(tx, client_id);
  const message = await reported(tx, amendment);
  if (!message) return;
  await renderAnew(tx, { client_id, message_id, now });
  if (refused === null && change === 'edit') return;
  const place = message.place ?? (await topicPlace(tx, client_id, message.user_id));
  if (!place) return;
  const { telegram_chat_id, topic_id, external_id } = place;
  if (refused !== null) {
    await queuePost(
      tx,
      {
        ...{ client_id, telegram_chat_id, topic_id, message_id, handover_id: message.handover_id },
        kind: 'failure',
        dedupe_key: `failure:${message_id}:${change}:${amendment.edits}:${now.getTime()}`,
        payload: { outcome: change === 'edit' ? 'not_edited' : 'not_withdrawn', reason: refused },
      },
      now,
    );
    return;
  }
  const { withdrawn, neverSent } = texts(message.language).topic.amendments;
  await queuePost(
    tx,
    {
      ...{ client_id, telegram_chat_id, topic_id },
      kind: 'text',
      dedupe_key: `withdrawn:${message_id}`,
      payload: {
        text: [{ text: amendment.was_sent ? withdrawn : neverSent }],
        reply_to_external_id: external_id,
      },
    },
    now,
  );
}

async function reported(tx: Queryable, { client_id, message_id }: Amendment): Promise<Reported | undefined> {
  return tx.maybeOne<Reported>(sql`
    SELECT m.user_id, m.handover_id, k.language,
      (SELECT jsonb_build_object('telegram_chat_id', p.telegram_chat_id, 'topic_id', p.topic_id, 'external_id', p.external_id)
       FROM topic_posts p
       WHERE p.client_id = m.client_id AND p.message_id = m.id AND p.kind IN ('manager_message', 'mirror')
         AND p.external_id IS NOT NULL AND p.topic_id IS NOT NULL
       ORDER BY p.kind LIMIT 1) AS place
    FROM messages m JOIN clients k ON k.id = m.client_id
    WHERE m.client_id = ${client_id} AND m.id = ${message_id}`);
}

async function topicPlace(tx: Queryable, client_id: ClientId, user_id: UserId): Promise<Reported['place']> {
  const topic = await findTopicOfUser(tx, { client_id, user_id: await rootUser(tx, { client_id, user_id }) });
  return topic && { telegram_chat_id: topic.telegram_chat_id, topic_id: topic.id, external_id: null };
}

/** The receipt under a manager's words, and the line that shows what the bot said. */
async function renderAnew(
  tx: Queryable,
  { client_id, message_id, now }: { client_id: ClientId; message_id: MessageId; now: Date },
): Promise<void> {
  await tx.query(sql`
    UPDATE topic_posts p SET due_at = ${now}, ${newerVersion}
    WHERE client_id = ${client_id} AND message_id = ${message_id} AND kind IN ('receipt', 'mirror')
      AND status IN ('queued', 'sending', 'sent')`);
}
