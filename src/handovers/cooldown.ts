import type { ClientProfile } from '../clients/client-profile.js';
import { addWorkingMinutes } from '../clients/working-calendar.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { UserId } from '../shared/ids.js';
import { wholeUser } from '../users/whole-user.js';

/**
 * Until when a request that nobody asked for outright has to wait: so many working minutes after the user's last
 * request in which a person answered ended, under whichever of their addresses it was.
 *
 * @returns null when it may open now
 */
export async function deferral(
  tx: Queryable,
  { profile, user_id, now }: { profile: ClientProfile; user_id: UserId; now: Date },
): Promise<Date | null> {
  const minutes = profile.settings.escalation_cooldown_minutes;
  if (minutes === 0) return null;
  const last = await tx.maybeOne<{ resolved_at: Date }>(sql`
    SELECT resolved_at FROM handovers
    WHERE client_id = ${profile.id} AND user_id IN ${wholeUser({ client_id: profile.id, user_id })}
      AND first_response_at IS NOT NULL AND resolved_at IS NOT NULL
    ORDER BY resolved_at DESC LIMIT 1`);
  if (!last) return null;
  const until = addWorkingMinutes(profile.calendar, last.resolved_at, minutes);
  return until > now ? until : null;
}
