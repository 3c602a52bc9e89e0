import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { RunningBots } from '../../../bots/main.js';
import { webhookSecretPlace } from '../../../src/integrations/credentials.js';
import { isDatabaseAway } from '../../../src/shared/database-away.js';
import { json, sql } from '../../../src/shared/database.js';
import type { Database, Queryable } from '../../../src/shared/database.js';
import { createLogger } from '../../../src/shared/logger.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { openStage } from './stage.js';
import type { Stage, StoredMessage } from './stage.js';

const { database } = await testDatabase();

/** An HTTP server at a fixed address whose doors come and go, as a proxy in front of several processes. */
type Balancer = { url: string; doors: FastifyInstance[]; close(): Promise<void> };

async function openProxy(): Promise<Balancer> {
  const doors: FastifyInstance[] = [];
  let next = 0;
  const server = Fastify({ forceCloseConnections: true });
  server.post('/telegram/:path', async (request, reply) => {
    const door = doors[(next += 1) % doors.length];
    if (!door) return reply.code(502).send();
    const { statusCode } = await door.inject({
      method: 'POST',
      url: request.url,
      headers: {
        'content-type': 'application/json',
        'x-telegram-bot-api-secret-token': String(request.headers['x-telegram-bot-api-secret-token']),
      },
      payload: JSON.stringify(request.body),
    });
    return reply.code(statusCode).send();
  });
  return { url: await server.listen({ host: '127.0.0.1', port: 0 }), doors, close: () => server.close() };
}

