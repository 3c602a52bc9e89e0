import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { wait } from '../../src/shared/durations.js';
import { sql } from '../../src/shared/database.js';
import { eventually } from '../support/eventually.js';
import { runCommand } from './support/command.js';
import { startInstallation } from './support/installation.js';
import { ledgerOf, settled } from './support/ledger.js';
import type { Program } from './support/program.js';
import type { Shop } from './support/shop.js';

const port = await freePort();
const byWebhook = {
  TELEGRAM_MODE: 'webhook',
  PUBLIC_URL: `http://127.0.0.1:${port}`,
  PORT: String(port),
};
const byPolling = { TELEGRAM_MODE: 'polling', PORT: '0' };
const installation = await startInstallation({ roles: ['workers'], telegram: { webhookRetryMs: 100 } });
const { database: db, telegram } = installation;

afterEach(async () => {
  for (const program of installation.programs.filter(({ role }) => role !== 'workers')) await stop(program);
});

/** Starts a process of bots that receives in this way. */
async function startBots(mode: typeof byWebhook | typeof byPolling): Promise<Program> {
  Object.assign(installation.env, mode);
  return installation.start('bots');
}

async function stop(program: Program): Promise<number | null> {
  const code = await program.stop();
  installation.programs.splice(installation.programs.indexOf(program), 1);
  return code;
}

function estafeta(...args: string[]): Promise<{ code: number | null; output: string }> {
  return runCommand(args, { ...installation.env, LOG_LEVEL: 'error' }, installation.folder);
}

async function webhookOf(shop: Shop): Promise<{ url: string; pending_update_count: number }> {
  const answer = await telegram.call(shop.shopBot.token, 'getWebhookInfo');
  return ('body' in answer ? answer.body['result'] : {}) as { url: string; pending_update_count: number };
}

const messages = 240;

describe('webhook and polling switched under 20 messages a second', () => {
  it('all answered once', async () => {
    const shop = await installation.newClient();
    shop.model.answers.classify = () => ({ intent: 'opening_hours', confidence: 0.95 });
    // Each writes every three seconds: an answer falls between two messages of theirs, also on a busy machine.
    const customers = Array.from({ length: 60 }, (_, index) => shop.newCustomer(`Гость ${index}`));
    const sent: string[] = [];
    const writing = (async () => {
      for (let number = 0; number < messages; number += 1) {
        const text = `вопрос номер ${number}`;
        customers[number % customers.length]?.writes(text);
        sent.push(text);
        await wait(50);
      }
    })();

    const polling = await startBots(byPolling);
    await eventually(() => customers.some((customer) => customer.told().length > 0));
    // One way is stopped, then the other is started.
    await stop(polling);
    const webhook = await startBots(byWebhook);
    await eventually(async () => expect((await webhookOf(shop)).url).toContain(byWebhook.PUBLIC_URL));
    const before = sent.length;
    await eventually(() => sent.length > before + 60 || sent.length === messages);
    // The other way is started while the one still runs.
    await startBots(byPolling);
    await eventually(() => sent.length > before + 60 || sent.length === messages);
    expect(await stop(webhook)).toBe(0);
    await eventually(async () => expect((await webhookOf(shop)).url).toBe(''));
    await writing;
    await eventually(() => settled(shop), { withinMs: 40_000 });

    await eventually(async () => expect((await ledgerOf(shop, customers)).stored).toHaveLength(messages), {
      withinMs: 20_000,
    });
    await eventually(() => settled(shop), { withinMs: 40_000 });
    const ledger = await ledgerOf(shop, customers);
    expect(ledger.stored.toSorted()).toEqual(sent.toSorted());
    expect(ledger.unanswered).toEqual([]);
    expect(ledger.answeredTwice).toEqual([]);
    expect(ledger.missingInChats).toEqual([]);
    expect(ledger.doubledInChats).toBe(0);
    for (const customer of customers) expect(customer.told().length).toBeGreaterThan(0);
    expect(await db.query(sql`SELECT error FROM failed_updates WHERE client_id = ${shop.client_id}`)).toEqual(
      [],
    );
  }, 180_000);
});

