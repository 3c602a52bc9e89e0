import type { GroupMessage } from './group-events.js';
import { withdrawOfferOf } from './offers.js';
import { queuePost } from './queue-post.js';
import { recogniseManager } from './recognise-manager.js';
import { topicColumns } from './topic-row.js';
import type { TopicRow } from './topic-row.js';
import { findClientOfGroup } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { lockOpenHandover } from '../handovers/handover-row.js';
import { keepAlbumInside } from '../handovers/note-albums.js';
import { isMarkedAsNote } from '../handovers/note-mark.js';
import { ringAfter } from '../handovers/ring-after.js';
import { applyEdit } from '../messages/apply-edit.js';
import { json, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { MessageId, TopicPostId } from '../shared/ids.js';
import { texts } from '../texts/texts.js';
import type { AmendmentTexts } from '../texts/shape/topic.js';
import type { Tools } from '../use-case.js';

/** Something a manager wrote in the group, as it reads now. */
export type GroupEdit = GroupMessage & { edited_at: Date };

type Written = {
  id: TopicPostId;
  kind: 'note' | 'manager_message';
  message_id: MessageId | null;
  topic: TopicRow;
};
type Editing = { profile: ClientProfile; edit: GroupEdit; written: Written; now: Date };

/**
 * A manager edited something in a topic. What went to the user is changed there too: at once, or once it has arrived. A
 * note stays a note, and [Беру и отправить] sends it as it reads now. Everything it causes is written in one
 * transaction, once, however often the edit is delivered.
 *
 * @returns false when it is of nothing that we keep: a command, a message from before the bot came
 */
export async function onGroupMessageEdited(
  tools: Pick<Tools, 'db' | 'clock' | 'bell'>,
  edit: GroupEdit,
): Promise<boolean> {
  const profile = await findClientOfGroup(tools.db, edit);
  if (!profile) return false;
  const place = await findWritten(tools.db, profile, edit);
  if (!place) return false;
  const now = tools.clock.now();
  await tools.db.transaction(async (tx) => {
    // First, as whoever sends a note or moves the request does: what is a note may be sent at this very moment.
    await lockOpenHandover(tx, place.topic);
    const written = await findWritten(tx, profile, edit);
    if (!written) return;
    if (written.kind === 'note') return editNote(tx, { profile, edit, written, now });
    const { message_id } = written;
    if (message_id === null || 'refusal' in (await recogniseManager(tx, profile, edit.from, now))) return;
    await editSent(tx, { profile, edit, written, now }, message_id);
  });
  await ringAfter(tools, { profile, user_id: place.topic.user_id });
  return true;
}

async function findWritten(
  db: Queryable,
  { id: client_id }: ClientProfile,
  { telegram_chat_id, message_id }: GroupEdit,
): Promise<Written | undefined> {
  const row = await db.maybeOne<Omit<Written, 'topic'> & { topic: TopicRow }>(sql`
    SELECT p.id, p.kind, p.message_id, (SELECT to_jsonb(place) FROM (SELECT ${topicColumns}) place) AS topic
    FROM topic_posts p JOIN topics t ON t.client_id = p.client_id AND t.id = p.topic_id
    WHERE p.client_id = ${client_id} AND p.telegram_chat_id = ${telegram_chat_id} AND p.external_id = ${message_id}
      AND p.kind IN ('note', 'manager_message')`);
  return row;
}

/**
 * What has become an internal word by the edit is not offered any more. A command is never words for a user: a note
 * stays what it was when it is edited into one, or when it came from one, a saved reply.
 */
async function editNote(tx: Queryable, { profile, edit, written, now }: Editing): Promise<void> {
  const { kind, media, command, edited_at } = edit;
  if (command && command.name !== 'note') return;
  const text = command?.name === 'note' ? command.args : edit.text;
  const is_note = isMarkedAsNote(text);
  const reads = { kind, text, media, edited_at: edited_at.toISOString(), ...(is_note && { is_note }) };
  const note = await tx.maybeOne<{ album_id: string | null }>(sql`
    UPDATE topic_posts SET payload = payload || ${json(reads)}::jsonb
    WHERE client_id = ${profile.id} AND id = ${written.id} AND kind = 'note'
      AND coalesce(payload->>'edited_at', '') <= ${edited_at.toISOString()}
    RETURNING payload->>'album_id' AS album_id`);
  if (!note || !is_note) return;
  const { topic } = written;
  if (note.album_id === null) await withdrawOfferOf(tx, topic, written.id, now);
  else await keepAlbumInside(tx, { topic, album_id: note.album_id }, now);
}

async function editSent(tx: Queryable, editing: Editing, message_id: MessageId): Promise<void> {
  const { profile, edit, now } = editing;
  const { kind, text, media, edited_at, command } = edit;
  if (isMarkedAsNote(text) || command) return say(tx, editing, 'alreadyWithUser');
  const { id: client_id } = profile;
  const applied = await applyEdit(tx, {
    client_id,
    message_id,
    edited: { kind, content: text, media },
    edited_at,
  });
  if (!applied) return;
  const { delivery_status } = await tx.one<{ delivery_status: string }>(sql`
    UPDATE messages
    SET amend_attempts = 0,
      -- What has not left, or has to be sent again, goes out as it reads now.
      shown_edits = CASE WHEN delivery_status IN ('queued', 'uncertain', 'failed') AND external_message_id IS NULL
        THEN ${applied.position} ELSE shown_edits END,
      amend_due_at = CASE WHEN delivery_status IN ('sending', 'sent', 'delivered', 'read')
        OR delivery_status = 'queued' AND external_message_id IS NOT NULL THEN greatest(amend_due_at, ${now}) ELSE amend_due_at END
    WHERE client_id = ${client_id} AND id = ${message_id}
    RETURNING delivery_status`);
  if (delivery_status === 'failed') await say(tx, editing, 'neverArrived');
}

async function say(
  tx: Queryable,
  { profile, edit, written, now }: Editing,
  words: keyof AmendmentTexts,
): Promise<void> {
  const { client_id, telegram_chat_id, id: topic_id } = written.topic;
  await queuePost(
    tx,
    {
      ...{ client_id, telegram_chat_id, topic_id },
      kind: 'text',
      dedupe_key: `text:${telegram_chat_id}:${edit.message_id}:${edit.edited_at.getTime()}`,
      payload: {
        text: [{ text: texts(profile.language).topic.amendments[words] }],
        reply_to_external_id: edit.message_id,
      },
    },
    now,
  );
}
