import type { Contact } from '@whiskeysockets/baileys';
import { sql } from '../../src/shared/database.js';
import type { WhatsAppContext } from './context.js';
import { identitiesOf, personJid } from './ids.js';

/** People whose name is not known yet get the one they go by on WhatsApp. Whoever is not a user stays none. */
export async function noteNames(
  { tools, integration }: Pick<WhatsAppContext, 'tools' | 'integration'>,
  contacts: readonly Partial<Contact>[],
): Promise<void> {
  for (const { id, lid, phoneNumber, notify, verifiedName, name } of contacts) {
    const known = notify || verifiedName || name;
    const jids = [id, lid, phoneNumber].flatMap((text) => personJid(text) ?? []);
    const identities = identitiesOf(jids);
    if (!known || identities.length === 0) continue;
    const kinds = identities.map(({ kind }) => kind);
    const values = identities.map(({ value }) => value);
    await tools.db.query(sql`
      UPDATE users u SET name = ${known.slice(0, 200)}
      FROM unnest(${kinds}::text[], ${values}::text[]) AS known (kind, value)
      JOIN user_identities i ON i.client_id = ${integration.client_id} AND i.kind = known.kind AND i.value = known.value
      WHERE u.client_id = i.client_id AND u.id = i.user_id AND u.name IS NULL`);
  }
}
