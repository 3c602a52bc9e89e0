import { findUsers } from './find-users.js';
import { parsePhone } from './phone-number.js';
import { rootUser } from './whole-user.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { EstafetaError } from '../shared/errors.js';
import { isUuid } from '../shared/ids.js';
import type { ClientId, UserId } from '../shared/ids.js';

/**
 * The one user somebody means: by phone, @username, our id, the messenger's, or a name or its beginning that only one has.
 *
 * @param asked.timezone of the client: tells the country of a number written without it
 * @returns who they are kept as
 * @throws EstafetaError `user_unknown`, `user_ambiguous`
 */
export async function namedUser(
  db: Queryable,
  asked: { client_id: ClientId; timezone: string; wanted: string },
): Promise<UserId> {
  const { client_id, timezone } = asked;
  const wanted = asked.wanted.trim();
  const byId = await userOfId(db, client_id, wanted);
  if (byId) return rootUser(db, { client_id, user_id: byId });
  const phone = parsePhone(wanted, timezone);
  const { users } = await findUsers(db, client_id, phone ? { phone } : { name: wanted });
  const [found, ...more] = users;
  if (found && more.length === 0) return found;
  throw found ? severalUsers(users) : noUser(wanted);
}

async function userOfId(db: Queryable, client_id: ClientId, wanted: string): Promise<UserId | null> {
  const known = await db.query<{ id: UserId }>(
    isUuid(wanted.toLowerCase())
      ? sql`SELECT id FROM users WHERE client_id = ${client_id} AND id = ${wanted}::uuid`
      : sql`SELECT user_id AS id FROM user_identities
            WHERE client_id = ${client_id} AND kind <> 'phone' AND value = ${wanted} ORDER BY created_at LIMIT 1`,
  );
  return known[0]?.id ?? null;
}

function noUser(wanted: string): EstafetaError {
  return new EstafetaError({
    code: 'user_unknown',
    message: `Nobody of this client is known as ${JSON.stringify(wanted.slice(0, 60))}.`,
    whatToDo: 'Name them by phone, @username or id, as the panel shows them under Customers.',
  });
}

function severalUsers(users: readonly UserId[]): EstafetaError {
  return new EstafetaError({
    code: 'user_ambiguous',
    message: `${users.length} users are called so: ${users.join(', ')}`,
    whatToDo: 'Name one of them by this id, by phone or by @username.',
  });
}
