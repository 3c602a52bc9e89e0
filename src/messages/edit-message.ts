import { applyEdit } from './apply-edit.js';
import { findMessage } from './find-message.js';
import type { FoundMessage } from './find-message.js';
import { bringTurnForward } from './hearing-outbox.js';
import type { InboundMessage } from './inbound-message.js';
import { receiveMessage } from './receive-message.js';
import { loadClientProfile, senderKeyOf } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { readEdited } from '../conversations/read-edited.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, IntegrationId } from '../shared/ids.js';
import { showEdit } from '../topics/show-edit.js';
import type { Tools } from '../use-case.js';

/** A message of a user as it reads now, and when it was edited. */
export type InboundEdit = { message: InboundMessage; edited_at: Date };

/** `unchanged`: the edit came before, is older than what is stored, or changes nothing that is kept. */
export type EditResult = 'edited' | 'unchanged' | 'received';

type Editing = { client_id: ClientId; integration_id: IntegrationId; edit: InboundEdit };

/**
 * A user edited a message. The earlier text is kept. A turn that has not read the message reads the new text; one that
 * has is not repeated, except when the user calls for a person now. In the topic the line shows the new text. A message
 * that never came to us is received as it reads now.
 */
export async function editMessage(
  tools: Pick<Tools, 'db' | 'clock' | 'bell'>,
  { client_id, integration_id, edit }: Editing,
): Promise<EditResult> {
  const address = { client_id, integration_id, ...edit.message };
  const place = await findMessage(tools.db, { ...address, direction: 'inbound' });
  if (!place) {
    await receiveMessage(tools, { client_id, integration_id, message: edit.message });
    return 'received';
  }
  const profile = await loadClientProfile(tools.db, client_id);
  const written = await tools.db.transaction((tx) =>
    write(tx, { profile, place, edit, now: tools.clock.now() }),
  );
  if (!written) return 'unchanged';
  const { conversation_id } = place;
  if (written.turn_due_at) tools.bell.turn({ client_id, conversation_id }, written.turn_due_at);
  const sender_key = senderKeyOf(profile.settings);
  if (sender_key) tools.bell.posts(sender_key);
  return 'edited';
}

/** @returns null when nothing has changed */
async function write(
  tx: Queryable,
  {
    profile,
    place,
    edit,
    now,
  }: { profile: ClientProfile; place: FoundMessage; edit: InboundEdit; now: Date },
): Promise<{ turn_due_at: Date | null } | null> {
  const { id: client_id } = profile;
  const { conversation_id, id: message_id } = place;
  // A turn commits under this lock: either it has read the old text, or it will see that there is a new one.
  await tx.query(sql`
    SELECT id FROM conversations WHERE client_id = ${client_id} AND id = ${conversation_id} FOR UPDATE`);
  const { kind, text, media, command, unsupported_kind } = edit.message;
  const applied = await applyEdit(tx, {
    client_id,
    message_id,
    edited: { kind, content: text, media },
    edited_at: edit.edited_at,
    metadata: { command, unsupported_kind },
  });
  if (!applied) return null;
  await bringTurnForward(tx, { client_id, conversation_id, now });
  const was = applied.previous_content;
  const turn_due_at = await readEdited(tx, { profile, ...place, text, command, was, now });
  await showEdit(tx, { client_id, message: place, applied, text, now });
  return { turn_due_at };
}
