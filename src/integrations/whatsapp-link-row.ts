import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId, IntegrationId } from '../shared/ids.js';
import type { LinkingTexts } from '../texts/shape/linking.js';

/** Where the link of a phone stands: a closed list. */
export type LinkState = keyof LinkingTexts['states'];

/** Why the last attempt to link ended without a phone. */
export type LinkProblem = keyof LinkingTexts['problems'];

/** How a phone is linked: a QR code is read with it, or a code is typed into it. */
export type LinkMethod = 'qr' | 'code';

/** A phone's link as it stands, without anything sealed. */
export type LinkRow = {
  client_id: ClientId;
  integration_id: IntegrationId;
  /** As the client file names it. */
  name: string;
  state: LinkState;
  /** The number, `+77010000001`; the last known one when no phone is linked. */
  phone: string | null;
  /** Whether there is a session with WhatsApp. */
  is_linked: boolean;
  asked_method: LinkMethod | null;
  asked_phone: string | null;
  asked_at: Date | null;
  asked_until: Date | null;
  asked_in_group: boolean;
  problem: LinkProblem | null;
  close_code: number | null;
  attempts: number;
  next_attempt_at: Date | null;
  connected_at: Date | null;
};

/** What {@link LinkRow} reads, of `whatsapp_links l` beside `integrations i`. */
export const linkColumns: Sql = sql`
  i.client_id, i.id AS integration_id, i.name, coalesce(l.state, 'unlinked') AS state, l.phone,
  l.creds IS NOT NULL AS is_linked, l.asked_method, l.asked_phone, l.asked_at, l.asked_until,
  coalesce(l.asked_in_group, false) AS asked_in_group, l.problem, l.close_code, coalesce(l.attempts, 0) AS attempts,
  l.next_attempt_at, l.connected_at`;

/** The linked phones of a client, also those that no phone was ever linked to; by name. */
export async function linksOfClient(db: Queryable, client_id: ClientId): Promise<LinkRow[]> {
  return db.query<LinkRow>(sql`
    SELECT ${linkColumns} FROM integrations i
    LEFT JOIN whatsapp_links l ON l.client_id = i.client_id AND l.integration_id = i.id
    WHERE i.client_id = ${client_id} AND i.platform_id = 'whatsapp' AND i.status <> 'disconnected'
    ORDER BY i.name`);
}

/** One linked phone of a client; null when there is no such integration, or it is switched off. */
export async function loadLink(
  db: Queryable,
  { client_id, id }: { client_id: ClientId; id: IntegrationId },
): Promise<LinkRow | null> {
  const row = await db.maybeOne<LinkRow>(sql`
    SELECT ${linkColumns} FROM integrations i
    LEFT JOIN whatsapp_links l ON l.client_id = i.client_id AND l.integration_id = i.id
    WHERE i.client_id = ${client_id} AND i.id = ${id} AND i.platform_id = 'whatsapp' AND i.status <> 'disconnected'`);
  return row ?? null;
}
