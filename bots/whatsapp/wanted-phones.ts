import { openCredentials } from '../../src/integrations/credentials.js';
import { linkColumns } from '../../src/integrations/whatsapp-link-row.js';
import type { LinkRow } from '../../src/integrations/whatsapp-link-row.js';
import { sql } from '../../src/shared/database.js';
import type { Queryable } from '../../src/shared/database.js';
import { explain } from '../../src/shared/errors.js';
import type { SealedBox } from '../../src/shared/sealed-box.js';

/** A phone that is linked, or is to be: its connection is wanted. */
export type WantedPhone = {
  /** `whatsapp:<fingerprint>`: the key of its lease. */
  sender_key: string;
  link: LinkRow;
  /** A phone of the playground: linked to its local WhatsApp, never to the real one. */
  is_playground: boolean;
};

/**
 * The phones that should be connected now: those that are linked, and those that somebody has asked to be linked or
 * unlinked.
 *
 * @param onUnreadable told of credentials that can't be opened; the phone is left out
 */
export async function wantedPhones(
  db: Queryable,
  box: SealedBox,
  onUnreadable: (sender_key: string, problem: string) => void,
): Promise<Map<string, WantedPhone>> {
  const rows = await db.query<LinkRow & { sender_key: string; credentials_encrypted: Uint8Array | null }>(sql`
    SELECT ${linkColumns}, 'whatsapp:' || i.credentials_hash AS sender_key, i.credentials_encrypted
    FROM integrations i
    JOIN whatsapp_links l ON l.client_id = i.client_id AND l.integration_id = i.id
    WHERE i.platform_id = 'whatsapp' AND i.status <> 'disconnected' AND i.credentials_hash IS NOT NULL
      AND (l.creds IS NOT NULL OR l.state IN ('asked', 'showing', 'unlinking'))`);
  const wanted = new Map<string, WantedPhone>();
  for (const { sender_key, credentials_encrypted, ...link } of rows) {
    const integration = {
      client_id: link.client_id,
      id: link.integration_id,
      platform_id: 'whatsapp' as const,
      credentials_encrypted,
    };
    try {
      const { playground = false } = openCredentials(box, integration);
      wanted.set(sender_key, { sender_key, link, is_playground: playground });
    } catch (error) {
      onUnreadable(sender_key, explain(error));
    }
  }
  return wanted;
}
