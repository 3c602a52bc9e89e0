import { carryOut } from './carry-out.js';
import { lockHandover } from './handover-row.js';
import type { ClientProfile } from '../clients/client-profile.js';
import type { Queryable } from '../shared/database.js';
import type { HandoverId } from '../shared/ids.js';

/**
 * Moves the clocks of an open request by a message of the user: who was answered waits again from now on, who waits
 * already goes on waiting from the first message. Pleasantries and ratings move nothing.
 *
 * @param wrote.message_at when the message came
 */
export async function userWroteDuringHandover(
  tx: Queryable,
  wrote: {
    profile: ClientProfile;
    handover_id: HandoverId;
    message_at: Date;
    is_pleasantry: boolean;
    is_rating?: boolean;
    now: Date;
  },
): Promise<void> {
  const { profile, handover_id, message_at, is_pleasantry, is_rating = false, now } = wrote;
  if (is_pleasantry || is_rating) return;
  const handover = await lockHandover(tx, { client_id: profile.id, handover_id });
  // Messages are read in bursts: a person may have answered between the writing and the reading.
  if (!handover || (handover.last_human_at && handover.last_human_at >= message_at)) return;
  await carryOut(
    tx,
    handover,
    { type: 'user_message', is_pleasantry, is_rating },
    {
      profile,
      by: null,
      now: message_at < handover.created_at ? now : message_at,
    },
  );
}
