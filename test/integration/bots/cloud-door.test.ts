import { createHmac } from 'node:crypto';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { RunningBots } from '../../../bots/main.js';
import { listFailedUpdates, requestReplay } from '../../../src/integrations/failed-updates.js';
import { sealCredentials } from '../../../src/integrations/credentials.js';
import { sql } from '../../../src/shared/database.js';
import { newId, shortId } from '../../../src/shared/ids.js';
import type { IntegrationId } from '../../../src/shared/ids.js';
import { recorded } from '../../support/cloud-fixtures.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { openCloudStage } from './cloud-stage.js';
import type { CloudStage } from './cloud-stage.js';

const { database } = await testDatabase();

type Answer = { statusCode: number; body: string };

describe('what Meta brings', () => {
  let stage: CloudStage;
  let bots: RunningBots;
  let server: FastifyInstance;
  beforeEach(async () => {
    stage = await openCloudStage(database);
    bots = await stage.start();
    server = Fastify();
    await server.register(bots.door);
  });
  afterEach(async () => {
    await server.close();
    await stage.close();
  });

  const address = (): string => `/whatsapp-cloud/${shortId(stage.integration_id)}`;
  const signature = (body: string, secret = stage.secrets.app_secret): string =>
    `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const post = async (body: string, header: string | null, url = address()): Promise<Answer> => {
    const headers = { 'content-type': 'application/json', ...(header && { 'x-hub-signature-256': header }) };
    const { statusCode, body: answered } = await server.inject({
      method: 'POST',
      url,
      headers,
      payload: body,
    });
    return { statusCode, body: answered };
  };
  /** Brought as Meta does: everything beyond ASCII escaped, then signed. */
  const bring = async (payload: unknown, phone_number_id = stage.phone_number_id): Promise<number> => {
    const body = JSON.stringify(payload, (key, value: unknown) =>
      key === 'phone_number_id' ? phone_number_id : value,
    ).replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
    return (await post(body, signature(body))).statusCode;
  };
  const failed = async () =>
    (await listFailedUpdates(database, { replayed: false })).filter(({ source }) =>
      source.startsWith('whatsapp_cloud:'),
    );
  const of = (messages: object[], more: object = {}): object => ({
    entry: [
      {
        changes: [
          {
            field: 'messages',
            value: { metadata: { phone_number_id: '' }, contacts: [], messages, ...more },
          },
        ],
      },
    ],
  });
  const text = (id: string, body: string, more: object = {}): object => ({
    ...{ id, from: '77010000002', timestamp: String(Math.floor(Date.now() / 1000)), type: 'text' },
    ...{ text: { body }, ...more },
  });

  it('is let in by the verify_token once, and by nothing else', async () => {
    const look = (query: Record<string, string>, path = address()) =>
      server.inject({ method: 'GET', url: path, query });
    const asked = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444' };
    const right = await look({ ...asked, 'hub.verify_token': stage.secrets.verify_token });
    expect([right.statusCode, right.body]).toEqual([200, '1158201444']);
    expect((await look({ ...asked, 'hub.verify_token': 'guessed' })).statusCode).toBe(403);
    expect((await look(asked)).statusCode).toBe(403);
    expect((await look({ 'hub.verify_token': stage.secrets.verify_token })).statusCode).toBe(403);
    const nobodys = `/whatsapp-cloud/${shortId(newId<IntegrationId>())}`;
    expect(
      (await look({ ...asked, 'hub.verify_token': stage.secrets.verify_token }, nobodys)).statusCode,
    ).toBe(404);
  });

  it('is refused and not stored when the signature is missing or forged, or of other bytes', async () => {
    const body = JSON.stringify(of([text('wamid.forged', 'hi')]));
    const spelled = JSON.stringify(JSON.parse(body), null, 1);
    expect((await post(body, null)).statusCode).toBe(401);
    expect((await post(body, signature(body, 'another secret'))).statusCode).toBe(401);
    expect((await post(spelled, signature(body))).statusCode).toBe(401);
    expect((await post('', null)).statusCode).toBe(401);
    const nobodys = `/whatsapp-cloud/${shortId(newId<IntegrationId>())}`;
    expect((await post(body, signature(body), nobodys)).statusCode).toBe(404);
    expect(await stage.messages()).toEqual([]);
    expect(await failed()).toEqual([]);
  });

  it('is not let go of while the database is away', async () => {
    const broken = Fastify();
    const away = { ...stage.tools.db, maybeOne: refused, query: refused, transaction: refused } as never;
    const { CloudMessenger } = await import('../../../bots/whatsapp-cloud/cloud-messenger.js');
    const messenger = new CloudMessenger({
      tools: { ...stage.tools, db: away },
      ...{ sealedBox: stage.box, media: null as never, signal: new AbortController().signal },
    });
    await broken.register(messenger.door);
    const body = JSON.stringify(of([text('wamid.later', 'hi')]));
    const headers = { 'x-hub-signature-256': signature(body) };
    const answer = await broken.inject({ method: 'POST', url: address(), headers, payload: body });
    expect(answer.statusCode).toBe(503);
    await broken.close();
  });

  it('makes several contact cards several messages, once however often they come', async () => {
    for (const _again of [1, 2]) await bring(recorded('message/contacts'));
    const cards = await stage.messages();
    expect(
      cards.map(({ entities }) => (entities as { contact: { first_name: string } }).contact.first_name),
    ).toEqual(['Chandler', 'Monica', 'Rachel']);
  });

  it('finds one person by number and by the id that hides it', async () => {
    const contact = { wa_id: '77010000002', user_id: 'KZ.123', profile: { name: 'Боря' } };
    await bring(of([text('wamid.1', 'по номеру')], { contacts: [contact] }));
    await bring(of([text('wamid.2', 'без номера', { from: undefined, from_user_id: 'KZ.123' })]));
    const users = new Set((await stage.messages()).map(({ user_id }) => user_id));
    expect(users.size).toBe(1);
  });

  it('follows a person to a new number', async () => {
    await bring(of([text('wamid.1', 'старый номер')]));
    const system = { type: 'user_changed_number', wa_id: '77010000003', body: '' };
    await bring(of([text('wamid.2', '', { type: 'system', system })]));
    await bring(of([text('wamid.3', 'новый номер', { from: '77010000003' })]));
    const messages = await stage.messages();
    expect(messages.map(({ content }) => content)).toEqual(['старый номер', 'новый номер']);
    expect(new Set(messages.map(({ user_id }) => user_id)).size).toBe(1);
  });

  it('keeps what cannot be handled, takes the rest, and handles it when somebody says so', async () => {
    const broken = { ...text('wamid.2', 'broken'), timestamp: 'yesterday' };
    expect(await bring(of([text('wamid.1', 'one'), broken, text('wamid.3', 'three')]))).toBe(200);
    expect((await stage.messages()).map(({ content }) => content)).toEqual(['one', 'three']);
    const [kept, ...others] = await failed();
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ kind: 'messages', integration: 'official' });
    await database.query(sql`
      UPDATE failed_updates SET payload = jsonb_set(payload, '{messages,messages,0,timestamp}', '"1767000000"')
      WHERE id = ${kept?.id}`);
    await requestReplay(database, [kept?.id ?? '']);
    await eventually(async () => {
      expect((await stage.messages()).map(({ content }) => content)).toContain('broken');
      expect(await failed()).toEqual([]);
    });
  });

  it('goes to the number it is about, if the client has it and its app is the same', async () => {
    const other = newId<IntegrationId>();
    const add = async (
      app_secret: string,
      phone_number_id: string,
      id = newId<IntegrationId>(),
    ): Promise<void> => {
      const { client_id, box, secrets } = stage;
      const integration = { client_id, id, platform_id: 'whatsapp_cloud' as const };
      const sealed = sealCredentials(box, integration, { ...secrets, app_secret, phone_number_id });
      await database.query(sql`
        INSERT INTO integrations (id, client_id, platform_id, name, credentials_encrypted, encryption_key_id, credentials_hash)
        VALUES (${id}, ${client_id}, 'whatsapp_cloud', ${`number ${phone_number_id}`},
          ${Buffer.from(sealed.credentials_encrypted)}, ${sealed.encryption_key_id}, ${sealed.credentials_hash})`);
    };
    await add(stage.secrets.app_secret, 'second', other);
    await add('the secret of another app', 'third');
    expect(await bring(of([text('wamid.second', 'to the second')]), 'second')).toBe(200);
    expect(await bring(of([text('wamid.third', 'to the third')]), 'third')).toBe(200);
    expect(await bring(of([text('wamid.fourth', 'to nobody')]), 'fourth')).toBe(200);
    const stored = await database.query(sql`
      SELECT integration_id, content FROM messages WHERE client_id = ${stage.client_id}`);
    expect(stored).toEqual([{ integration_id: other, content: 'to the second' }]);
    await database.query(
      sql`DELETE FROM integrations WHERE client_id = ${stage.client_id} AND name LIKE 'number %'`,
    );
  });

  it('calls the owner when Meta restricts the account, and tells when that is over', async () => {
    const alarms = () =>
      database.query<{ kind: string; is_over: boolean }>(sql`
        SELECT kind, cleared_at IS NOT NULL AS is_over FROM alarms
        WHERE client_id = ${stage.client_id} AND subject = ${stage.integration_id}`);
    await bring(recorded('account_update/account_restriction'));
    await bring(recorded('account_update/account_restriction'));
    expect(await alarms()).toEqual([{ kind: 'number_restricted', is_over: false }]);
    await bring(recorded('account_update/account_disabled'));
    expect(await alarms()).toEqual([{ kind: 'number_restricted', is_over: true }]);
  });
});

async function refused(): Promise<never> {
  throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
}
