import type { PlatformId } from '../integrations/credentials.js';
import { keyOfPlace, placeIn } from '../reports/time-place.js';
import type { PageAsked } from '../reports/time-place.js';
import { join, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId, UserId } from '../shared/ids.js';
import { pageOf } from '../shared/paging.js';
import type { Page } from '../shared/paging.js';

/** What a list of users is narrowed to; what is left out narrows nothing. */
export type UserFilter = {
  /** Part of a name, a username or a number, of whoever was merged into them too. */
  search?: string | undefined;
  channel?: PlatformId | undefined;
};

export type ListedUser = {
  id: UserId;
  name: string | null;
  username: string | null;
  phone: string | null;
  created_at: Date;
  last_active_at: Date;
  blocked_at: Date | null;
  /** The messengers they wrote on. */
  channels: PlatformId[];
  /** Somebody has asked for them to be erased. */
  is_being_erased: boolean;
};

/** Of so many digits on, addresses that are no phone number of the user's own are looked through as well. */
const fewestDigits = 4;

/**
 * A client's users, each as they are kept, the last active first.
 *
 * @throws FieldsInvalid
 */
export async function listUsers(
  db: Queryable,
  { client_id, filter, page }: { client_id: ClientId; filter: UserFilter; page: PageAsked },
): Promise<Page<ListedUser>> {
  const conditions = [
    sql`u.client_id = ${client_id}`,
    sql`u.merged_into IS NULL`,
    ...conditionsOf(client_id, filter),
  ];
  const place = placeIn(page);
  if (place) conditions.push(sql`(u.last_active_at, u.id) < (${place.at}, ${place.id}::uuid)`);
  const rows = await db.query<ListedUser>(sql`
    SELECT u.id, u.name, u.username, u.phone, u.created_at, u.last_active_at, u.blocked_at,
      ARRAY(SELECT DISTINCT c.channel FROM conversations c
            WHERE c.client_id = u.client_id AND c.user_id = u.id ORDER BY 1) AS channels,
      EXISTS (SELECT FROM erasures e WHERE e.client_id = u.client_id AND e.user_id = u.id) AS is_being_erased
    FROM (SELECT * FROM users u WHERE ${join(conditions, ' AND ')}
          ORDER BY u.last_active_at DESC, u.id DESC LIMIT ${page.limit + 1}) u
    ORDER BY u.last_active_at DESC, u.id DESC`);
  return pageOf(rows, { limit: page.limit, keyOf: ({ last_active_at: at, id }) => keyOfPlace({ at, id }) });
}

function conditionsOf(client_id: ClientId, { search, channel }: UserFilter): Sql[] {
  return [
    ...(channel
      ? [
          sql`EXISTS (SELECT FROM conversations c
                      WHERE c.client_id = ${client_id} AND c.user_id = u.id AND c.channel = ${channel})`,
        ]
      : []),
    ...(search ? [called(client_id, search)] : []),
  ];
}

/** Who is called so, and who they were merged into. */
function called(client_id: ClientId, search: string): Sql {
  const like = part(search.replace(/^@/, ''));
  const digits = search.replace(/\D/g, '');
  const looksLikeNumber = digits.length >= fewestDigits && /^[\d\s+()-]+$/.test(search);
  const number = part(looksLikeNumber ? digits : search);
  const fits = sql`(f.name ILIKE ${like} OR f.username ILIKE ${like} OR f.phone LIKE ${number})`;
  const byAddress = sql`
    UNION ALL
    SELECT f.id, f.merged_into FROM user_identities i JOIN users f ON f.client_id = i.client_id AND f.id = i.user_id
    WHERE i.client_id = ${client_id} AND i.value LIKE ${number}`;
  return sql`u.id IN (
    WITH RECURSIVE fitting AS (
      SELECT f.id, f.merged_into FROM users f WHERE f.client_id = ${client_id} AND ${fits}
      ${looksLikeNumber ? byAddress : sql``}
    ), kept AS (
      SELECT id, merged_into FROM fitting
      UNION
      SELECT k.id, k.merged_into FROM kept JOIN users k ON k.client_id = ${client_id} AND k.id = kept.merged_into
    )
    SELECT id FROM kept)`;
}

function part(text: string): string {
  return `%${text.replace(/[\\%_]/g, String.raw`\$&`)}%`;
}
