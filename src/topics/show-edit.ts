import { refreshCard } from './cards.js';
import { mirrorKey } from './queue-mirror.js';
import { queuePost } from './queue-post.js';
import { findTopicOfUser } from './topic-row.js';
import type { TopicRow } from './topic-row.js';
import { rootUser } from '../users/whole-user.js';
import type { AppliedEdit } from '../messages/apply-edit.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ConversationId, MessageId, UserId } from '../shared/ids.js';
import { newerVersion } from './newer-version.js';

type Shown = {
  client_id: ClientId;
  message: { id: MessageId; conversation_id: ConversationId; user_id: UserId; seq: number };
  now: Date;
};

type Edited = Shown & {
  applied: AppliedEdit;
  /** What the message says now. */
  text: string;
};

/** Longer texts may stand in the group as several messages, of which only the first is known. */
const editableText = 1_500;
/** The caption of a file holds less, and the earlier text stands under the new one. */
const editableCaption = 400;

/** A caption holds 1,024 characters, and whose note it is may stand above. */
const heardCaption = 900;

/**
 * Shows the managers that a message was edited, by its user or on the business's own phone: in the line that shows it, or
 * where that can't show it (another file, a text that stands there in pieces) by a new line that answers it. A recap and
 * a card that tell the old text are rendered anew. A part of the caller's transaction; ring for posts afterwards.
 */
export async function showEdit(tx: Queryable, edited: Edited): Promise<void> {
  const { client_id, message, now } = edited;
  const user_id = await rootUser(tx, { client_id, user_id: message.user_id });
  const topic = await findTopicOfUser(tx, { client_id, user_id });
  if (!topic) return;
  const line = await lineOf(tx, topic, message.id);
  if (!line) await refreshRecap(tx, topic, edited);
  else if (line.is_own && (line.external_id === null || isEditable(edited)))
    await refreshLine(tx, topic, edited);
  else await addLine(tx, topic, edited);
  if (await standsInCard(tx, edited)) await refreshCard(tx, { client_id, user_id: message.user_id }, now);
}

/**
 * Shows the managers that a user took a message back: in the line that shows it, or in the recap, and in a card that tells
 * of it. A part of the caller's transaction; ring for posts afterwards.
 */
export async function showDeletion(tx: Queryable, shown: Shown): Promise<void> {
  const { client_id, message, now } = shown;
  const user_id = await rootUser(tx, { client_id, user_id: message.user_id });
  const topic = await findTopicOfUser(tx, { client_id, user_id });
  if (!topic) return;
  if (await lineOf(tx, topic, message.id)) await refreshLine(tx, topic, shown);
  else await refreshRecap(tx, topic, shown);
  if (await standsInCard(tx, shown)) await refreshCard(tx, { client_id, user_id: message.user_id }, now);
}

/**
 * Shows the managers what was heard in a voice note: under the note, or, what is too long for that, in a line that answers
 * it. A part of the caller's transaction; ring for posts afterwards.
 *
 * @param heard.text what was said, as the managers read it
 */
export async function showHeard(tx: Queryable, heard: Shown & { text: string }): Promise<void> {
  const { client_id, message, text, now } = heard;
  const user_id = await rootUser(tx, { client_id, user_id: message.user_id });
  const topic = await findTopicOfUser(tx, { client_id, user_id });
  if (!topic) return;
  const line = await lineOf(tx, topic, message.id);
  if (line && (line.external_id === null || text.length <= heardCaption)) await refreshLine(tx, topic, heard);
  else if (line) await answerLine(tx, topic, { heard, reply_to_external_id: line.external_id });
  await refreshRecap(tx, topic, heard);
  if (await standsInCard(tx, heard)) await refreshCard(tx, { client_id, user_id: message.user_id }, now);
}

async function answerLine(
  tx: Queryable,
  { client_id, telegram_chat_id, id: topic_id }: TopicRow,
  { heard, reply_to_external_id }: { heard: Shown & { text: string }; reply_to_external_id: number | null },
): Promise<void> {
  await queuePost(
    tx,
    {
      ...{ client_id, telegram_chat_id, topic_id },
      kind: 'text',
      dedupe_key: `${mirrorKey(heard.message.id)}:heard`,
      payload: { text: [{ text: heard.text }], reply_to_external_id },
    },
    heard.now,
  );
}

/** Where a message stands in the topic: a line of our own, or what a manager wrote there themselves. */
async function lineOf(
  tx: Queryable,
  { client_id, telegram_chat_id }: TopicRow,
  message_id: MessageId,
): Promise<{ external_id: number | null; is_own: boolean } | undefined> {
  return tx.maybeOne(sql`
    SELECT external_id, kind = 'mirror' AS is_own FROM topic_posts
    WHERE client_id = ${client_id} AND telegram_chat_id = ${telegram_chat_id} AND message_id = ${message_id}
      AND (dedupe_key = ${mirrorKey(message_id)} AND status <> 'dropped' OR kind = 'manager_message')
    ORDER BY kind = 'mirror' DESC LIMIT 1`);
}

function isEditable({ applied: { previous_kind, previous_content, has_other_file }, text }: Edited): boolean {
  const limit = previous_kind === 'text' ? editableText : editableCaption;
  return !has_other_file && previous_content.length <= limit && text.length <= limit;
}

async function refreshLine(tx: Queryable, topic: TopicRow, { message, now }: Shown): Promise<void> {
  await tx.query(sql`
    UPDATE topic_posts p SET due_at = ${now}, ${newerVersion}
    WHERE client_id = ${topic.client_id} AND telegram_chat_id = ${topic.telegram_chat_id}
      AND message_id = ${message.id} AND kind = 'mirror' AND status <> 'dropped'`);
}

async function addLine(tx: Queryable, topic: TopicRow, { message, applied, now }: Edited): Promise<void> {
  await queuePost(
    tx,
    {
      client_id: topic.client_id,
      telegram_chat_id: topic.telegram_chat_id,
      topic_id: topic.id,
      kind: 'mirror',
      dedupe_key: `${mirrorKey(message.id)}:edit:${applied.position}`,
      message_id: message.id,
      payload: { seq: message.seq, is_edit: true },
    },
    now,
  );
}

/** Of what was said before the topic was made only the recap tells. */
async function refreshRecap(tx: Queryable, topic: TopicRow, { message, now }: Shown): Promise<void> {
  await tx.query(sql`
    UPDATE topic_posts p SET due_at = ${now}, ${newerVersion}
    WHERE client_id = ${topic.client_id} AND topic_id = ${topic.id} AND kind = 'recap'
      AND status IN ('queued', 'sending', 'sent') AND payload->>'conversation_id' = ${message.conversation_id}
      AND (payload->>'through_seq')::int BETWEEN ${message.seq} AND ${message.seq + 20}`);
}

/** Without a summary a card quotes the last message from before its opening. */
async function standsInCard(tx: Queryable, { client_id, message }: Shown): Promise<boolean> {
  const rows = await tx.query(sql`
    SELECT h.id FROM handovers h
    WHERE h.client_id = ${client_id} AND h.user_id = ${message.user_id} AND h.status IN ('pending', 'active')
      AND h.conversation_id = ${message.conversation_id} AND h.summary IS NULL AND h.opened_at_seq >= ${message.seq}
      AND NOT EXISTS (
        SELECT FROM messages m WHERE m.client_id = h.client_id AND m.conversation_id = h.conversation_id
          AND m.role = 'user' AND m.content <> '' AND m.seq > ${message.seq} AND m.seq <= h.opened_at_seq)`);
  return rows.length > 0;
}
