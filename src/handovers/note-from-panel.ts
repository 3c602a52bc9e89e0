import type { PanelAdmin } from './act-from-panel.js';
import { lockHandover } from './handover-row.js';
import { saidBy } from './manager-writes.js';
import { withoutNoteMark } from './note-mark.js';
import { ringPosts } from './ring-after.js';
import { writeAudit } from '../audit/write-audit.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { ClientId, HandoverId, TopicPostId } from '../shared/ids.js';
import { FieldsInvalid } from '../shared/refused-edit.js';
import { notFound, Refusal } from '../shared/refusal.js';
import { managerOfAdmin } from '../topics/manager-of-admin.js';
import { queueNote } from '../topics/queue-note.js';
import type { Tools } from '../use-case.js';

export type PanelWords = {
  text: string;
  /** Chosen by who asks, new for each message: asked for again, it is the same message. */
  key: string;
  admin: PanelAdmin;
};

/**
 * An admin writes to colleagues alone, in the panel: the same as `/note` in the topic, where it shows under their name.
 * The customer gets nothing, and the request stays as it stands, whoever has it and also once it has ended.
 *
 * @throws Refusal `not_found`; `conflict` while the client has no managers' group to keep it in
 * @throws FieldsInvalid when nothing is said
 */
export async function noteFromPanel(
  tools: Pick<Tools, 'db' | 'clock' | 'bell'>,
  ids: { client_id: ClientId; handover_id: HandoverId },
  { text: typed, key, admin }: PanelWords,
): Promise<{ id: TopicPostId }> {
  const text = withoutNoteMark(typed);
  if (text === '') throw new FieldsInvalid({ text: { reason: 'empty', message: 'must not be empty' } });
  const now = tools.clock.now();
  const profile = await loadClientProfile(tools.db, ids.client_id);
  const note = await tools.db.transaction(async (tx) => {
    const by = await managerOfAdmin(tx, { ...ids, admin, now });
    const handover = await lockHandover(tx, ids);
    if (!handover) throw notFound('request');
    const said = saidBy(by.id, {
      kind: 'text',
      text,
      media: null,
      is_note: true,
      reply_to_external_id: null,
    });
    const queued = await queueNote(tx, { profile, handover, said, key, now });
    if (!queued) throw nowhere();
    const { id, is_new } = queued;
    if (is_new)
      await writeAudit(tx, {
        ...{
          client_id: ids.client_id,
          actor: admin.actor,
          action: 'note',
          subject: `handover ${handover.id}`,
        },
        ...{ before: null, after: { note_id: id } },
      });
    return { id };
  });
  ringPosts(tools.bell, profile);
  return note;
}

function nowhere(): Refusal {
  return new Refusal('conflict', {
    code: 'no_group',
    message: "Notes are kept in the customer's topic, and this client has no managers' group yet.",
    whatToDo: 'Connect the group under Channels, then write the note again.',
  });
}
