import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { quietBell } from './shop.js';
import { beginSession, csrfTokenOf } from '../../src/admins/sessions.js';
import type { ClientRole } from '../../src/admins/roles.js';
import type { App } from '../../src/app.js';
import { systemClock } from '../../src/shared/clock.js';
import type { Clock } from '../../src/shared/clock.js';
import { countersInPostgres } from '../../src/shared/counters-in-postgres.js';
import { sql } from '../../src/shared/database.js';
import type { Database } from '../../src/shared/database.js';
import type { AdminId, ClientId } from '../../src/shared/ids.js';
import { silentLogger } from '../../src/shared/logger.js';
import { createSealedBox, newSealingKey, parseSealingKeys } from '../../src/shared/sealed-box.js';
import { apiPlugin } from '../../web/server/api/api.js';
import type { Method, Route } from '../../web/server/api/route.js';

/** An answer of the API. */
export type Answer = {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  /** The text read as JSON, of whatever shape the test expects. */
  body: <Body = Record<string, unknown>>() => Body;
};

/** Somebody who asks the API. */
export type Asking = {
  get(url: string): Promise<Answer>;
  send(method: Method, url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
};

/** The API over a test's database. */
export type TestApi = Asking & {
  server: FastifyInstance;
  app: App;
  /** An admin with these roles, signed in. */
  admin(plan?: AdminPlan): Promise<Asking & { id: AdminId; email: string; secret: string }>;
  /** Who asks with headers of their own. */
  with(headers: Record<string, string>): Asking;
};

export type AdminPlan = { roles?: Record<ClientId, ClientRole>; is_superadmin?: boolean; email?: string };

let count = 0;

/**
 * Serves the API for a test, without a port.
 *
 * @param parts.routes those it serves; all there are, unless told
 * @param parts.app what a test replaces of the program
 */
export async function testApi(
  database: Database,
  parts: { routes?: readonly Route[]; clock?: Clock; publicUrl?: string; app?: Partial<App> } = {},
): Promise<TestApi> {
  const app = {
    ...{ db: database, clock: parts.clock ?? systemClock, bell: quietBell(), logger: silentLogger },
    sealedBox: createSealedBox(parseSealingKeys(newSealingKey('k1'))),
    counters: countersInPostgres(database),
    config: { publicUrl: parts.publicUrl, whatsappFirstContactsPerDay: 5 },
    // Nobody is asked whether credentials are good.
    messengers: { telegram: () => null, cloud: () => null },
    ...parts.app,
  } as App;
  const server = Fastify();
  await server.register(apiPlugin(app, parts.routes));
  afterAll(() => server.close());
  const asking = (own: Record<string, string>): Asking => ({
    get: (url) => ask(server, { method: 'GET', url, headers: own }),
    async send(method, url, body, headers) {
      const before = await lastAuditOf(database, url);
      const answer = await ask(server, {
        ...{ method, url, headers: { ...own, ...headers } },
        ...(body === undefined ? {} : { body }),
      });
      if (before !== null && answer.status < 300)
        expectAudit(url, { before, after: await lastAuditOf(database, url) });
      return answer;
    },
  });
  return {
    ...asking({}),
    ...{ server, app, with: asking },
    async admin(plan = {}) {
      const { id, email } = await insertAdmin(database, plan);
      const secret = await beginSession(database, { admin_id: id, now: app.clock.now() });
      const headers = { cookie: `estafeta=${secret}`, 'x-csrf-token': csrfTokenOf(secret) };
      return { id, email, secret, ...asking(headers) };
    },
  };
}

/** A row of an admin who has no password yet. */
export async function insertAdmin(
  db: Database,
  { roles = {}, is_superadmin = false, email = `admin-${(count += 1)}@example.com` }: AdminPlan,
): Promise<{ id: AdminId; email: string }> {
  const { id } = await db.one<{ id: AdminId }>(sql`
    INSERT INTO admins (email, name, is_superadmin) VALUES (${email}, 'Анна', ${is_superadmin}) RETURNING id`);
  for (const [client_id, role] of Object.entries(roles))
    await db.query(
      sql`INSERT INTO admin_roles (admin_id, client_id, role) VALUES (${id}, ${client_id}, ${role})`,
    );
  return { id, email };
}

/** Routes that only ask, though they take a body. */
const asksOnly = /\/(try|preview)$/;

/** The last row of the audit, for a call that changes something of a client; null for any other. */
async function lastAuditOf(db: Database, url: string): Promise<number | null> {
  const [, client_id] = /^\/api\/clients\/([0-9a-f-]{36})\//.exec(url) ?? [];
  if (client_id === undefined || asksOnly.test(url)) return null;
  const { id } = await db.one<{ id: number }>(
    sql`SELECT coalesce(max(id), 0) AS id FROM audit_events WHERE client_id = ${client_id}`,
  );
  return id;
}

/** Whatever test it is: no change of a client without a row of the audit. */
function expectAudit(url: string, { before, after }: { before: number; after: number | null }): void {
  if ((after ?? 0) <= before) throw new Error(`${url} changed something and left no row in audit_events`);
}

async function ask(
  server: FastifyInstance,
  { body, ...rest }: { method: Method; url: string; headers: Record<string, string>; body?: unknown },
): Promise<Answer> {
  const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
  const headers = { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...rest.headers };
  const answer = await server.inject({ ...rest, ...payload, headers });
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.body,
    body: <Body>() => JSON.parse(answer.body) as Body,
  };
}
