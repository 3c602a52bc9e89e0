import { insertAdmin, testApi } from '../../support/api.js';
import type { Asking } from '../../support/api.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import { firstAdminLink, makeResetLink, setDisabled } from '../../../src/admins/accounts.js';
import { hashPassword } from '../../../src/admins/passwords.js';
import { base32 } from '../../../src/admins/base32.js';
import { codeAt, stepOf } from '../../../src/admins/totp.js';
import { sql } from '../../../src/shared/database.js';
import type { AdminId } from '../../../src/shared/ids.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');
const api = await testApi(database, { clock });
const secure = await testApi(database, { clock, publicUrl: 'https://bot.example.com' });
const password = 'зелёный-чайник-7';
const hash = await hashPassword(password);

async function account(): Promise<{ id: AdminId; email: string }> {
  const admin = await insertAdmin(database, {});
  await database.query(sql`UPDATE admins SET password_hash = ${hash} WHERE id = ${admin.id}`);
  return admin;
}

const signIn = (email: string, given: string, headers = {}) =>
  api.send('POST', '/api/sign-in', { email, password: given }, headers);

/** The browser after an answer: its cookie and the token its page read. */
function browserOf(answer: Awaited<ReturnType<typeof signIn>>): Asking {
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
  return api.with({ cookie, 'x-csrf-token': answer.body<{ csrf_token: string }>().csrf_token });
}

