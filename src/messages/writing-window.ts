import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { msOfHours, plusMs } from '../shared/durations.js';
import type { ClientId, IntegrationId, UserId } from '../shared/ids.js';
import { wholeUser } from '../users/whole-user.js';

/** Over the Cloud API a business writes freely so long. https://developers.facebook.com/docs/whatsapp/conversation-types */
const openMs = msOfHours(24);

/**
 * Until when a user may be written to freely.
 *
 * @param last when they wrote last to this number, by the messenger's time; null = never
 * @returns null when the window is closed
 */
export function openUntil(last: Date | null, now: Date): Date | null {
  const until = last && plusMs(last, openMs);
  return until !== null && until > now ? until : null;
}

/** Messengers bring what they could not bring before, also days later: what came last is not always what was written last. */
const newestMessages = 50;

/** When a user, under any of their addresses, wrote last to an integration; null = never. */
export async function lastWritten(
  db: Queryable,
  {
    client_id,
    integration_id,
    user_id,
  }: { client_id: ClientId; integration_id: IntegrationId; user_id: UserId },
): Promise<Date | null> {
  const { at } = await db.one<{ at: Date | null }>(sql`
    SELECT max(at) AS at FROM (
      SELECT coalesce(external_sent_at, created_at) AS at FROM messages
      WHERE client_id = ${client_id} AND user_id IN ${wholeUser({ client_id, user_id })}
        AND integration_id = ${integration_id} AND direction = 'inbound'
      ORDER BY created_at DESC LIMIT ${newestMessages}) newest`);
  return at;
}
