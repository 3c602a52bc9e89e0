import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { raiseAlarm } from '../../../src/integrations/alarms.js';
import { openCredentials } from '../../../src/integrations/credentials.js';
import { linkShownPlace } from '../../../src/integrations/whatsapp-session.js';
import { sql } from '../../../src/shared/database.js';
import type { IntegrationId } from '../../../src/shared/ids.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { fixedClock } from '../../support/clock.js';
import { testApi } from '../../support/api.js';
import type { Answer, Asking } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');

/** A messenger that knows what it is told to know, by its address. */
const known = new Map<string, { status: number; body: unknown }>();
const messenger = createServer((request, response) => {
  const [path = ''] = (request.url ?? '').split('?');
  const { status, body } = known.get(path) ?? { status: 404, body: { ok: false } };
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}).listen(0, '127.0.0.1');
await once(messenger, 'listening');
const root = `http://127.0.0.1:${(messenger.address() as AddressInfo).port}`;
afterAll(() => void messenger.close());
let isAsked = false;
const messengers = { telegram: () => (isAsked ? root : null), cloud: () => (isAsked ? root : null) };
const api = await testApi(database, { clock, publicUrl: 'http://bot.example.com', app: { messengers } });

type Listed = { items: Record<string, unknown>[]; managers_group: Record<string, unknown> };

const token = (letter: string): string => `123456789:${letter.repeat(35)}`;

