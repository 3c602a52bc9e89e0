import { carryOut } from './carry-out.js';
import type { Acting, Outcome } from './carry-out.js';
import type { Taker } from './handover-decision.js';
import { lockHandover, lockOpenHandover } from './handover-row.js';
import { openHandover } from './request-handover.js';
import { conversationToGoOnWith } from '../conversations/reopen-conversation.js';
import type { Queryable } from '../shared/database.js';
import type { HandoverId, UserId } from '../shared/ids.js';
import { rootUser } from '../users/whole-user.js';

type ByManager = Acting & { by: Taker };

/** [Беру]: of two who press at once one has it, the other is told who and when. */
export async function takeHandover(
  tx: Queryable,
  handover_id: HandoverId,
  acting: ByManager,
): Promise<Outcome> {
  const handover = await lockHandover(tx, { client_id: acting.profile.id, handover_id });
  return carryOut(tx, handover, { type: 'take', manager: acting.by }, acting);
}

/**
 * /take, or an offer under a note: takes the user's open request, or opens one in the manager's name when there is none.
 *
 * @returns `not_open` when the user has never written
 */
export async function takeUser(tx: Queryable, user_id: UserId, acting: ByManager): Promise<Outcome> {
  const client_id = acting.profile.id;
  const open = await lockOpenHandover(tx, { client_id, user_id });
  if (open) return carryOut(tx, open, { type: 'take', manager: acting.by }, acting);
  // Merged into another user while we waited for the lock, or before.
  const kept_as = await rootUser(tx, { client_id, user_id });
  if (kept_as !== user_id) return takeUser(tx, kept_as, acting);
  const conversation_id = await conversationToGoOnWith(tx, { ...acting, user_id });
  if (!conversation_id) return { ok: false, refusal: { refusal: 'not_open' }, handover: null };
  const { handover, is_new } = await openHandover(tx, {
    ...acting,
    conversation_id,
    user_id,
    reason: 'manual',
    trigger_type: 'manual',
    summary: null,
    taken_by: acting.by,
  });
  if (is_new) return { ok: true, handover };
  return carryOut(tx, handover, { type: 'take', manager: acting.by }, acting);
}

/** [Забрать и отправить]: the request changes hands. */
export async function reclaimHandover(
  tx: Queryable,
  handover_id: HandoverId,
  acting: ByManager,
): Promise<Outcome> {
  const handover = await lockHandover(tx, { client_id: acting.profile.id, handover_id });
  return carryOut(tx, handover, { type: 'reassign', manager: acting.by }, acting);
}
