import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId, UserId } from '../shared/ids.js';

type OneUser = { client_id: ClientId; user_id: UserId };

/**
 * The user somebody is kept as today: themselves, or, when they were found to be one person with somebody known for
 * longer, that one. A merge always points at an elder user, so following it comes to an end.
 *
 * @returns the same id for a user nobody knows
 */
export async function rootUser(db: Queryable, user: OneUser): Promise<UserId> {
  const { id } = await db.one<{ id: UserId | null }>(sql`SELECT ${rootOf(user)} AS id`);
  return id ?? user.user_id;
}

/** As {@link rootUser}, within a statement: null for a user nobody knows. */
export function rootOf({ client_id, user_id }: OneUser): Sql {
  return sql`(
    WITH RECURSIVE kept AS (
      SELECT id, merged_into FROM users WHERE client_id = ${client_id} AND id = ${user_id}
      UNION
      SELECT u.id, u.merged_into FROM kept JOIN users u ON u.client_id = ${client_id} AND u.id = kept.merged_into
    )
    SELECT id FROM kept WHERE merged_into IS NULL)`;
}

/** A user and all who were merged into them, as a list of ids for `= ANY (…)` or `IN (…)`: what was ever said with them. */
export function wholeUser({ client_id, user_id }: OneUser): Sql {
  return sql`(
    WITH RECURSIVE whole AS (
      SELECT ${user_id}::uuid AS id
      UNION
      SELECT u.id FROM whole JOIN users u ON u.client_id = ${client_id} AND u.merged_into = whole.id
    )
    SELECT id FROM whole)`;
}
