import { carryOut } from './carry-out.js';
import type { Acting, Outcome } from './carry-out.js';
import { lockHandover } from './handover-row.js';
import type { Queryable } from '../shared/database.js';
import type { HandoverId } from '../shared/ids.js';

/** [Решено]: the request ends; what the user wrote meanwhile is not answered by the bot. */
export async function resolveHandover(
  tx: Queryable,
  handover_id: HandoverId,
  acting: Acting,
): Promise<Outcome> {
  const handover = await lockHandover(tx, { client_id: acting.profile.id, handover_id });
  return carryOut(tx, handover, { type: 'resolve' }, acting);
}

/**
 * [Вернуть боту]: the request and any mute end, the assistant is told which stretch a person spoke in, and answers at
 * once if the user's last message has no answer.
 */
export async function returnToBot(tx: Queryable, handover_id: HandoverId, acting: Acting): Promise<Outcome> {
  const handover = await lockHandover(tx, { client_id: acting.profile.id, handover_id });
  return carryOut(tx, handover, { type: 'return_to_bot' }, acting);
}
