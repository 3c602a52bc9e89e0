import type { ClientProfile } from '../clients/client-profile.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { UserId } from '../shared/ids.js';
import { texts } from '../texts/texts.js';

type Named = {
  name: string | null;
  username: string | null;
  phone: string | null;
  channel: 'telegram' | 'whatsapp' | 'whatsapp_cloud' | null;
};

/** Somebody in words that tell two of one name apart: "Анна (WhatsApp, +77010000001)". */
export async function nameInWords(db: Queryable, profile: ClientProfile, user_id: UserId): Promise<string> {
  const words = texts(profile.language);
  const user = await db.maybeOne<Named>(sql`
    SELECT u.name, u.username, coalesce(u.phone, (SELECT i.value FROM user_identities i
        WHERE i.client_id = u.client_id AND i.user_id = u.id AND i.kind = 'phone' ORDER BY i.created_at LIMIT 1)) AS phone,
      (SELECT c.channel FROM conversations c WHERE c.client_id = u.client_id AND c.user_id = u.id
       ORDER BY c.last_message_at DESC LIMIT 1) AS channel
    FROM users u WHERE u.client_id = ${profile.id} AND u.id = ${user_id}`);
  const address = user?.phone ?? (user?.username ? `@${user.username}` : null);
  const from = [user?.channel && words.messengers[user.channel], address].filter(Boolean).join(', ');
  const name = user?.name || words.card.nameless;
  return from === '' ? name : `${name} (${from})`;
}
