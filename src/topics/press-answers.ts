import type { ClientProfile } from '../clients/client-profile.js';
import type { Refusal } from '../handovers/handover-decision.js';
import type { HandoverRow } from '../handovers/handover-row.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { formatTime } from '../texts/moments.js';
import { texts } from '../texts/texts.js';

/** Whose the request is now, and how it is answered in a group of this shape. */
export function youHaveIt({ language, settings }: ClientProfile): string {
  const { press } = texts(language);
  return settings.group_is_forum === false ? press.youHaveItByReply : press.youHaveIt;
}

/** In words, why a button or a command did nothing, and who was first. */
export async function refusalInWords(
  tx: Queryable,
  profile: ClientProfile,
  { refusal, handover }: { refusal: Refusal; handover: HandoverRow | null },
): Promise<string> {
  const { press, card } = texts(profile.language);
  const timeOf = (at: Date | null): string => (at ? formatTime(profile.language, at, profile.timezone) : '');
  switch (refusal.refusal) {
    case 'already_yours':
      return press.alreadyYours;
    case 'already_open':
    case 'taken_by_other':
      return press.takenBy({ name: refusal.who ?? card.phoneOwner, time: timeOf(refusal.when) });
    case 'already_ended': {
      const name = handover && (await endedBy(tx, handover));
      return name ? press.endedBy({ name, time: timeOf(refusal.when) }) : press.alreadyEnded;
    }
    case 'already_in_queue':
      return press.queued;
    case 'not_open':
    case 'not_due':
      return press.alreadyEnded;
  }
}

async function endedBy(tx: Queryable, handover: HandoverRow): Promise<string | null> {
  const event = await tx.maybeOne<{ by: string | null }>(sql`
    SELECT detail->>'by' AS by FROM handover_events
    WHERE client_id = ${handover.client_id} AND handover_id = ${handover.id} AND to_status = ${handover.status}
    ORDER BY id DESC LIMIT 1`);
  return event?.by ?? null;
}
