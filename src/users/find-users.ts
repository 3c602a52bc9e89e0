import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, UserId } from '../shared/ids.js';

/** Whom somebody may mean, each as the user they are kept as. */
export type FoundUsers = {
  users: UserId[];
  /** By an address or a username, which one person has; not by a name, which many have. */
  is_sure: boolean;
};

/** No list of more is of use to anybody. */
const most = 20;

/** Finds users by the phone they are known by, or by what a person would call them: @username, or a name or its beginning. */
export async function findUsers(
  db: Queryable,
  client_id: ClientId,
  wanted: { phone: string } | { name: string },
): Promise<FoundUsers> {
  if ('phone' in wanted) return { users: await byPhone(db, client_id, wanted.phone), is_sure: true };
  const name = wanted.name.trim();
  const username = name.replace(/^@/, '');
  const exact = await roots(db, client_id, sql`lower(u.username) = lower(${username})`);
  if (exact.length > 0 || name.startsWith('@')) return { users: exact, is_sure: exact.length === 1 };
  const pattern = `${name.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return { users: await roots(db, client_id, sql`u.name ILIKE ${pattern}`), is_sure: false };
}

async function byPhone(db: Queryable, client_id: ClientId, phone: string): Promise<UserId[]> {
  return roots(
    db,
    client_id,
    sql`u.phone = ${phone} OR EXISTS (
      SELECT FROM user_identities i
      WHERE i.client_id = u.client_id AND i.user_id = u.id
        AND (i.kind = 'phone' AND i.value = ${phone} OR i.kind = 'whatsapp_address' AND i.value = ${phone.replace('+', '')}))`,
  );
}

async function roots(db: Queryable, client_id: ClientId, which: ReturnType<typeof sql>): Promise<UserId[]> {
  const found = await db.query<{ id: UserId }>(sql`
    WITH RECURSIVE fitting AS (
      SELECT u.id, u.merged_into FROM users u WHERE u.client_id = ${client_id} AND (${which})
    ), kept AS (
      SELECT id, merged_into FROM fitting
      UNION
      SELECT u.id, u.merged_into FROM kept JOIN users u ON u.client_id = ${client_id} AND u.id = kept.merged_into
    )
    SELECT u.id FROM kept JOIN users u ON u.client_id = ${client_id} AND u.id = kept.id
    WHERE kept.merged_into IS NULL ORDER BY u.last_active_at DESC LIMIT ${most}`);
  return found.map(({ id }) => id);
}
