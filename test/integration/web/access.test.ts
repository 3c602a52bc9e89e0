import { z } from 'zod';
import { insertAdmin, testApi } from '../../support/api.js';
import type { Answer, Asking } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import { makeToken } from '../../../src/admins/api-tokens.js';
import { invite } from '../../../src/admins/members.js';
import { readSession } from '../../../src/admins/sessions.js';
import type { Caller } from '../../../src/admins/sessions.js';
import { systemClock } from '../../../src/shared/clock.js';
import { raw, sql } from '../../../src/shared/database.js';
import { newId } from '../../../src/shared/ids.js';
import type { ClientId } from '../../../src/shared/ids.js';
import { apiRoutes } from '../../../web/server/api/api-routes.js';
import type { Route } from '../../../web/server/api/route.js';

// Every route there is, and every one that will be: what stands here follows from the list alone.
const { database } = await testDatabase();
const api = await testApi(database);
const [ours, theirs] = [await openShop(database, systemClock), await openShop(database, systemClock)];

await ours.write('Здравствуйте!');
await insertThings(ours.client_id);

const ofClients = apiRoutes.filter(({ url }) => url.startsWith('/api/clients/:client_id'));
const writes = ofClients.filter(({ method }) => method !== 'GET');
const named = (route: Route): string => `${route.method} ${route.url}`;

/** A call of a route, with ids as told and everything else made up. */
function call(asking: Asking, route: Route, ids: Record<string, string> = {}): Promise<Answer> {
  const { method } = route;
  const path = pathOf(route, (name) => ids[name] ?? newId());
  return method === 'GET' ? asking.get(path) : asking.send(method, path, {});
}

/** The path of a route with these ids in it; a parameter that is no id takes the first word it may. */
function pathOf({ url, params }: Route, idOf: (name: string) => string): string {
  return url.replaceAll(/:(\w+)/g, (_all, name: string) => {
    const schema = params.shape[name];
    return schema instanceof z.ZodEnum ? String(schema.options[0]) : idOf(name);
  });
}

/** Everything that a client has, as text: what nobody may change leaves it as it was. */
async function rowsOf(client_id: ClientId): Promise<string> {
  const tables = await database.query<{ name: string }>(sql`
    SELECT table_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'client_id' ORDER BY 1`);
  const parts = await Promise.all(
    tables.map(async ({ name }) => {
      const [row] = await database.query<{ rows: string }>(sql`
        SELECT coalesce(json_agg(t ORDER BY t::text), '[]')::text AS rows
        FROM ${raw(`"${name}"`)} t WHERE client_id = ${client_id}`);
      return `${name} ${row?.rows}`;
    }),
  );
  return parts.join('\n');
}

it('there are routes to try', () => {
  expect(ofClients.length).toBeGreaterThan(10);
  expect(writes.length).toBeGreaterThan(5);
});

describe('nobody', () => {
  it.each(apiRoutes.filter(({ access }) => access !== 'public').map((one) => [named(one), one] as const))(
    '%s: told to sign in, whatever they ask for',
    async (_name, route) => {
      expect((await call(api, route, { client_id: ours.client_id })).status).toBe(401);
      const forged = api.with({ cookie: `estafeta=${'A'.repeat(43)}`, authorization: 'Bearer estafeta_A' });
      expect((await call(forged, route, { client_id: ours.client_id })).status).toBe(401);
    },
  );
});

describe('a viewer', () => {
  it('can change nothing: every route that writes refuses, and nothing has changed', async () => {
    const viewer = await api.admin({ roles: { [ours.client_id]: 'viewer' } });
    const before = await rowsOf(ours.client_id);
    for (const route of writes) {
      const { status } = await call(viewer, route, { client_id: ours.client_id });
      expect(`${named(route)} ${status}`).toBe(`${named(route)} 403`);
    }
    expect(await rowsOf(ours.client_id)).toBe(before);
  });

  it('is refused what only admins, owners and those who run the installation may read', async () => {
    const viewer = await api.admin({ roles: { [ours.client_id]: 'viewer' } });
    const higher = apiRoutes.filter(({ access }) => ['admin', 'owner', 'superadmin'].includes(access));
    for (const route of higher)
      expect(`${named(route)} ${(await call(viewer, route, { client_id: ours.client_id })).status}`).toBe(
        `${named(route)} 403`,
      );
  });
});

