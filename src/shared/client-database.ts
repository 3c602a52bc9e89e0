import { queryableOver, sql } from './database.js';
import type { Database, Durability, Queryable, RowsOfEach, Sql } from './database.js';
import { EstafetaError } from './errors.js';
import type { ClientId } from './ids.js';

/** The role that sees the rows of one client only: of the panel and the API. */
const role = 'estafeta_app';

/**
 * The database as one client sees it. Every statement runs as the role `estafeta_app`, whom row-level security shows the
 * rows of this client, lets write no others, and shows nothing at all were the client not named. Role and client hold
 * for one transaction, and go out with its first statement: they cost no round trip, and no connection is kept between
 * two statements, however long somebody thinks or reads in between.
 *
 * Prisma can't name a client inside its statements and is refused.
 */
export function databaseOfClient(db: Database, client_id: ClientId): Database {
  const enter = sql`SELECT set_config('role', ${role}, true), set_config('app.client_id', ${client_id}, true)`;
  const atOnce = async <Rows extends object[]>(
    statements: readonly Sql[],
    durability?: Durability,
  ): Promise<RowsOfEach<Rows>> => {
    const [, ...rows] = await db.atOnce<[object, ...Rows]>([enter, ...statements], durability);
    return rows;
  };
  return {
    ...queryableOver(async (statement) => {
      const [rows] = await atOnce<[object]>([statement]);
      return rows;
    }),
    atOnce,
    transaction: <T>(work: (tx: Queryable) => Promise<T>) =>
      db.transaction(async (tx) => {
        const [, result] = await Promise.all([tx.query(enter), work(tx)]);
        return result;
      }),
    async prisma(): Promise<never> {
      throw new EstafetaError({
        code: 'prisma_unbound',
        message: 'Prisma was asked for the rows of one client',
        whatToDo: 'This is a fault of the program: a route of a client reads with SQL. Report it.',
      });
    },
    // The connections are the installation's, which ends them.
    close: async () => undefined,
  };
}

/**
 * Looks whether the role is there, may be taken on, and is held to its policies.
 *
 * @returns what is wrong, and what to do; null when nothing is
 */
export async function problemOfClientRole(db: Queryable): Promise<string | null> {
  // Since PostgreSQL 16 a member of a role need not be one who may act as it: who made it is not, until that is granted.
  const found = await db.maybeOne<{ bypasses: boolean; may_act: boolean; grant: string }>(sql`
    SELECT rolsuper OR rolbypassrls AS bypasses,
      pg_has_role(current_user, oid, CASE WHEN is_16 THEN 'SET' ELSE 'MEMBER' END) AS may_act,
      format('GRANT %I TO "%s"', rolname, current_user) || CASE WHEN is_16 THEN ' WITH SET TRUE' ELSE '' END AS grant
    FROM pg_roles, (SELECT current_setting('server_version_num')::int >= 160000 AS is_16) server WHERE rolname = ${role}`);
  const asAdministrator = 'Have an administrator of the server run';
  if (!found)
    return `the role ${role} is missing: the panel can't read anything. ${asAdministrator}: CREATE ROLE ${role} NOLOGIN; and restore the backup once more, so that its rights come back.`;
  if (found.bypasses)
    return `the role ${role} is not held to the rows of one client. ${asAdministrator}: ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS;`;
  if (!found.may_act)
    return `the user of DATABASE_URL may not act as ${role}: the panel can't read anything. ${asAdministrator}: ${found.grant};`;
  const open = await tablesWithoutPolicy(db);
  return open.length > 0 ? `these tables are not closed to other clients: ${open.join(', ')}` : null;
}

/**
 * The tables with rows of clients that have no policy, and the views that would read them with the rights of their owner.
 * None, unless a migration forgot one.
 */
export async function tablesWithoutPolicy(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ name: string }>(sql`
    SELECT c.oid::regclass::text AS name FROM pg_class c
    WHERE c.relnamespace IN ('public'::regnamespace, 'mart'::regnamespace)
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'client_id' AND NOT a.attisdropped)
      AND CASE WHEN c.relkind IN ('r', 'p')
        THEN NOT c.relrowsecurity OR NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
        ELSE c.relkind IN ('v', 'm') AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false) END
    ORDER BY 1`);
  return rows.map(({ name }) => name);
}