describe('signing in', () => {
  it('begins a session that scripts and other sites never see, and signing out ends it', async () => {
    const { email } = await account();
    const answer = await signIn(` ${email.toUpperCase()}`, password);
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toMatch(/^estafeta=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const browser = browserOf(answer);
    expect((await browser.get('/api/me')).body()).toMatchObject({ email });
    expect((await browser.send('POST', '/api/sign-out')).status).toBe(204);
    expect((await browser.get('/api/me')).status).toBe(401);
  });

  it('over https the cookie is bound to the host and never goes out in the clear', async () => {
    const { email } = await account();
    const answer = await secure.send('POST', '/api/sign-in', { email, password });
    expect(answer.headers['set-cookie']).toMatch(
      /^__Host-estafeta=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
  });

  it('says the same of a wrong password, of nobody, and of somebody disabled', async () => {
    const { email } = await account();
    const disabled = await account();
    await setDisabled(database, { admin_id: disabled.id, disabled: true, actor: 'test', now: clock.now() });
    const answers = [
      await signIn(email, 'wrong'),
      await signIn('nobody@example.com', password),
      await signIn(disabled.email, password),
    ];
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
  });

  it('a secret that was planted in the browser before is worth nothing after it', async () => {
    const [victim, attacker] = [await account(), await api.admin()];
    const planted = `estafeta=${attacker.secret}`;
    const answer = await signIn(victim.email, password, { cookie: planted });
    expect(answer.headers['set-cookie']).not.toContain(attacker.secret);
    expect((await api.with({ cookie: planted }).get('/api/me')).status).toBe(401);
  });

  it('keeps only hashes of what signs somebody in', async () => {
    const { secret } = await api.admin();
    const rows = await database.query<{ row: string }>(
      sql`SELECT to_jsonb(s)::text AS row FROM admin_sessions s`,
    );
    expect(rows.filter(({ row }) => row.includes(secret))).toEqual([]);
  });

  it('a session nobody uses ends, and a disabled admin is out at once', async () => {
    const anna = await api.admin();
    const { app } = api;
    await setDisabled(app.db, { admin_id: anna.id, disabled: true, actor: 'test', now: clock.now() });
    expect((await anna.get('/api/me')).status).toBe(401);
    const boris = await api.admin();
    clock.advance(11 * 60);
    expect((await boris.get('/api/me')).status).toBe(200);
    clock.advance(11 * 60);
    expect((await boris.get('/api/me')).status).toBe(200);
    clock.advance(13 * 60);
    expect((await boris.get('/api/me')).status).toBe(401);
  });
});

describe('guessing passwords', () => {
  it('is locked out after five, also when they come at once, and also for the right one', async () => {
    const { email } = await account();
    const tries = await Promise.all(Array.from({ length: 12 }, () => signIn(email, 'wrong')));
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(5);
    const locked = await signIn(email, password);
    expect(locked.status).toBe(429);
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(0);
    expect(locked.body()).toMatchObject({ error: { code: 'too_many_tries' } });
  });

  it('of somebody who remembered in time begins anew', async () => {
    const { email } = await account();
    for (let round = 0; round < 3; round += 1) {
      for (let wrong = 0; wrong < 3; wrong += 1) expect((await signIn(email, 'wrong')).status).toBe(401);
      expect((await signIn(email, password)).status).toBe(200);
    }
  });
});

describe("another site's page", () => {
  it('can change nothing with the cookie of somebody who is signed in', async () => {
    const anna = await api.admin();
    const cookie = `estafeta=${anna.secret}`;
    const change = { current: 'x', password: 'y' };
    const refused = [
      await api.with({ cookie }).send('PUT', '/api/me/password', change),
      await anna.send('PUT', '/api/me/password', change, { 'x-csrf-token': 'A'.repeat(43) }),
      await anna.send('PUT', '/api/me/password', change, { origin: 'https://evil.example' }),
      await anna.send('PUT', '/api/me/password', change, { 'sec-fetch-site': 'cross-site' }),
      await anna.send('DELETE', '/api/me/sessions', undefined, { origin: 'null' }),
    ];
    for (const { status, text } of refused) {
      expect(status).toBe(403);
      expect(text).toContain('"csrf"');
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await anna.send('PUT', '/api/me/password', change, form)).status).toBe(415);
    const text = { 'content-type': 'text/plain' };
    expect((await anna.send('PUT', '/api/me/password', change, text)).status).toBe(415);
  });

  it("can't sign somebody in with an account of its own", async () => {
    const { email } = await account();
    expect((await signIn(email, password, { origin: 'https://evil.example' })).status).toBe(403);
  });
});

describe('one-time links', () => {
  it('the first makes whoever holds it the first admin, once', async () => {
    await database.query(sql`DELETE FROM admins`);
    const links = [
      await firstAdminLink(database, { now: clock.now() }),
      await firstAdminLink(database, { now: clock.now() }),
    ];
    const answers = await Promise.all(
      links.map((link, index) =>
        api.send('POST', '/api/links/account', {
          ...{ secret: link?.secret, email: `First${index}@Example.com`, name: 'Анна', password },
        }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 404]);
    const [won] = answers.filter(({ status }) => status === 200);
    expect(won && (await browserOf(won).get('/api/me')).body()).toMatchObject({ is_superadmin: true });
    expect(await firstAdminLink(database, { now: clock.now() })).toBeNull();
  });

  it.each(['is an owner no more', 'is let in no more'])(
    'an invitation ends when whoever made it %s: nobody comes back by it',
    async (end) => {
      const shop = await openShop(database, clock);
      const { client_id } = shop;
      const url = `/api/clients/${client_id}/admins`;
      const leaving = await api.admin({ roles: { [client_id]: 'owner' } });
      const stays = await api.admin({ roles: { [client_id]: 'owner' } });
      const invited = async (by: Asking, email: string): Promise<string> => {
        const answer = await by.send('POST', `${url}/invitations`, { email, role: 'owner' });
        return answer.body<{ link: string }>().link.split('#')[1] ?? '';
      };
      const [theirs, others] = [
        await invited(leaving, 'me-again@example.com'),
        await invited(stays, 'new@example.com'),
      ];
      await (end === 'is an owner no more'
        ? stays.send('PUT', `${url}/${leaving.id}`, { role: 'viewer' })
        : setDisabled(database, { admin_id: leaving.id, disabled: true, actor: 'test', now: clock.now() }));
      expect((await api.send('POST', '/api/links/show', { secret: theirs })).status).toBe(404);
      expect((await api.send('POST', '/api/links/show', { secret: others })).status).toBe(200);
    },
  );

  it('an invitation gives its role to who takes it, with a new account or the one they have', async () => {
    const shop = await openShop(database, clock);
    const owner = await api.admin({ roles: { [shop.client_id]: 'owner' } });
    const invitations = `/api/clients/${shop.client_id}/admins/invitations`;
    const invite = async (role: string) => {
      const answer = await owner.send('POST', invitations, { email: 'new@example.com', role });
      expect(answer.status).toBe(201);
      return answer.body<{ link: string }>().link.split('#')[1];
    };
    const first = await invite('viewer');
    const shown = await api.send('POST', '/api/links/show', { secret: first });
    expect(shown.body()).toMatchObject({ purpose: 'invitation', role: 'viewer', email: 'new@example.com' });
    const weak = { secret: first, email: 'new@example.com', name: 'Нурлан', password: 'new@example.com' };
    expect((await api.send('POST', '/api/links/account', weak)).body()).toMatchObject({
      error: { fields: { password: expect.any(String) } },
    });
    const made = await api.send('POST', '/api/links/account', { ...weak, password });
    const nurlan = browserOf(made);
    expect((await nurlan.get('/api/clients')).body()).toMatchObject({ items: [{ role: 'viewer' }] });
    const second = await invite('admin');
    expect((await nurlan.send('POST', '/api/links/join', { secret: second })).status).toBe(204);
    expect((await nurlan.get('/api/clients')).body()).toMatchObject({ items: [{ role: 'admin' }] });
    const again = await api.send('POST', '/api/links/account', { ...weak, password });
    expect(again.body()).toMatchObject({ error: { code: 'link_over' } });
  });

  it('a reset sets a new password, ends all sessions and holds once', async () => {
    const { id, email } = await account();
    const before = browserOf(await signIn(email, password));
    const { secret } = await makeResetLink(database, { admin_id: id, actor: 'test', now: clock.now() });
    const reset = { secret, password: 'другой-чайник-8' };
    const answer = await api.send('POST', '/api/links/password', reset);
    expect((await browserOf(answer).get('/api/me')).status).toBe(200);
    expect((await before.get('/api/me')).status).toBe(401);
    expect((await signIn(email, password)).status).toBe(401);
    expect((await signIn(email, reset.password)).status).toBe(200);
    expect((await api.send('POST', '/api/links/password', reset)).status).toBe(404);
  });

  it('run out', async () => {
    const { id } = await account();
    const { secret } = await makeResetLink(database, { admin_id: id, actor: 'test', now: clock.now() });
    clock.advance(25 * 60);
    expect((await api.send('POST', '/api/links/show', { secret })).status).toBe(404);
  });
});

describe('one-time codes', () => {
  it('are asked for once they are on, hold once, and can be switched off', async () => {
    const { email } = await account();
    const browser = browserOf(await signIn(email, password));
    const offered = await browser.send('POST', '/api/me/totp', { password });
    const { secret } = offered.body<{ secret: string }>();
    const code = () => codeAt(fromBase32(secret), stepOf(clock.now()));
    const first = code();
    const confirmed = await browser.send('PUT', '/api/me/totp', { code: first });
    const [lost = '', other = ''] = confirmed.body<{ recovery_codes: string[] }>().recovery_codes;
    expect(lost).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
    expect((await signIn(email, password)).body()).toMatchObject({ error: { code: 'code_needed' } });
    const withCode = (given: string) => api.send('POST', '/api/sign-in', { email, password, code: given });
    expect((await withCode(first)).body()).toMatchObject({ error: { code: 'code_wrong' } });
    clock.advance(1);
    expect((await withCode(code())).status).toBe(200);
    // A code alone gives nobody fresh recovery codes.
    clock.advance(1);
    expect((await browser.send('PUT', '/api/me/totp', { code: code() })).body()).toMatchObject({
      error: { code: 'totp_on' },
    });
    const [row] = await database.query<{ totp_secret: string }>(
      sql`SELECT totp_secret FROM admins WHERE email = ${email}`,
    );
    expect(row?.totp_secret).not.toContain(secret);
    // Who has lost the app signs in with a recovery code, each once; fresh ones end those before.
    expect((await withCode(lost.toLowerCase())).status).toBe(200);
    expect((await withCode(lost)).body()).toMatchObject({
      error: { code: 'code_wrong' },
    });
    expect((await browser.get('/api/me/account')).body()).toMatchObject({ recovery_codes_left: 9 });
    expect((await browser.send('POST', '/api/me/recovery-codes', { password })).status).toBe(200);
    expect((await withCode(other)).body()).toMatchObject({
      error: { code: 'code_wrong' },
    });
    expect((await browser.send('DELETE', '/api/me/totp', { password })).status).toBe(204);
    expect((await signIn(email, password)).status).toBe(200);
  });

  // RFC 6238, appendix B, cut to six digits.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [20_000_000_000, '353130'],
  ])('at second %i are what authenticator apps show', (second, expected) => {
    expect(codeAt(Buffer.from('12345678901234567890'), stepOf(new Date(second * 1000)))).toBe(expected);
  });
});

function fromBase32(text: string): Buffer {
  const bytes = Buffer.alloc(20);
  const bits = [...text]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = parseInt(bits.slice(at * 8, at * 8 + 8), 2);
  expect(base32(bytes)).toBe(text);
  return bytes;
}
