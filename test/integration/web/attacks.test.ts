import { testApi } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { addressOf, describedApi, ordinary } from '../../support/described-api.js';
import { openShop } from '../../support/shop.js';
import { hashPassword } from '../../../src/admins/passwords.js';
import { systemClock } from '../../../src/shared/clock.js';
import { sql } from '../../../src/shared/database.js';
import type { Method } from '../../../web/server/api/route.js';

// What somebody tries who has an account, or none, and means harm. What another site's page, a planted cookie and guessed
// passwords come to stands in sign-in.test.ts, SQL in injections.test.ts, strangers in access.test.ts, files in
// media.test.ts and panel.test.ts.
const { database } = await testDatabase();
const api = await testApi(database);
const published = await testApi(database, { publicUrl: 'https://bot.example.com' });
const shop = await openShop(database, systemClock);
const { conversation_id } = await shop.write('Здравствуйте!');
const root = await api.admin({ is_superadmin: true });
const cookie = { cookie: `estafeta=${root.secret}` };
const { operations } = await describedApi(api);

describe('markup in names and messages', () => {
  const evil = '<img src=x onerror=alert(1)><script>alert(1)</script>';

  it('goes out as data that no browser takes for a page', async () => {
    await shop.write(evil, { who: 'mallory' });
    await database.query(sql`UPDATE users SET name = ${evil} WHERE client_id = ${shop.client_id}`);
    const of = `/api/clients/${shop.client_id}`;
    await root.send('POST', `${of}/texts/saved_replies`, { name: 'evil', text: evil });
    for (const url of [
      `${of}/conversations`,
      `${of}/conversations/${conversation_id}`,
      `${of}/users`,
      `${of}/texts/saved_replies`,
      `${of}/messages?words=alert`,
      `${of}/audit`,
    ]) {
      const { status, headers, text } = await root.get(url);
      expect([url, status]).toEqual([url, 200]);
      expect(headers['content-type']).toMatch(/^application\/json/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(text).not.toBe('');
    }
  });

  it('stays out of the headers of a table that is downloaded, and out of its formulas', async () => {
    await database.query(sql`
      INSERT INTO managers (client_id, telegram_user_id, name) VALUES (${shop.client_id}, 7, ${"=cmd|' /C calc'!A0"})`);
    const period = 'from=2026-11-01T00:00:00Z&to=2026-11-30T00:00:00Z';
    const { headers, text } = await root.get(
      `/api/clients/${shop.client_id}/reports/handovers/csv?${period}`,
    );
    expect(headers['content-disposition']).toBe('attachment; filename="handovers.csv"');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(text).not.toMatch(/(^|,)=/m);
  });
});

describe('paths that lead elsewhere', () => {
  it.each([
    '/api/../../../../etc/passwd',
    '/api/%2e%2e/%2e%2e/etc/passwd',
    '/api/docs/..%2f..%2f..%2fpackage.json',
    '/api/docs/openapi.json/../../../package.json',
    '/api/clients/..%5c..%5cpackage.json/audit',
    '/api//me/..;/admins',
    '/api/%00',
    '/api/docs%00.html',
  ])('%s: nothing is there', async (url) => {
    const { status, text } = await root.get(url);
    expect([400, 404]).toContain(status);
    expect(text).not.toMatch(/root:|"dependencies"/);
  });
});

describe('bodies that are not what they should be', () => {
  const url = `/api/clients/${shop.client_id}/texts/saved_replies`;
  const token = { 'x-csrf-token': '' };

  beforeAll(async () => {
    token['x-csrf-token'] = (await root.get('/api/me')).body<{ csrf_token: string }>().csrf_token;
  });

  const post = (payload: string, headers: Record<string, string>) =>
    api.server.inject({ method: 'POST', url, payload, headers: { ...cookie, ...token, ...headers } });

  it('of another kind are refused, also when they look like JSON', async () => {
    const body = JSON.stringify({ name: 'adres', text: 'Абая 10' });
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
      'text/plain;application/json',
    ])
      expect([type, (await post(body, { 'content-type': type })).statusCode]).toEqual([type, 415]);
    expect(await database.query(sql`SELECT name FROM saved_replies WHERE name = 'adres'`)).toEqual([]);
  });

  it('too long are refused before they are read to the end, at every address', async () => {
    for (const operation of operations.filter(({ method }) => method !== 'GET')) {
      const address = addressOf(operation, shop.client_id, ordinary);
      const { status } = await root.send(operation.method as Method, address, {
        name: 'x'.repeat(1_100_000),
      });
      expect([operation.operationId, status]).toEqual([operation.operationId, 413]);
    }
  });

  it('nested beyond reason, or too deep to read, are an answer and no crash', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect((await post(deep, { 'content-type': 'application/json' })).statusCode).toBe(400);
    expect(
      (await post(`{"name":${deep},"text":""}`, { 'content-type': 'application/json' })).statusCode,
    ).toBe(400);
    expect((await root.get('/api/me')).status).toBe(200);
  });

  it('that reach for the prototype change no object', async () => {
    for (const payload of [
      '{"__proto__":{"is_superadmin":true},"name":"a","text":"b"}',
      '{"constructor":{"prototype":{"is_superadmin":true}},"name":"a","text":"b"}',
      '{"name":"a","text":"b","__proto__":null}',
    ])
      expect((await post(payload, { 'content-type': 'application/json' })).statusCode).toBe(400);
    expect(({} as { is_superadmin?: boolean }).is_superadmin).toBeUndefined();
    expect((await root.get('/api/me?__proto__[x]=1')).status).toBe(400);
    expect((await root.get('/api/me?constructor=1')).status).toBe(400);
    const preview = await root.send(
      'POST',
      `/api/clients/${shop.client_id}/settings/preview`,
      JSON.parse('{"working_hours":{"__proto__":["09:00-10:00"]}}'),
    );
    expect(preview.status).toBeLessThan(500);
  });
});

