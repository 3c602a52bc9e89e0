import type { Acting } from './carry-out.js';
import type { HandoverRow } from './handover-row.js';
import { lastWrittenIn } from './last-written.js';
import { queueNotice } from '../messages/queue-notice.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';

/** Asks the user how their request was dealt with, and notes when: a day later nobody is heard any more. */
export async function askRating(
  tx: Queryable,
  handover: HandoverRow,
  { profile, now }: Pick<Acting, 'profile' | 'now'>,
): Promise<void> {
  const { id, client_id, assigned_to_name } = handover;
  const asked = await queueNotice(tx, {
    profile,
    conversation_id: await lastWrittenIn(tx, handover),
    name: 'rating',
    facts: assigned_to_name ? { manager_name: assigned_to_name } : {},
    handover_id: id,
    now,
  });
  if (!asked) return;
  await tx.query(
    sql`UPDATE handovers SET rating_asked_at = ${now} WHERE client_id = ${client_id} AND id = ${id}`,
  );
}