describe('messages brought by webhook', () => {
  it('go the whole way, with a press in the group, and wait at Telegram while nobody is there', async () => {
    const bots = await startBots(byWebhook);
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    customer.writes('вы сегодня работаете?');
    await customer.sees('Мы открыты с 9 до 19.');
    customer.writes('Позовите человека');
    const topic = await shop.topicOf();
    await topic.card(/Новый запрос/);
    expect((await timur.presses(topic, 'Беру')).answered).toBe(true);
    timur.writes(topic, 'Слушаю вас');
    await customer.sees('Слушаю вас');
    expect(telegram.journal.list({ botUsername: shop.shopBot.username, method: 'getUpdates' })).toEqual([]);

    expect(await stop(bots)).toBe(0);
    expect((await webhookOf(shop)).url).toContain(byWebhook.PUBLIC_URL);
    customer.writes('Вы ещё здесь?');
    await eventually(async () => expect((await webhookOf(shop)).pending_update_count).toBe(1));
    await startBots(byWebhook);
    await topic.sees(/Вы ещё здесь\?/);
  }, 90_000);

  it('are looked at by doctor, also when nothing is there to take them', async () => {
    const bots = await startBots(byWebhook);
    const shop = await installation.newClient();
    shop.customer.writes('вы сегодня работаете?');
    await shop.customer.sees('Мы открыты с 9 до 19.');
    const well = await estafeta('doctor');
    expect(well.output).toMatch(/^ok +webhook address http:\/\/127\.0\.0\.1:\d+: it leads here$/m);
    expect(well.output).toMatch(new RegExp(`^ok +webhook of @${shop.shopBot.username}: set$`, 'm'));
    await stop(bots);
    shop.customer.writes('какой кофе вы варите?');
    await eventually(async () =>
      expect(await webhookOf(shop)).toMatchObject({
        pending_update_count: 1,
        last_error_message: 'Connection refused',
      }),
    );
    const { code, output } = await estafeta('doctor');
    expect(code).toBe(1);
    expect(output).toMatch(/^WRONG +webhook address .*: nothing answers there\. Start a process/m);
    expect(output).toMatch(
      new RegExp(`^WRONG +webhook of @${shop.shopBot.username}: 1 updates wait.*Connection refused`, 'm'),
    );
  }, 90_000);
});

describe('a poison update', () => {
  const noPoison = async (): Promise<void> => {
    await db.query(sql`DROP TRIGGER IF EXISTS refuse_poison ON messages`);
    await db.query(sql`DROP FUNCTION IF EXISTS refuse_poison`);
  };
  afterEach(noPoison);

  it('is set aside, the chat goes on, replay works', async () => {
    const bots = await startBots(byWebhook);
    const shop = await installation.newClient();
    const { customer } = shop;
    customer.writes('какой кофе вы варите?');
    await customer.sees('Да, всё так.');
    await db.query(sql`
      CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN IF NEW.content LIKE ''%яблоко%'' THEN RAISE EXCEPTION ''a fault of the program''; END IF; RETURN NEW; END'`);
    await db.query(sql`
      CREATE TRIGGER refuse_poison BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION refuse_poison()`);
    customer.writes('отравленное яблоко, позовите человека');
    customer.writes('вы сегодня работаете?');
    await customer.sees('Мы открыты с 9 до 19.');

    const { output } = await estafeta('updates', 'list');
    const line = output.split('\n').find((one) => one.includes(shop.slug)) ?? '';
    expect(line).toMatch(/^[0-9a-f]{8} .*telegram\/shop +message +no +a fault of the program$/);
    expect(output).not.toContain('яблоко');
    const id = line.slice(0, 8);
    const again = await estafeta('updates', 'replay', id);
    expect(again).toMatchObject({
      code: 1,
      output: expect.stringContaining('failed again: a fault of the program'),
    });

    await noPoison();
    expect(await estafeta('updates', 'replay', id)).toMatchObject({
      code: 0,
      output: expect.stringMatching(new RegExp(`^${id}  handled$`, 'm')),
    });
    await customer.sees('Зову коллегу, ответ придёт сюда же.');
    await (await shop.topicOf()).sees(/отравленное яблоко/);
    expect((await estafeta('updates', 'list', '--all')).output).toMatch(new RegExp(`^${id} .* yes `, 'm'));
    expect((await estafeta('updates', 'replay', id)).output).toContain(`There is no update ${id} that waits`);
    expect(await stop(bots)).toBe(0);
  }, 90_000);

  it('is explained when nobody can replay it, and can be thrown away', async () => {
    const shop = await installation.newClient();
    await db.query(sql`
      INSERT INTO failed_updates (client_id, source, external_id, payload, error)
      VALUES (${shop.client_id}, ${'telegram:0000gone'}, '1', '{"update_id": 1, "message": {}}', 'unreadable')`);
    const { output } = await estafeta('updates', 'list');
    expect(output).toMatch(/telegram:0000gone +message +no bot +unreadable/);
    const id =
      output
        .split('\n')
        .find((line) => line.includes('0000gone'))
        ?.slice(0, 8) ?? '';
    const { code, output: said } = await estafeta('updates', 'replay', id);
    expect(code).toBe(1);
    expect(said).toContain('its bot belongs to no client any more. Apply the client file that names it');
    expect(await estafeta('updates', 'discard', id)).toMatchObject({ code: 0, output: '1 thrown away.\n' });
    expect((await estafeta('updates', 'list', '--all')).output).not.toContain(id);
    expect((await estafeta('updates', 'replay')).output).toContain(
      'Usage: npm run estafeta -- updates replay',
    );
  }, 60_000);
});

describe('the log', () => {
  it('holds nothing that people wrote, no token and no secret', async () => {
    const webhooks = await db.query<{ path: string }>(sql`SELECT path FROM telegram_webhooks`);
    for (const { path } of webhooks) installation.secrets.add(path);
    expect(webhooks.length).toBeGreaterThan(0);
    expect(installation.leaks()).toEqual([]);
  });
});

/** A port that is free at this moment: Telegram is told the address before the program listens there. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return free;
}
