import { carryOut } from './carry-out.js';
import { whatIsDue } from './due-times.js';
import { lockHandover } from './handover-row.js';
import type { HandoverRow } from './handover-row.js';
import { ringAfter } from './ring-after.js';
import { loadClientProfile } from '../clients/client-profile.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, HandoverId } from '../shared/ids.js';
import type { Tools } from '../use-case.js';

/**
 * Ends a request that nobody said anything in for `auto_close_timeout`. One whose reminder is due as well is left to the
 * reminder, which gives people time to act; so is one whose user has just written: the turn that reads it moves the
 * closing, and what is closed before would be read by nobody.
 */
export async function closeOverdueHandover(
  tools: Pick<Tools, 'db' | 'clock' | 'bell'>,
  ids: { client_id: ClientId; handover_id: HandoverId },
): Promise<void> {
  const now = tools.clock.now();
  const profile = await loadClientProfile(tools.db, ids.client_id);
  const user_id = await tools.db.transaction(async (tx) => {
    const handover = await lockHandover(tx, ids);
    if (!handover || !whatIsDue(handover, now, profile.settings, profile.calendar).close) return null;
    if (await hasUnreadWords(tx, handover)) return null;
    const outcome = await carryOut(tx, handover, { type: 'time_out' }, { profile, by: null, now });
    return outcome.ok ? handover.user_id : null;
  });
  if (user_id) await ringAfter(tools, { profile, user_id });
}

/** Whether the user has written something since that no turn has read: the request's clocks don't know of it yet. */
async function hasUnreadWords(
  tx: Queryable,
  { client_id, user_id, last_user_at, created_at }: HandoverRow,
): Promise<boolean> {
  const { unread } = await tx.one<{ unread: boolean }>(sql`
    SELECT EXISTS (SELECT FROM messages m
      JOIN conversations c ON c.client_id = m.client_id AND c.id = m.conversation_id
      WHERE m.client_id = ${client_id} AND m.user_id = ${user_id} AND m.role = 'user' AND m.deleted_at IS NULL
        AND m.created_at > ${last_user_at ?? created_at} AND m.seq > c.turn_read_seq AND c.turn_due_at IS NOT NULL) AS unread`);
  return unread;
}