describe("another client's owner", () => {
  it('finds nothing: every route of the client answers 404, and nothing has changed', async () => {
    const stranger = await api.admin({ roles: { [theirs.client_id]: 'owner' } });
    const before = await rowsOf(ours.client_id);
    for (const route of ofClients) {
      const { status, text } = await call(stranger, route, { client_id: ours.client_id });
      expect(`${named(route)} ${status}`).toBe(`${named(route)} 404`);
      expect(text).toContain('"not_found"');
    }
    expect(await rowsOf(ours.client_id)).toBe(before);
  });

  it('finds nothing under an id of ours in the address of their own client', async () => {
    const owner = await api.admin({ roles: { [theirs.client_id]: 'owner' } });
    const before = await rowsOf(ours.client_id);
    const ids = await idsOf(ours.client_id);
    expect(ids.length).toBeGreaterThan(5);
    for (const route of ofClients.filter(({ url }) => /:(?!client_id)\w+_id|:id\b/.test(url))) {
      for (const id of ids) {
        const path = pathOf(route, (name) => (name === 'client_id' ? theirs.client_id : id));
        const answer =
          route.method === 'GET' ? await owner.get(path) : await owner.send(route.method, path, {});
        // A body that is refused before anybody looks for the id tells nothing of it either.
        expect([400, 404]).toContain(answer.status);
        expect(answer.text).not.toContain(ours.client_id);
      }
    }
    expect(await rowsOf(ours.client_id)).toBe(before);
  });

  it('is told the same of a client that does not exist, and of what is no id', async () => {
    const owner = await api.admin({ roles: { [theirs.client_id]: 'owner' } });
    for (const client_id of [newId(), "x' OR true--", '..%2F..%2Fetc%2Fpasswd', '%00', 'null'])
      for (const route of ofClients) expect((await call(owner, route, { client_id })).status).toBe(404);
  });
});

describe("a program's token", () => {
  async function tokenOf(scopes: string[]): Promise<Asking> {
    const { id } = await insertAdmin(database, { roles: { [ours.client_id]: 'owner' } });
    const caller = { admin_id: id, actor: 'test' } as Caller;
    const given = { client_id: ours.client_id, caller, name: 'till', scopes, expires_at: null };
    const { token } = await makeToken(database, { ...given, now: systemClock.now() });
    return api.with({ authorization: `Bearer ${token}` });
  }

  it('reads what its scope names, needs no proof against other sites, and does nothing else', async () => {
    const till = await tokenOf(['audit:read']);
    expect((await till.get(`/api/clients/${ours.client_id}/audit`)).status).toBe(200);
    for (const route of ofClients.filter(({ area, method }) => area !== 'audit' || method !== 'GET'))
      expect(`${named(route)} ${(await call(till, route, { client_id: ours.client_id })).status}`).toBe(
        `${named(route)} 403`,
      );
  });

  it('with every scope does what an admin may, never what owners do, and nothing in another client', async () => {
    const till = await tokenOf(['*:read', '*:write']);
    for (const route of ofClients) {
      const { status } = await call(till, route, { client_id: ours.client_id });
      if (route.access === 'owner') expect(status).toBe(403);
      else expect([401, 403]).not.toContain(status);
      expect((await call(till, route, { client_id: theirs.client_id })).status).toBe(404);
    }
    expect((await till.send('PUT', '/api/me/password', {})).status).toBe(403);
    expect((await till.get('/api/admins')).status).toBe(403);
    expect((await till.get('/api/clients')).body()).toMatchObject({ items: [{ role: 'admin' }] });
  });

  it('ends with its revocation, and rests while its maker is disabled', async () => {
    const owner = await api.admin({ roles: { [ours.client_id]: 'owner' } });
    const tokens = `/api/clients/${ours.client_id}/tokens`;
    const made = await owner.send('POST', tokens, { name: 'CRM', scopes: ['audit:read'] });
    const { id, token } = made.body<{ id: string; token: string }>();
    const crm = api.with({ authorization: `Bearer ${token}` });
    expect((await crm.get('/api/me')).status).toBe(200);
    expect((await owner.get(tokens)).text).not.toContain(token);
    await database.query(sql`UPDATE admins SET disabled_at = now() WHERE id = ${owner.id}`);
    expect((await crm.get('/api/me')).status).toBe(401);
    await database.query(sql`UPDATE admins SET disabled_at = NULL WHERE id = ${owner.id}`);
    expect((await owner.send('DELETE', `${tokens}/${id}`)).status).toBe(204);
    expect((await crm.get('/api/me')).status).toBe(401);
  });
});

