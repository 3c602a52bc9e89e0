import { findMessage } from './find-message.js';
import type { FoundMessage, MessageAddress } from './find-message.js';
import { bringTurnForward } from './hearing-outbox.js';
import { loadClientProfile } from '../clients/client-profile.js';
import { ringPosts } from '../handovers/ring-after.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { msOfHours, plusMs } from '../shared/durations.js';
import type { ClientId, IntegrationId } from '../shared/ids.js';
import { showDeletion } from '../topics/show-edit.js';
import type { Tools } from '../use-case.js';

/** A user's message that is taken back, and when, by the messenger. */
export type UserDeletion = MessageAddress & {
  client_id: ClientId;
  integration_id: IntegrationId;
  deleted_at: Date;
};

/** `remembered`: the message has not come; should it still come, it is marked as it is stored. */
export type UserDeletionResult = 'deleted' | 'unchanged' | 'remembered';

/** So long a message may come after the word that it was taken back (one that could not be decrypted at first). */
const rememberedForHours = 24 * 7;

/**
 * A user took a message back. It is marked, never erased, and shows as deleted where it stands in the topic. A turn that
 * has not read it leaves it out; when nothing else is unread, there is none. What it has caused already stays: an answer,
 * a call for a person. Told of twice, it counts once.
 */
export async function userDeleted(
  tools: Pick<Tools, 'db' | 'clock' | 'bell'>,
  deletion: UserDeletion,
): Promise<UserDeletionResult> {
  const { db, clock, bell } = tools;
  const now = clock.now();
  let found = await findMessage(db, { ...deletion, direction: 'inbound' });
  if (!found) {
    await remember(db, deletion, now);
    // Stored in between, by who could not know yet.
    found = await findMessage(db, { ...deletion, direction: 'inbound' });
    if (!found) return 'remembered';
  }
  const { client_id, deleted_at } = deletion;
  const message = found;
  const marked = await db.transaction((tx) => markDeleted(tx, { client_id, message, deleted_at, now }));
  if (!marked) return 'unchanged';
  const { conversation_id } = message;
  if (marked.turn_due_at) bell.turn({ client_id, conversation_id }, marked.turn_due_at);
  ringPosts(bell, await loadClientProfile(db, client_id));
  return 'deleted';
}

async function remember(
  db: Queryable,
  { client_id, integration_id, external_chat_id, external_message_id, deleted_at }: UserDeletion,
  now: Date,
): Promise<void> {
  await db.query(sql`
    WITH forgotten AS (
      DELETE FROM early_deletions
      WHERE client_id = ${client_id} AND integration_id = ${integration_id}
        AND created_at < ${plusMs(now, -msOfHours(rememberedForHours))}
    )
    INSERT INTO early_deletions (client_id, integration_id, external_chat_id, external_message_id, deleted_at, created_at)
    VALUES (${client_id}, ${integration_id}, ${external_chat_id}, ${external_message_id}, ${deleted_at}, ${now})
    ON CONFLICT DO NOTHING`);
}

type Deleting = { client_id: ClientId; message: FoundMessage; deleted_at: Date; now: Date };

/** @returns null when it was marked before; else when a turn is due that had waited for what is said in it */
async function markDeleted(
  tx: Queryable,
  { client_id, message, deleted_at, now }: Deleting,
): Promise<{ turn_due_at: Date | null } | null> {
  // A turn commits under this lock: either it has read the message, or it will see that it is gone.
  await tx.query(sql`
    SELECT id FROM conversations WHERE client_id = ${client_id} AND id = ${message.conversation_id} FOR UPDATE`);
  const marked = await tx.query(sql`
    UPDATE messages SET deleted_at = ${deleted_at}, hear_due_at = NULL
    WHERE client_id = ${client_id} AND id = ${message.id} AND deleted_at IS NULL RETURNING id`);
  if (marked.length === 0) return null;
  await leaveOutOfTurn(tx, { client_id, message });
  const { conversation_id } = message;
  const turn_due_at = await bringTurnForward(tx, { client_id, conversation_id, now });
  await showDeletion(tx, { client_id, message, now });
  return { turn_due_at };
}

/** When nothing else is unread, everything counts as read: a turn that is thinking about it has nothing to say any more. */
async function leaveOutOfTurn(
  tx: Queryable,
  { client_id, message: { conversation_id, seq } }: Pick<Deleting, 'client_id' | 'message'>,
): Promise<void> {
  await tx.query(sql`
    UPDATE conversations c
    SET turn_read_seq = last_seq, turn_due_at = NULL, turn_waiting_since = NULL, hearing_until = NULL
    WHERE c.client_id = ${client_id} AND c.id = ${conversation_id} AND c.turn_read_seq < ${seq}
      AND NOT EXISTS (
        SELECT FROM messages m WHERE m.client_id = c.client_id AND m.conversation_id = c.id
          AND m.seq > c.turn_read_seq AND m.role = 'user' AND m.deleted_at IS NULL)`);
}
