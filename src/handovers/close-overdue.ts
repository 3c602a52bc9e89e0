import { carryOut } from './carry-out.js';
import { whatIsDue } from './due-times.js';
import { lockHandover } from './handover-row.js';
import { ringAfter } from './ring-after.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { ClientId, HandoverId } from '../shared/ids.js';
import type { Tools } from '../use-case.js';

/**
 * Ends a request that nobody said anything in for `auto_close_timeout`. One whose reminder is due as well is left to the
 * reminder, which gives people time to act.
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
    const outcome = await carryOut(tx, handover, { type: 'time_out' }, { profile, by: null, now });
    return outcome.ok ? handover.user_id : null;
  });
  if (user_id) await ringAfter(tools, { profile, user_id });
}
