import type { GroupPerson } from './group-events.js';
import type { ClientProfile } from '../clients/client-profile.js';
import type { Taker } from '../handovers/handover-decision.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';

export type Recognised = { manager: Taker } | { refusal: 'anonymous' | 'not_manager' };

/**
 * Who of the group acts. A person is registered as a manager when they first act, unless only those the client has named
 * may; whoever writes in the group's name can't be matched to anybody.
 */
export async function recogniseManager(
  tx: Queryable,
  profile: ClientProfile,
  person: GroupPerson,
  now: Date,
): Promise<Recognised> {
  if (person.is_anonymous) return { refusal: 'anonymous' };
  const { telegram_user_id, name, username } = person;
  const manager = profile.settings.managers_only
    ? await tx.maybeOne<Taker>(sql`
        UPDATE managers SET name = ${name}, username = ${username}, last_seen_at = ${now}
        WHERE client_id = ${profile.id} AND telegram_user_id = ${telegram_user_id} AND is_active RETURNING id, name`)
    : await tx.one<Taker>(sql`
        INSERT INTO managers (client_id, telegram_user_id, name, username, last_seen_at)
        VALUES (${profile.id}, ${telegram_user_id}, ${name}, ${username}, ${now})
        ON CONFLICT (client_id, telegram_user_id) DO UPDATE SET name = excluded.name, username = excluded.username,
          last_seen_at = excluded.last_seen_at
        RETURNING id, name`);
  return manager ? { manager } : { refusal: 'not_manager' };
}
