import type { FastifyInstance } from 'fastify';
import type { RunningBots } from '../../../bots/main.js';
import { webhookSecretPlace } from '../../../src/integrations/credentials.js';
import {
  keepFailedUpdate,
  listFailedUpdates,
  nextToReplay,
  noteReplay,
  requestReplay,
} from '../../../src/integrations/failed-updates.js';
import { json, sql } from '../../../src/shared/database.js';
import { createLogger } from '../../../src/shared/logger.js';
import { openBalancer } from '../../support/balancer.js';
import type { Balancer } from '../../support/balancer.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { openStage } from './stage.js';
import type { Stage, StoredMessage } from './stage.js';

const { database } = await testDatabase();

describe('updates that Telegram brings', () => {
  let stage: Stage;
  let balancer: Balancer;
  beforeEach(async () => {
    stage = await openStage(database, { telegram: { webhookRetryMs: 50 } });
    balancer = await openBalancer();
  });
  afterEach(async () => {
    await balancer.close();
    await stage.close();
  });

  const startWithDoor = async (
    name: string,
    more: Parameters<Stage['start']>[1] = {},
  ): Promise<RunningBots & { server: FastifyInstance }> => {
    const bots = await stage.start(name, { publicUrlFor: () => balancer.url, leaseSeconds: 3, ...more });
    return { ...bots, server: await balancer.add(bots) };
  };
  const webhookInfo = (): Promise<Record<string, unknown>> =>
    stage.telegram
      .call(stage.shopBot.token, 'getWebhookInfo')
      .then((answer) => ('body' in answer ? answer.body['result'] : {}) as Record<string, unknown>);
  const isSet = (): Promise<Record<string, unknown>> =>
    eventually(async () => {
      const info = await webhookInfo();
      return String(info['url']).startsWith(balancer.url) && info;
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
      url: `${balancer.url}/telegram/${path}`,
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
    await balancer.remove(webhook.server);
    await webhook.stop();
    expect(String((await webhookInfo())['url'])).toContain(balancer.url);
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

  it('is not replayed to a client who has the bot now and had it not then', async () => {
    const before = await stage.addOtherClient('other_shop_bot');
    await stage.start();
    await stage.meet('hello');
    const update = {
      update_id: 77_000_900,
      message: {
        ...{ message_id: 900, date: 1_790_000_000, text: 'for the other shop alone' },
        chat: { id: stage.anna.id, type: 'private' },
        from: { id: stage.anna.id, is_bot: false, first_name: 'Анна' },
      },
    };
    const { id } = await database.one<{ id: string }>(sql`
      INSERT INTO failed_updates (client_id, source, external_id, payload, error, replay_requested_at)
      VALUES (${before.client_id}, ${stage.sender_key}, '77000900', ${json(update)}::jsonb, 'it broke', now()) RETURNING id`);
    const kept = await eventually(async () => {
      const row = await database.one<{
        replay_requested_at: Date | null;
        replayed_at: Date | null;
        error: string;
      }>(sql`SELECT replay_requested_at, replayed_at, error FROM failed_updates WHERE id = ${id}`);
      return row.replay_requested_at === null && row;
    });
    expect(kept).toMatchObject({ replayed_at: null, error: expect.stringContaining('updates discard') });
    expect((await stage.messages()).map(({ content }) => content)).not.toContain('for the other shop alone');
  });

  it('waits again when it came again after it was replayed, and could not be handled', async () => {
    const { client_id, sender_key: source } = stage;
    const keep = (update: object): Promise<void> =>
      keepFailedUpdate(database, { source, client_id, update_id: 5, update, error: new Error('it broke') });
    const waiting = async (): Promise<number> =>
      (await listFailedUpdates(database, { replayed: false })).filter((one) => one.source === source).length;
    const update = { update_id: 5, message: { text: 'hello' } };
    await keep(update);
    const [kept] = await listFailedUpdates(database, { replayed: false });
    await requestReplay(database, [kept!.id]);
    await noteReplay(database, kept!.id, null);
    expect(await waiting()).toBe(0);
    await keep(update);
    expect(await waiting()).toBe(1);
    await requestReplay(database, [kept!.id]);
    expect((await nextToReplay(database, source))?.payload).toEqual(update);
  });
});