describe('headers', () => {
  it('are never written by what is sent', async () => {
    const evil = 'x\r\nset-cookie: estafeta=planted';
    const invited = await root.send('POST', `/api/clients/${shop.client_id}/admins/invitations`, {
      email: `a@example.com${evil}`,
      role: 'viewer',
    });
    expect(invited.status).toBe(400);
    for (const operation of operations.filter(({ method }) => method === 'GET')) {
      const url = addressOf(operation, shop.client_id, (schema) =>
        schema.enum || schema.format ? ordinary(schema) : evil,
      );
      expect((await root.get(url)).headers['set-cookie']).toBeUndefined();
    }
  });

  it('of a stranger do not choose where links lead, once the address is known', async () => {
    const { secret } = await published.admin({ roles: { [shop.client_id]: 'owner' } });
    const me = published.with({
      cookie: `__Host-estafeta=${secret}`,
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
    });
    const { csrf_token } = (await me.get('/api/me')).body<{ csrf_token: string }>();
    const asked = await me.send(
      'POST',
      `/api/clients/${shop.client_id}/admins/invitations`,
      { email: 'b@example.com', role: 'viewer' },
      { 'x-csrf-token': csrf_token },
    );
    expect(asked.body<{ link: string }>().link).toMatch(/^https:\/\/bot\.example\.com\/panel\/link#/);
  });

  it('keep every answer from running, being framed, guessed at and stored, errors too', async () => {
    for (const url of ['/api/me', '/api/nothing', '/api/docs/openapi.json', '/api/docs']) {
      const { headers } = await root.get(url);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'cross-origin-resource-policy': 'same-origin',
      });
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe-|\*|data:|blob:|https?:/);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
      expect(headers).not.toHaveProperty('x-powered-by');
    }
    const preflight = await api.server.inject({
      method: 'OPTIONS',
      url: '/api/me',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'GET' },
    });
    expect(preflight.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('somebody who would be somebody else', () => {
  it('is asked for the password anew, whatever session they bring: none is taken over at signing in', async () => {
    const anna = await api.admin({ email: 'anna@attacks.kz' });
    await database.query(sql`
      UPDATE admins SET password_hash = ${await hashPassword('correct horse battery')} WHERE id = ${anna.id}`);
    const thief = api.with({ cookie: `estafeta=${root.secret}` });
    const signIn = await thief.send('POST', '/api/sign-in', {
      email: 'anna@attacks.kz',
      password: 'correct horse battery',
    });
    const given = String(signIn.headers['set-cookie']);
    expect(given).not.toContain(root.secret);
    expect(given).toMatch(/HttpOnly; SameSite=Strict/);
  });

  it.each([
    ['two cookies', { cookie: `estafeta=${'A'.repeat(43)}; estafeta=${'B'.repeat(43)}` }],
    ['a token of nobody', { authorization: 'Bearer estafeta_00000000000000000000' }],
    ['another scheme', { authorization: `Basic ${Buffer.from('root:root').toString('base64')}` }],
    ['a header that proxies set', { 'x-forwarded-user': 'root', 'x-real-ip': '127.0.0.1' }],
    ['the method in a header', { 'x-http-method-override': 'GET' }],
  ])('with %s is nobody', async (_how, headers) => {
    expect((await api.with(headers).get('/api/me')).status).toBe(401);
    expect((await api.with(headers).send('POST', '/api/sign-out')).status).toBe(401);
  });

  it('can give themselves no role and no other id by what they send along', async () => {
    const viewer = await api.admin({ roles: { [shop.client_id]: 'viewer' } });
    for (const more of [{ is_superadmin: true }, { role: 'owner' }, { admin_id: root.id }])
      expect(
        (await viewer.send('PUT', '/api/me/password', { current: 'x', password: 'y', ...more })).status,
      ).toBe(400);
    expect(
      (await viewer.send('PUT', `/api/clients/${shop.client_id}/admins/${viewer.id}`, { role: 'owner' }))
        .status,
    ).toBe(403);
    expect((await viewer.get('/api/me')).body()).toMatchObject({ is_superadmin: false });
  });
});
