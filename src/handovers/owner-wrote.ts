import { ownerAnswers } from './owner-answers.js';
import type { OwnersMessage } from './owner-answers.js';
import { ringAfter, ringPosts } from './ring-after.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { applyEdit } from '../messages/apply-edit.js';
import { findMessage } from '../messages/find-message.js';
import type { FoundMessage, MessageAddress } from '../messages/find-message.js';
import { ownersChat } from '../messages/owners-chat.js';
import { integrationUnknown } from '../messages/receive-message.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, IntegrationId, MessageId, UserId } from '../shared/ids.js';
import { inspiteOfRaces } from '../shared/races.js';
import { reportAmendment } from '../topics/amendment-receipts.js';
import { showEdit } from '../topics/show-edit.js';
import type { Tools } from '../use-case.js';

type WriteTools = Pick<Tools, 'db' | 'clock' | 'bell'>;
type OnPhone = { client_id: ClientId; integration_id: IntegrationId };

/**
 * The owner wrote to somebody on the business's own phone, also to a person nobody has written with before: then the user
 * and the conversation are made. It counts as a person's answer, see {@link ownerAnswers}. Told of twice, and when it is
 * what we have sent ourselves, nothing is changed.
 *
 * @returns the stored message's id, or null when the message was known
 * @throws EstafetaError `integration_unknown` when the integration is not one of this client's
 */
export async function ownerWrote(
  tools: WriteTools,
  { client_id, integration_id, message }: OnPhone & { message: OwnersMessage },
): Promise<MessageId | null> {
  const profile = await loadClientProfile(tools.db, client_id);
  const now = tools.clock.now();
  const written = await inspiteOfRaces(() =>
    tools.db.transaction(async (tx) => {
      const chat = await ownersChat(tx, { client_id, integration_id, message, now });
      if (chat.is_known) return null;
      const { user_id, conversation_id } = chat;
      if (user_id === null || conversation_id === null) throw integrationUnknown(integration_id);
      const message_id = await ownerAnswers(tx, { profile, conversation_id, message, now });
      return message_id && { message_id, user_id };
    }),
  );
  if (!written) return null;
  await ringAfter(tools, { profile, user_id: written.user_id });
  return written.message_id;
}

/**
 * The owner edited on the phone what had been said to a user, by whom ever: the message reads so from now on, and its line
 * in the topic shows it. One that never came to us is received as it reads now.
 *
 * @param edit.edited_at the messenger's time of the edit
 */
export async function ownerEdited(
  tools: WriteTools,
  { edit, ...place }: OnPhone & { edit: { message: OwnersMessage; edited_at: Date } },
): Promise<'edited' | 'unchanged' | 'received'> {
  const { message, edited_at } = edit;
  const found = await findMessage(tools.db, { ...place, ...message, direction: 'outbound' });
  if (!found) {
    await ownerWrote(tools, { ...place, message });
    return 'received';
  }
  const profile = await loadClientProfile(tools.db, place.client_id);
  const now = tools.clock.now();
  const isEdited = await tools.db.transaction((tx) =>
    edited(tx, { profile, found, message, edited_at, now }),
  );
  if (isEdited) ringPosts(tools.bell, profile);
  return isEdited ? 'edited' : 'unchanged';
}

type Editing = {
  profile: ClientProfile;
  found: FoundMessage;
  message: OwnersMessage;
  edited_at: Date;
  now: Date;
};

async function edited(
  tx: Queryable,
  { profile: { id: client_id }, found, message, edited_at, now }: Editing,
): Promise<boolean> {
  // One of the messages that a long text was cut into does not say what the whole reads now.
  if (found.pieces > 1) return false;
  await lockConversation(tx, client_id, found);
  const { kind, text, media } = message;
  const applied = await applyEdit(tx, {
    client_id,
    message_id: found.id,
    edited: { kind, content: text, media },
    edited_at,
  });
  if (!applied) return false;
  // The user reads it so already: nothing is to be passed on.
  await tx.query(sql`
    UPDATE messages SET shown_edits = ${applied.position}, amend_due_at = NULL
    WHERE client_id = ${client_id} AND id = ${found.id}`);
  await showEdit(tx, { client_id, message: found, applied, text, now });
  return true;
}

/**
 * The owner took back on the phone what had been said to a user: it is marked, never erased, and the topic says so.
 *
 * @param deletion.deleted_at the messenger's time
 * @returns false when it was marked before, or is nothing that we keep
 */
export async function ownerDeleted(
  tools: WriteTools,
  { deleted_at, ...address }: OnPhone & MessageAddress & { deleted_at: Date },
): Promise<boolean> {
  const { client_id } = address;
  const found = await findMessage(tools.db, { ...address, direction: 'outbound' });
  if (!found || found.pieces > 1) return false;
  const profile = await loadClientProfile(tools.db, client_id);
  const now = tools.clock.now();
  const isMarked = await tools.db.transaction(async (tx) => {
    await lockConversation(tx, client_id, found);
    const marked = await tx.query<{ id: UserId }>(sql`
      UPDATE messages SET deleted_at = ${deleted_at}, amend_due_at = NULL
      WHERE client_id = ${client_id} AND id = ${found.id} AND deleted_at IS NULL RETURNING id`);
    if (marked.length === 0) return false;
    const report = { client_id, message_id: found.id, edits: 0, was_sent: true, refused: null, now };
    await reportAmendment(tx, { ...report, change: 'withdraw' });
    return true;
  });
  if (isMarked) ringPosts(tools.bell, profile);
  return isMarked;
}

async function lockConversation(
  tx: Queryable,
  client_id: ClientId,
  { conversation_id }: FoundMessage,
): Promise<void> {
  await tx.query(sql`
    SELECT id FROM conversations WHERE client_id = ${client_id} AND id = ${conversation_id} FOR UPDATE`);
}