describe('updates that Telegram brings', () => {
  let stage: Stage;
  let proxy: Balancer;
  beforeEach(async () => {
    stage = await openStage(database, { telegram: { webhookRetryMs: 50 } });
    proxy = await openProxy();
  });
  afterEach(async () => {
    await Promise.all(proxy.doors.map((door) => door.close()));
    await proxy.close();
    await stage.close();
  });

  const startWithDoor = async (
    name: string,
    more: Parameters<Stage['start']>[1] = {},
  ): Promise<RunningBots & { server: FastifyInstance }> => {
    const bots = await stage.start(name, { publicUrlFor: () => proxy.url, leaseSeconds: 3, ...more });
    const server = Fastify();
    await server.register(bots.door);
    proxy.doors.push(server);
    return { ...bots, server };
  };
  const webhookInfo = (): Promise<Record<string, unknown>> =>
    stage.telegram
      .call(stage.shopBot.token, 'getWebhookInfo')
      .then((answer) => ('body' in answer ? answer.body['result'] : {}) as Record<string, unknown>);
  const isSet = (): Promise<Record<string, unknown>> =>
    eventually(async () => {
      const info = await webhookInfo();
      return String(info['url']).startsWith(proxy.url) && info;
    });
  /** Where the shop's bot is brought its updates, and by what Telegram proves itself. */
  const known = async (): Promise<{ path: string; secret: string; sealed: string }> => {
    const { path, secret } = await database.one<{ path: string; secret: string }>(
      sql`SELECT path, secret FROM telegram_webhooks WHERE sender_key = ${stage.sender_key}`,
    );
    return { path, sealed: secret, secret: stage.box.open(secret, webhookSecretPlace(stage.sender_key)) };
  };
  const written = async (): Promise<string[]> =>
    (await stage.messages()).filter(({ role }) => role === 'user').map(({ content }) => content);
  const brought = async (server: FastifyInstance, path: string, secret: string | null, payload: object) =>
    (
      await server.inject({
        method: 'POST',
        url: `/telegram/${path}`,
        headers: secret === null ? {} : { 'x-telegram-bot-api-secret-token': secret },
        payload,
      })
    ).statusCode;
  const message = (text: string, message_id = 900): object => ({
    update_id: 77_000_000 + message_id,
    message: {
      message_id,
      date: Math.floor(Date.now() / 1000),
      chat: { id: stage.anna.id, type: 'private', first_name: 'Анна' },
      from: { id: stage.anna.id, is_bot: false, first_name: 'Анна' },
      text,
    },
  });
  it('are asked for by an address and a secret of the bot’s own, of the same kinds as by polling', async () => {
    await startWithDoor('one');
    const info = await isSet();
    const { path, secret, sealed } = await known();
    expect(info).toMatchObject({
      url: `${proxy.url}/telegram/${path}`,
      allowed_updates: expect.arrayContaining(['message', 'callback_query', 'my_chat_member']),
    });
    expect(path).toMatch(/^[\w-]{43}$/);
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(sealed).not.toContain(secret);
    const others = await database.query<{ path: string }>(sql`SELECT path FROM telegram_webhooks`);
    expect(new Set(others.map((one) => one.path)).size).toBe(others.length);
    expect(others.length).toBeGreaterThan(1);
  });

  it('are stored before they are answered with 200, whichever process they come to', async () => {
    await startWithDoor('one');
    await startWithDoor('two');
    await isSet();
    await stage.meet('first');
    for (const text of ['second', 'third', 'fourth'])
      stage.telegram.personSends({ person: stage.anna.id, chat: 'shop_bot', text });
    await eventually(async () =>
      expect(await written()).toEqual(['/start', 'first', 'second', 'third', 'fourth']),
    );
    await eventually(async () => expect(await webhookInfo()).toMatchObject({ pending_update_count: 0 }));
    expect(stage.telegram.journal.list({ method: 'getUpdates' })).toEqual([]);
  });

  it('that come twice are stored once', async () => {
    const { server } = await startWithDoor('one');
    await isSet();
    const { path, secret } = await known();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => brought(server, path, secret, message('only once'))),
    );
    expect(answers).toEqual([200, 200, 200, 200, 200]);
    expect(await written()).toEqual(['only once']);
  });

  it('are refused at an unknown address or without the secret: nothing is stored, only the fact is logged', async () => {
    const lines: string[] = [];
    const logger = createLogger({ level: 'info', to: { write: (line: string) => void lines.push(line) } });
    const { server } = await startWithDoor('one', { tools: { ...stage.tools, logger } });
    await isSet();
    const { path, secret } = await known();
    const update = message('strangers’ words');
    expect(await brought(server, 'a'.repeat(43), secret, update)).toBe(404);
    expect(await brought(server, 'short', secret, update)).toBe(404);
    expect(await brought(server, path, 'wrong', update)).toBe(401);
    expect(await brought(server, path, null, update)).toBe(401);
    expect(await brought(server, path, '', update)).toBe(401);
    expect(await written()).toEqual([]);
    const log = lines.join('\n');
    expect(log).toContain('an address that no bot has');
    expect(log).toContain('without the right secret');
    for (const word of ['strangers', path, secret, 'aaaaaaaa']) expect(log).not.toContain(word);
  });

  it('that are no JSON or far too long are refused', async () => {
    const { server } = await startWithDoor('one');
    await isSet();
    const { path, secret } = await known();
    const headers = { 'x-telegram-bot-api-secret-token': secret };
    const post = async (payload: string, type: string): Promise<number> =>
      (
        await server.inject({
          ...{ method: 'POST', url: `/telegram/${path}`, payload },
          headers: { ...headers, 'content-type': type },
        })
      ).statusCode;
    expect(await post('a=1', 'application/x-www-form-urlencoded')).toBe(415);
    expect(await post('{', 'application/json')).toBe(400);
    expect(await post(JSON.stringify(message('x'.repeat(2_000_000))), 'application/json')).toBe(413);
    expect(await written()).toEqual([]);
  });

  it('while the database is away are not taken: Telegram comes again, and the chat stays in order', async () => {
    let away = false;
    const db = refusing(stage.tools.db, () => away);
    await startWithDoor('one', { tools: { ...stage.tools, db } });
    await isSet();
    await stage.meet('before');
    away = true;
    const texts = ['during the outage', 'and still'];
    for (const text of texts) stage.telegram.personSends({ person: stage.anna.id, chat: 'shop_bot', text });
    await eventually(async () =>
      expect(await webhookInfo()).toMatchObject({
        last_error_message: expect.stringContaining('503'),
        pending_update_count: 2,
      }),
    );
    away = false;
    await eventually(async () => expect(await written()).toEqual(['/start', 'before', ...texts]));
    expect(await database.query(sql`SELECT id FROM failed_updates`)).toEqual([]);
  });

  it('that cannot be handled are set aside, and the chat goes on', async () => {
    await startWithDoor('one');
    await isSet();
    await stage.meet('hello');
    stage.telegram.personSends({ person: stage.anna.id, chat: 'shop_bot', raw: { voice: { file_id: 7 } } });
    stage.telegram.personSends({ person: stage.anna.id, chat: 'shop_bot', text: 'after it' });
    await eventually(async () => expect(await written()).toContain('after it'));
    expect(
      await database.query(sql`SELECT source FROM failed_updates WHERE client_id = ${stage.client_id}`),
    ).toEqual([{ source: stage.sender_key }]);
  });

  it('let a press be answered like one that was polled', async () => {
    await startWithDoor('one');
    await isSet();
    await stage.callPerson(await stage.meet('I want a person'));
    const { message_id, keyboard } = await eventually(
      () => stage.groupChat().find((seen) => seen.keyboard.length > 0) ?? false,
    );
    const data = keyboard.flat()[0]?.callback_data ?? '';
    const toast = await stage.telegram.personPresses({
      ...{ person: stage.boris.id, chat: stage.group, messageId: message_id, data },
    });
    expect(toast.answered).toBe(true);
    await eventually(async () => {
      const { status } = await database.one<{ status: string }>(
        sql`SELECT status FROM handovers WHERE client_id = ${stage.client_id}`,
      );
      expect(status).toBe('active');
    });
  });

  it('find their way back when another program has taken the webhook away', async () => {
    await stage.telegram.call(stage.shopBot.token, 'setWebhook', { url: 'https://other.example.com/' });
    await startWithDoor('one');
    await isSet();
    await stage.meet('hello');
  });

  it('wait at Telegram while nobody is there, and are polled by whoever is told to poll', async () => {
    const webhook = await startWithDoor('webhook');
    await isSet();
    await stage.meet('brought');
    proxy.doors.length = 0;
    await webhook.server.close();
    await webhook.stop();
    expect(String((await webhookInfo())['url'])).toContain(proxy.url);
    stage.telegram.personSends({ person: stage.anna.id, chat: 'shop_bot', text: 'to nobody' });
    const polling = await stage.start('polling', { leaseSeconds: 3 });
    await eventually(async () => expect(await written()).toEqual(['/start', 'brought', 'to nobody']));
    expect(await webhookInfo()).toMatchObject({ url: '' });
    await polling.stop();
    await startWithDoor('webhook again');
    await isSet();
    stage.telegram.personSends({ person: stage.anna.id, chat: 'shop_bot', text: 'brought again' });
    await eventually(async () => expect((await written()).at(-1)).toBe('brought again'));
    expect(await written()).toHaveLength(4);
  });

  it('that fail to be brought show as what is wrong with the connection', async () => {
    await stage.start('one', { publicUrlFor: () => 'http://127.0.0.1:9', leaseSeconds: 3 });
    await eventually(async () => expect(String((await webhookInfo())['url'])).toContain('127.0.0.1:9'));
    stage.telegram.personStartsBot({ person: stage.anna.id, bot: 'shop_bot' });
    await eventually(
      async () => {
        const { status, status_message } = await database.one<{ status: string; status_message: string }>(sql`
          SELECT status, status_message FROM integrations WHERE client_id = ${stage.client_id}`);
        expect(status).toBe('error');
        expect(status_message).toMatch(/PUBLIC_URL \(Connection refused\).*doctor/);
      },
      { withinMs: 40_000 },
    );
  }, 60_000);
});

