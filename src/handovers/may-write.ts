import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { AdminId, ClientId, HandoverId, IntegrationId, UserId } from '../shared/ids.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { PlatformId } from '../integrations/credentials.js';
import { takenFiles } from '../messages/taken-files.js';
import type { TakenFiles } from '../messages/taken-files.js';
import { readUserLanguage } from '../messages/user-language.js';
import { lastWritten, openUntil } from '../messages/writing-window.js';

/** Whether the reader may write to a request's user now, and what stands in the way of it. */
export type MayWrite = {
  /** It is open and taken, by the reader or (where the client lets anybody answer) by anybody. */
  is_allowed: boolean;
  /** Of a messenger with a window: until when words go out as they are; null where there is no window, or it is closed. */
  window_until: Date | null;
  /** It is closed: words go out in the client's template, or are refused. */
  is_window_closed: boolean;
  /** The user has blocked the bot. */
  is_unreachable: boolean;
  /** What is wrong with the connection they write over; null = nothing. */
  connection_problem: string | null;
  /** Which files its messenger takes. */
  files: readonly TakenFiles[];
  /** In which languages to look for a saved reply, the user's first: two letters each. */
  languages: string[];
};

type Found = {
  status: string;
  user_id: UserId;
  integration_id: IntegrationId;
  channel: PlatformId;
  is_mine: boolean;
  is_unreachable: boolean;
  connection_problem: string | null;
};

/** @returns null when the client has no such request */
export async function readMayWrite(
  db: Queryable,
  asked: { client_id: ClientId; handover_id: HandoverId; admin_id: AdminId; now: Date },
): Promise<MayWrite | null> {
  const { client_id, handover_id, admin_id, now } = asked;
  const found = await db.maybeOne<Found>(sql`
    SELECT h.status, h.user_id, c.integration_id, c.channel, u.unreachable_at IS NOT NULL AS is_unreachable,
      g.admin_id IS NOT NULL AND g.admin_id = ${admin_id} AS is_mine,
      CASE WHEN i.status <> 'connected' THEN coalesce(i.status_message, i.status) END AS connection_problem
    FROM handovers h
    JOIN users u ON u.client_id = h.client_id AND u.id = h.user_id
    JOIN conversations c ON c.client_id = h.client_id AND c.id = h.conversation_id
    JOIN integrations i ON i.client_id = c.client_id AND i.id = c.integration_id
    LEFT JOIN managers g ON g.client_id = h.client_id AND g.id = h.manager_id
    WHERE h.client_id = ${client_id} AND h.id = ${handover_id}`);
  if (!found) return null;
  const { settings, language } = await loadClientProfile(db, client_id);
  const hasWindow = found.channel === 'whatsapp_cloud';
  const window_until = hasWindow ? openUntil(await lastWritten(db, { client_id, ...found }), now) : null;
  const isTheirs = found.is_mine || settings.reply_policy === 'any_manager';
  return {
    is_allowed: found.status === 'active' && isTheirs,
    window_until,
    is_window_closed: hasWindow && window_until === null,
    is_unreachable: found.is_unreachable,
    connection_problem: found.connection_problem,
    files: takenFiles[found.channel],
    languages: [await readUserLanguage(db, { client_id, ...found }, language), language],
  };
}