describe('The connections over the API', () => {
  let shop: Shop;
  let anna: Asking & { email: string };
  let url: string;
  beforeEach(async () => {
    shop = await openShop(database, clock);
    anna = await api.admin({ roles: { [shop.client_id]: 'admin' } });
    url = `/api/clients/${shop.client_id}/channels`;
  });

  const listed = async (): Promise<Listed> => (await anna.get(`${url}?language=ru`)).body<Listed>();
  const add = (channel: Record<string, unknown>): Promise<Answer> => anna.send('POST', url, channel);
  const addPhone = async (): Promise<IntegrationId> =>
    (await add({ platform: 'whatsapp', name: 'main' })).body<{ id: IntegrationId }>().id;

  it('are added by their credentials, which are sealed, never shown and never in the audit', async () => {
    const credentials = { bot_token: token('A') };
    const added = await add({ platform: 'telegram', name: 'shop-bot', credentials });
    expect(added.status).toBe(201);
    const { id } = added.body<{ id: IntegrationId }>();
    expect((await listed()).items).toContainEqual(
      expect.objectContaining({
        id,
        platform: 'telegram',
        name: 'shop-bot',
        status: 'pending',
        troubles: [],
      }),
    );
    const row = await database.one<{ credentials_encrypted: Buffer }>(
      sql`SELECT credentials_encrypted FROM integrations WHERE client_id = ${shop.client_id} AND id = ${id}`,
    );
    const sealed = { client_id: shop.client_id, id, platform_id: 'telegram' as const, ...row };
    expect(openCredentials(api.app.sealedBox, sealed)).toEqual(credentials);
    const events = await database.query(sql`
      SELECT actor, action, subject, before, after FROM audit_events WHERE client_id = ${shop.client_id}`);
    expect(events).toEqual([
      {
        ...{ actor: anna.email, action: 'add', subject: 'channel telegram/shop-bot', before: null },
        after: { credentials: 'a sealed secret' },
      },
    ]);
  });

  it('say beside the field what is wrong, and never repeat a secret', async () => {
    const fieldsOf = async (channel: Record<string, unknown>): Promise<unknown> => {
      const answer = await add(channel);
      expect(answer.status).toBe(400);
      expect(answer.text).not.toContain('not-a-token');
      return answer.body<{ error: { fields: unknown } }>().error.fields;
    };
    const bot = { platform: 'telegram', name: 'bot-2' };
    expect(await fieldsOf({ ...bot, credentials: { bot_token: 'not-a-token' } })).toEqual({
      'credentials.bot_token': expect.stringContaining('must be a bot token'),
    });
    expect(await fieldsOf({ ...bot, platform: 'whatsapp_cloud' })).toMatchObject({
      'credentials.access_token': expect.any(String),
      'credentials.verify_token': expect.any(String),
    });
    const credentials = { bot_token: token('B') };
    expect(await fieldsOf({ ...bot, name: 'bot', credentials })).toEqual({
      name: 'is the name of another connection already',
    });
    await add({ ...bot, credentials });
    expect(await fieldsOf({ ...bot, name: 'bot-3', credentials })).toEqual({
      'credentials.bot_token': 'belongs to another connection already',
    });
  });

  it('get new credentials, are switched off and go on with their conversations when added again', async () => {
    const { id } = (
      await add({ platform: 'telegram', name: 'shop-bot', credentials: { bot_token: token('C') } })
    ).body<{ id: IntegrationId }>();
    const renewed = await anna.send('PUT', `${url}/${id}/credentials`, {
      credentials: { bot_token: token('D') },
    });
    expect(renewed.status).toBe(204);
    expect((await anna.send('DELETE', `${url}/${id}`)).status).toBe(204);
    expect((await listed()).items.at(-1)).toMatchObject({ id, status: 'disconnected' });
    const again = await add({
      platform: 'telegram',
      name: 'shop-bot',
      credentials: { bot_token: token('C') },
    });
    expect(again.body()).toEqual({ id, account: null });
  });

  describe('asked about at the messenger', () => {
    beforeEach(() => {
      isAsked = true;
      known.clear();
    });
    afterEach(() => {
      isAsked = false;
    });
    const said = async (channel: Record<string, unknown>): Promise<unknown> =>
      (await anna.send('POST', `${url}?language=ru`, channel)).body();

    it('show the bot by its name; a token Telegram does not know is refused beside its field', async () => {
      const bot = { platform: 'telegram', name: 'shop-bot', credentials: { bot_token: token('M') } };
      expect(await said(bot)).toMatchObject({
        error: { fields: { 'credentials.bot_token': expect.stringContaining('Telegram не знает') } },
      });
      known.set(`/bot${token('M')}/getMe`, { status: 502, body: {} });
      expect(await said(bot)).toMatchObject({
        error: { fields: { 'credentials.bot_token': expect.stringContaining('Telegram не ответил') } },
      });
      known.set(`/bot${token('M')}/getMe`, {
        status: 200,
        body: { ok: true, result: { username: 'coffee_bot' } },
      });
      expect(await said(bot)).toMatchObject({ account: '@coffee_bot' });
      expect((await listed()).items).toContainEqual(expect.objectContaining({ account: '@coffee_bot' }));
    });

    it('show the number; Meta tells a wrong token from a wrong number', async () => {
      const credentials = { access_token: 't', phone_number_id: '1055', app_secret: 's', verify_token: 'v' };
      const number = { platform: 'whatsapp_cloud', name: 'official', credentials };
      const refusing = (code: number): void =>
        void known.set('/1055', { status: 400, body: { error: { message: '', code } } });
      refusing(190);
      expect(await said(number)).toMatchObject({
        error: { fields: { 'credentials.access_token': expect.any(String) } },
      });
      refusing(100);
      expect(await said(number)).toMatchObject({
        error: { fields: { 'credentials.phone_number_id': expect.any(String) } },
      });
      known.set('/1055', { status: 200, body: { display_phone_number: '+7 701 000 00 01', id: '1055' } });
      expect(await said(number)).toMatchObject({ account: '+7 701 000 00 01' });
      expect((await listed()).items).toContainEqual(
        expect.objectContaining({
          webhook_url: expect.stringMatching(/^http:\/\/bot\.example\.com\/whatsapp-cloud\/./),
        }),
      );
    });
  });

  it('say what goes on over them, and go on after they were switched off and given credentials again', async () => {
    await shop.write('Здравствуйте!');
    const [bot] = (await listed()).items;
    expect(bot).toMatchObject({ open_conversations: 1, open_handovers: 0, since: expect.any(String) });
    expect((await anna.send('DELETE', `${url}/${String(bot?.['id'])}`)).status).toBe(204);
    const again = await anna.send('PUT', `${url}/${String(bot?.['id'])}/credentials`, {
      credentials: { bot_token: token('N') },
    });
    expect(again.status).toBe(204);
    expect((await listed()).items[0]).toMatchObject({ status: 'pending', open_conversations: 1 });
  });

  it('make a code that binds the managers’ group, shown once', async () => {
    const { status, ...answer } = await anna.send('POST', `${url}/connect-code`, {});
    expect(status).toBe(201);
    expect(answer.body()).toMatchObject({ code: expect.stringMatching(/^[A-Z0-9]{5}-[A-Z0-9]{5}$/) });
    const [kept] = await database.query<{ code_hash: string }>(
      sql`SELECT code_hash FROM connect_codes WHERE client_id = ${shop.client_id}`,
    );
    expect(kept?.code_hash).not.toContain(answer.body<{ code: string }>().code);
  });

  it('tell what is wrong and what to do, in the language of the reader', async () => {
    const alarm = { client_id: shop.client_id, kind: 'token_revoked', subject: shop.integration_id } as const;
    await raiseAlarm({ db: database, logger: silentLogger }, alarm, clock.now());
    const inGroup = { client_id: shop.client_id, kind: 'bot_removed', subject: 'group' } as const;
    await raiseAlarm({ db: database, logger: silentLogger }, inGroup, clock.now());
    const { items, managers_group } = await listed();
    expect(items[0]).toMatchObject({
      troubles: [{ advice: expect.stringMatching(/[а-я]/), since: clock.now().toISOString() }],
    });
    expect(managers_group).toMatchObject({ has_bot: true, troubles: [{ problem: expect.any(String) }] });
  });

  it('link a phone: asked for, the code drawn while it is good, taken back', async () => {
    const id = await addPhone();
    const asked = await anna.send('POST', `${url}/${id}/link`, { method: 'qr' });
    expect(asked.body()).toEqual({ state: 'asked' });
    // What the process that holds the connection writes when WhatsApp has given a code.
    const shown = api.app.sealedBox.seal('2@code', linkShownPlace({ client_id: shop.client_id, id }));
    await database.query(sql`
      UPDATE whatsapp_links SET state = 'showing', shown = ${shown}, shown_until = ${new Date(clock.now().getTime() + 20_000)}
      WHERE client_id = ${shop.client_id} AND integration_id = ${id}`);
    const link = await anna.get(`${url}/${id}/link?language=ru`);
    expect(link.body()).toMatchObject({
      state: 'showing',
      qr: { size: expect.any(Number), path: expect.stringMatching(/^M\d/) },
      words: expect.stringContaining('Связанные устройства'),
    });
    expect(link.text).not.toContain('2@code');
    expect((await anna.send('DELETE', `${url}/${id}/link`)).body()).toEqual({ state: 'unlinked' });
    expect((await anna.get(`${url}/${id}/link`)).body()).toMatchObject({ state: 'unlinked', qr: null });
  });

  it('take a number as people type it, and refuse what is none beside its field', async () => {
    const id = await addPhone();
    const wrong = await anna.send('POST', `${url}/${id}/link`, { method: 'code', phone: 'моя' });
    expect(wrong.body()).toMatchObject({ error: { fields: { phone: expect.any(String) } } });
    await anna.send('POST', `${url}/${id}/link`, { method: 'code', phone: '+7 (701) 000-00-01' });
    expect((await anna.get(`${url}/${id}/link`)).body()).toMatchObject({ phone: '+77010000001' });
  });

  it('show a code to nobody who may only look, and none of another client to anybody', async () => {
    const id = await addPhone();
    const viewer = await api.admin({ roles: { [shop.client_id]: 'viewer' } });
    expect((await viewer.get(url)).status).toBe(200);
    expect((await viewer.get(`${url}/${id}/link`)).status).toBe(403);
    const other = await openShop(database, clock);
    const stranger = await api.admin({ roles: { [other.client_id]: 'owner' } });
    const foreign = `/api/clients/${other.client_id}/channels/${id}`;
    expect((await stranger.get(`${foreign}/link`)).status).toBe(404);
    expect((await stranger.send('DELETE', foreign)).status).toBe(404);
    expect((await stranger.send('POST', `${foreign}/link`, { method: 'qr' })).status).toBe(404);
  });
});
