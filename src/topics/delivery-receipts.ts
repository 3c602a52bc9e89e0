import { refreshCard } from './cards.js';
import { queuePost } from './queue-post.js';
import { holdGroup } from './topic-row.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, HandoverId, MessageId, TopicId, UserId } from '../shared/ids.js';
import type { FailureTexts } from '../texts/shape/topic.js';
import { texts } from '../texts/texts.js';

export type DeliveryReport = {
  client_id: ClientId;
  message_id: MessageId;
  outcome: 'sent' | 'read' | 'failed' | 'uncertain';
  /** Of a failure. */
  reason?: keyof FailureTexts;
  /** The template it went as, since the messenger allowed nothing else. */
  as_template?: string;
  now: Date;
};

type Reported = {
  role: 'user' | 'assistant' | 'manager' | 'system';
  user_id: UserId;
  language: string;
  handover_id: HandoverId | null;
  delivery_attempts: number;
  /** The group message the manager wrote, when it was written in a topic. */
  said: { telegram_chat_id: string; topic_id: TopicId; external_id: number } | null;
  topic: { telegram_chat_id: string; id: TopicId } | null;
};

/**
 * What became of a message to a user, as far as the managers should see it: a reaction under what a manager wrote, and
 * a line in words when it did not arrive or nobody knows. That a user has blocked the bot is kept on the user, whoever
 * wrote. A part of the caller's transaction: ring for posts afterwards.
 */
export async function queueReceipt(tx: Queryable, report: DeliveryReport): Promise<void> {
  await holdGroup(tx, report.client_id);
  const message = await reportedMessage(tx, report);
  if (!message) return;
  const isBlocked = report.outcome === 'failed' && report.reason === 'blocked';
  const isNewlyBlocked = isBlocked && (await markUnreachable(tx, report, message.user_id));
  if (message.role === 'manager') {
    if (message.said) await queueReaction(tx, report, message.said);
    if (report.outcome === 'failed' || report.outcome === 'uncertain')
      await queueFailure(tx, report, message);
    else if (report.as_template !== undefined) await queueTemplateNote(tx, report, message);
  } else if (isNewlyBlocked) {
    await queueFailure(tx, report, message);
  }
}

async function reportedMessage(
  tx: Queryable,
  { client_id, message_id }: DeliveryReport,
): Promise<Reported | undefined> {
  return tx.maybeOne<Reported>(sql`
    SELECT m.role, m.user_id, m.handover_id, m.delivery_attempts,
      (SELECT k.language FROM clients k WHERE k.id = m.client_id) AS language,
      (SELECT jsonb_build_object('telegram_chat_id', p.telegram_chat_id, 'topic_id', p.topic_id, 'external_id', p.external_id)
       FROM topic_posts p
       WHERE p.client_id = m.client_id AND p.message_id = m.id AND p.kind = 'manager_message' AND p.external_id IS NOT NULL
       LIMIT 1) AS said,
      (SELECT jsonb_build_object('telegram_chat_id', t.telegram_chat_id, 'id', t.id) FROM topics t
       JOIN client_settings s ON s.client_id = t.client_id AND s.telegram_chat_id = t.telegram_chat_id
       WHERE t.client_id = m.client_id AND t.user_id = m.user_id) AS topic
    FROM messages m WHERE m.client_id = ${client_id} AND m.id = ${message_id}`);
}

async function markUnreachable(
  tx: Queryable,
  { client_id, now }: DeliveryReport,
  user_id: UserId,
): Promise<boolean> {
  const rows = await tx.query(sql`
    UPDATE users SET unreachable_at = ${now}
    WHERE client_id = ${client_id} AND id = ${user_id} AND unreachable_at IS NULL RETURNING id`);
  if (rows.length === 0) return false;
  await refreshCard(tx, { client_id, user_id }, now);
  return true;
}

async function queueReaction(
  tx: Queryable,
  { client_id, message_id, now }: DeliveryReport,
  { telegram_chat_id, topic_id }: { telegram_chat_id: string; topic_id: TopicId },
): Promise<void> {
  await queuePost(
    tx,
    {
      client_id,
      telegram_chat_id,
      topic_id,
      kind: 'receipt',
      dedupe_key: `receipt:${message_id}`,
      message_id,
    },
    now,
  );
}

/** The manager learns in which frame the words reached the user. */
async function queueTemplateNote(
  tx: Queryable,
  { client_id, message_id, as_template = '', now }: DeliveryReport,
  { said, language }: Reported,
): Promise<void> {
  if (!said) return;
  const { external_id, ...place } = said;
  const text = [{ text: texts(language).topic.sentAsTemplate(as_template) }];
  const dedupe_key = `template:${message_id}`;
  const payload = { text, reply_to_external_id: external_id };
  await queuePost(tx, { client_id, ...place, kind: 'text', dedupe_key, payload }, now);
}

async function queueFailure(tx: Queryable, report: DeliveryReport, message: Reported): Promise<void> {
  const { client_id, message_id, outcome, reason, now } = report;
  const place =
    (message.said && { telegram_chat_id: message.said.telegram_chat_id, topic_id: message.said.topic_id }) ??
    (message.topic && { telegram_chat_id: message.topic.telegram_chat_id, topic_id: message.topic.id });
  if (!place) return;
  await queuePost(
    tx,
    {
      client_id,
      ...place,
      kind: 'failure',
      dedupe_key: `failure:${message_id}:${message.delivery_attempts}`,
      message_id,
      handover_id: message.handover_id,
      payload: { outcome, reason: reason ?? 'unknown' },
    },
    now,
  );
}
