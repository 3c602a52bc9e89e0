import { carryOut, machineSettings } from './carry-out.js';
import { decide } from './decide.js';
import type { Taker } from './handover-decision.js';
import { lockHandover } from './handover-row.js';
import type { HandoverRow } from './handover-row.js';
import { alreadyEnded } from './handover-steps.js';
import { isOpenStatus } from './handover-types.js';
import { lastWrittenIn } from './last-written.js';
import { noteFromPanel } from './note-from-panel.js';
import type { PanelWords } from './note-from-panel.js';
import { isMarkedAsNote } from './note-mark.js';
import { ringAfter } from './ring-after.js';
import { tooLate } from './too-late.js';
import { writeAudit } from '../audit/write-audit.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { queueMessage } from '../messages/queue-message.js';
import type { OutboundMessage } from '../messages/queue-message.js';
import { isTaken, kindOfFile, takenFiles } from '../messages/taken-files.js';
import type { GivenFile } from '../messages/taken-files.js';
import type { PlatformId } from '../integrations/credentials.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ConversationId, HandoverId, MessageId, TopicPostId } from '../shared/ids.js';
import { FieldsInvalid } from '../shared/refused-edit.js';
import { notFound } from '../shared/refusal.js';
import { managerOfAdmin } from '../topics/manager-of-admin.js';
import type { Tools } from '../use-case.js';

type Ids = { client_id: ClientId; handover_id: HandoverId };

/** A file that is kept already, with the words as its caption. */
export type PanelFile = {
  /** Path under the folder of media. */
  media_file: string;
  name: string;
} & GivenFile;

type Writable = PanelWords & { file?: PanelFile };

/**
 * An admin writes to the user in the panel, by the rules of text in the topic: it goes out from whoever has the request,
 * and shows in the topic under their name. What becomes of it stands in its delivery status. What begins with `//` is a
 * note here too: {@link noteFromPanel}. A file goes out as one that a manager has put into the topic.
 *
 * @throws Refusal `not_found`; `conflict`, when it is not theirs to answer
 * @throws FieldsInvalid for a file that the user's messenger does not take, or under the words of a note
 */
export async function writeFromPanel(
  tools: Pick<Tools, 'db' | 'clock' | 'bell'>,
  ids: Ids,
  words: Writable,
): Promise<{ id: MessageId; is_note: false } | { id: TopicPostId; is_note: true }> {
  if (isMarkedAsNote(words.text) && words.file) throw noNoteWithFile();
  if (isMarkedAsNote(words.text)) return { ...(await noteFromPanel(tools, ids, words)), is_note: true };
  const now = tools.clock.now();
  const profile = await loadClientProfile(tools.db, ids.client_id);
  const written = await tools.db.transaction(async (tx) => {
    const by = await managerOfAdmin(tx, { ...ids, admin: words.admin, now });
    const handover = await lockHandover(tx, ids);
    if (!handover) throw notFound('request');
    const before = await writtenBefore(tx, { handover, by, key: words.key });
    if (before) return { id: before, user_id: null };
    return { id: await write(tx, { profile, handover, by, words, now }), user_id: handover.user_id };
  });
  if (written.user_id) await ringAfter(tools, { profile, user_id: written.user_id });
  return { id: written.id, is_note: false };
}

type Writing = { profile: ClientProfile; handover: HandoverRow; by: Taker; words: Writable; now: Date };

async function write(tx: Queryable, { profile, handover, by, words, now }: Writing): Promise<MessageId> {
  const command = { type: 'manager_message' as const, manager: by, is_note: false };
  throwUnlessTheirs({ profile, handover, by, words, now });
  const answered = await carryOut(tx, handover, command, { profile, by, now });
  if (!answered.ok) throw tooLate(answered.refusal);
  const { client_id } = handover;
  const conversation_id = await lastWrittenIn(tx, handover);
  const { id } = await queueMessage(
    tx,
    {
      ...{
        client_id,
        conversation_id,
        ...(words.file && (await sentAs(tx, words.file, { client_id, conversation_id }))),
      },
      ...{ role: 'manager', content: words.text, handover_id: handover.id, manager_id: by.id },
    },
    now,
  );
  await tx.query(sql`
    UPDATE messages SET metadata = metadata || jsonb_build_object('asked_as', ${words.key}::text)
    WHERE client_id = ${client_id} AND id = ${id}`);
  await writeAudit(tx, {
    ...{ client_id, actor: words.admin.actor, action: 'write', subject: `handover ${handover.id}` },
    ...{ before: null, after: { message_id: id } },
  });
  return id;
}

/** @throws FieldsInvalid when the messenger of the conversation does not take it */
async function sentAs(
  tx: Queryable,
  { media_file, name, type, size }: PanelFile,
  { client_id, conversation_id }: { client_id: ClientId; conversation_id: ConversationId },
): Promise<Pick<OutboundMessage, 'kind' | 'media' | 'media_file'>> {
  const { channel } = await tx.one<{ channel: PlatformId }>(sql`
    SELECT channel FROM conversations WHERE client_id = ${client_id} AND id = ${conversation_id}`);
  if (!isTaken(takenFiles[channel], { type, size }))
    throw new FieldsInvalid({
      file: { reason: 'invalid', message: `is of a kind or size that ${channel} does not take` },
    });
  const media = { channel: 'panel', file_name: name, mime_type: type, size };
  return { kind: kindOfFile({ type, size }), media, media_file };
}

function noNoteWithFile(): FieldsInvalid {
  return new FieldsInvalid({
    text: { reason: 'marked_as_note', message: 'begins with //: a note holds no file' },
  });
}

/** By whom it may be answered: as for text in the topic. */
function throwUnlessTheirs({ profile, handover, by, now }: Writing): void {
  if (!isOpenStatus(handover.status)) throw tooLate(alreadyEnded(handover));
  if (handover.status === 'pending') throw tooLate({ refusal: 'not_taken' });
  const command = { type: 'manager_message' as const, manager: by, is_note: false };
  const decision = decide(handover, command, machineSettings(profile), now);
  if (decision.ok && decision.effects.some(({ type }) => type === 'send_to_user')) return;
  throw tooLate({ refusal: 'taken_by_other', who: handover.assigned_to_name, when: handover.taken_at });
}

/** The request's row is locked: of two that ask with one key, the second finds what the first wrote. */
async function writtenBefore(
  tx: Queryable,
  { handover, by, key }: { handover: HandoverRow; by: Taker; key: string },
): Promise<MessageId | null> {
  const { client_id, user_id, created_at } = handover;
  const row = await tx.maybeOne<{ id: MessageId }>(sql`
    SELECT id FROM messages
    WHERE client_id = ${client_id} AND user_id = ${user_id} AND created_at >= ${created_at} AND role = 'manager'
      AND manager_id = ${by.id} AND metadata->>'asked_as' = ${key} LIMIT 1`);
  return row?.id ?? null;
}
