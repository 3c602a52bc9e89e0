import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, MessageId } from '../shared/ids.js';

/** `never_sent`: it was still waiting, and is not sent. `asked`: the connection takes it back, and says what came of it. */
export type TakenBack = 'never_sent' | 'asked' | 'not_possible';

/**
 * Takes back something that was said to a user. What is on its way is taken back once it has arrived. A part of the
 * caller's transaction; ring for delivery afterwards.
 *
 * @returns `not_possible` when it never reached the user, was taken back before, or nobody knows where it is
 */
export async function takeBack(
  tx: Queryable,
  { client_id, message_id, now }: { client_id: ClientId; message_id: MessageId; now: Date },
): Promise<TakenBack> {
  const isWaiting = sql`delivery_status = 'queued' AND external_message_id IS NULL`;
  const row = await tx.maybeOne<{ amend_due_at: Date | null }>(sql`
    UPDATE messages
    SET deleted_at = ${now}, amend_attempts = 0,
      amend_due_at = CASE WHEN ${isWaiting} THEN NULL ELSE greatest(amend_due_at, ${now}) END,
      delivery_status = CASE WHEN delivery_status = 'queued' THEN 'dropped' ELSE delivery_status END,
      delivery_due_at = CASE WHEN delivery_status = 'queued' THEN NULL ELSE delivery_due_at END
    WHERE client_id = ${client_id} AND id = ${message_id} AND direction = 'outbound' AND deleted_at IS NULL
      AND delivery_status IN ('queued', 'sending', 'sent', 'delivered', 'read')
    RETURNING amend_due_at`);
  if (!row) return 'not_possible';
  return row.amend_due_at === null ? 'never_sent' : 'asked';
}