describe('an owner', () => {
  it('gives and takes roles, but the last owner stays; all of it stands in the audit', async () => {
    const shop = await openShop(database, systemClock);
    const admins = `/api/clients/${shop.client_id}/admins`;
    const owner = await api.admin({ roles: { [shop.client_id]: 'owner' } });
    const other = await api.admin({ roles: { [shop.client_id]: 'viewer' } });
    expect((await owner.send('PUT', `${admins}/${owner.id}`, { role: 'viewer' })).body()).toMatchObject({
      error: { code: 'last_owner' },
    });
    expect((await owner.send('PUT', `${admins}/${other.id}`, { role: 'owner' })).status).toBe(204);
    const removals = await Promise.all([
      owner.send('DELETE', `${admins}/${other.id}`),
      other.send('DELETE', `${admins}/${owner.id}`),
    ]);
    expect(removals.filter(({ status }) => status === 204)).toHaveLength(1);
    const [left] = await database.query<{ admin_id: string }>(
      sql`SELECT admin_id FROM admin_roles WHERE client_id = ${shop.client_id}`,
    );
    const who = left?.admin_id === owner.id ? owner : other;
    const first = (await who.get(`/api/clients/${shop.client_id}/audit?limit=1`)).body<{
      items: { action: string; before: unknown }[];
      next: string;
    }>();
    expect(first.items).toMatchObject([{ action: 'remove', before: { role: 'owner' }, after: null }]);
    const rest = await who.get(`/api/clients/${shop.client_id}/audit?after=${first.next}`);
    expect(rest.body()).toMatchObject({
      items: [{ action: 'change', before: { role: 'viewer' }, after: { role: 'owner' } }],
      next: null,
    });
    expect((await who.get(`/api/clients/${shop.client_id}/audit?after=x`)).status).toBe(400);
  });

  it('a session is read for who it is', async () => {
    const anna = await api.admin();
    const now = systemClock.now();
    expect(await readSession(database, { secret: anna.secret, now })).toMatchObject({ email: anna.email });
  });
});

/** An id of each kind of thing a client has. */
async function idsOf(client_id: ClientId): Promise<string[]> {
  const tables = await database.query<{ name: string }>(sql`
    SELECT table_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = 'uuid' AND column_name IN ('id', 'client_id')
    GROUP BY table_name HAVING count(*) = 2 ORDER BY 1`);
  const rows = await Promise.all(
    tables.map(({ name }) =>
      database.query<{ id: string }>(
        sql`SELECT id FROM ${raw(`"${name}"`)} WHERE client_id = ${client_id} LIMIT 1`,
      ),
    ),
  );
  return rows.flat().map(({ id }) => id);
}

/** Of what a new client has none yet. */
async function insertThings(client_id: ClientId): Promise<void> {
  const { id } = await insertAdmin(database, { roles: { [client_id]: 'owner' } });
  const now = systemClock.now();
  const caller = { admin_id: id, actor: 'test' } as Caller;
  await makeToken(database, { client_id, caller, name: 'x', scopes: ['*:read'], expires_at: null, now });
  await invite(database, { client_id, actor: 'test', email: 'x@example.com', role: 'viewer', now });
}