describe('an update that was set aside', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage(database);
  });
  afterEach(() => stage.close());

  it('is replayed by whoever holds the bot, once its fault is gone, and only once', async () => {
    await stage.start();
    const first = await stage.meet('hello');
    await database.query(sql`
      CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN IF NEW.content LIKE ''poison%'' THEN RAISE EXCEPTION ''refused''; END IF; RETURN NEW; END'`);
    await database.query(sql`
      CREATE TRIGGER refuse_poison BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION refuse_poison()`);
    stage.telegram.personSends({ person: stage.anna.id, chat: 'shop_bot', text: 'poison' });
    const { id } = await eventually(async () => {
      const [kept] = await database.query<{ id: string }>(
        sql`SELECT id FROM failed_updates WHERE client_id = ${stage.client_id}`,
      );
      return kept ?? false;
    });
    const ask = () =>
      database.query(sql`UPDATE failed_updates SET replay_requested_at = now() WHERE id = ${id}`);
    const state = () =>
      database.one<{
        replayed_at: Date | null;
        replay_requested_at: Date | null;
        error: string;
        payload: object;
      }>(sql`SELECT replayed_at, replay_requested_at, error, payload FROM failed_updates WHERE id = ${id}`);
    await ask();
    await eventually(async () => expect((await state()).replay_requested_at).toBeNull());
    expect((await state()).replayed_at).toBeNull();
    expect((await state()).error).toContain('refused');

    await database.query(sql`DROP TRIGGER refuse_poison ON messages`);
    await database.query(sql`DROP FUNCTION refuse_poison`);
    const { payload } = await state();
    for (let times = 0; times < 2; times += 1) {
      // As it is when the process was killed before it could note that it had handled it.
      await database.query(sql`UPDATE failed_updates SET payload = ${json(payload)}::jsonb WHERE id = ${id}`);
      await ask();
      await eventually(async () => expect((await state()).replay_requested_at).toBeNull());
    }
    expect((await state()).replayed_at).not.toBeNull();
    expect(Object.keys((await state()).payload)).toEqual(['message', 'update_id']);
    expect(JSON.stringify(await state())).not.toContain('poison');
    const told = (await stage.messages()).filter(
      ({ conversation_id, role }) => conversation_id === first.conversation_id && role === 'user',
    );
    expect(told.map(({ content }: StoredMessage) => content)).toEqual(['/start', 'hello', 'poison']);
  });
});

/** A database that refuses whatever is asked of it by a request that stores an update. */
function refusing(db: Database, isAway: () => boolean): Database {
  const refusal = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  expect(isDatabaseAway(refusal)).toBe(true);
  const wrapped = <T extends Queryable>(target: T): T =>
    new Proxy(target, {
      get(of, name) {
        const value: unknown = Reflect.get(of, name);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) =>
          isAway() && new Error().stack?.includes('handle-update')
            ? Promise.reject(refusal)
            : (value as (...given: unknown[]) => unknown).apply(of, args);
      },
    });
  return wrapped(db);
}
