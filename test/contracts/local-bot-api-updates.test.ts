import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusal, serveTelegram, type ServedTelegram } from '../support/local-bot-api.js';

let served: ServedTelegram;

beforeEach(async () => {
  served = await serveTelegram({ webhookRetryMs: 5 });
});

afterEach(async () => served.telegram.close());

function shop() {
  const bot = served.newBot('shop_bot');
  const anna = served.telegram.createPerson({ first_name: 'Anna' });
  const say = (text: string): unknown =>
    served.telegram.personSends({ person: anna.id, chat: 'shop_bot', text });
  return { ...bot, anna, say };
}

describe('getUpdates', () => {
  it('repeats updates until they are confirmed by the offset', async () => {
    const { api, say } = shop();
    say('1');
    say('2');
    say('3');
    const [first] = await api.getUpdates({ limit: 1 });
    expect(first?.message?.text).toBe('1');
    expect(await api.getUpdates()).toHaveLength(3);
    const rest = await api.getUpdates({ offset: (first?.update_id ?? 0) + 1 });
    expect(rest.map((update) => update.message?.text)).toEqual(['2', '3']);
    expect(await api.getUpdates({ offset: -1 })).toHaveLength(1);
    expect(await api.getUpdates()).toHaveLength(1);
  });

  it('waits for what is to come', async () => {
    const { api, say } = shop();
    const poll = api.getUpdates({ timeout: 30 });
    say('наконец');
    expect((await poll)[0]?.message?.text).toBe('наконец');
  });

  it('ends the older of two polls with 409', async () => {
    const { api, say } = shop();
    const polls = [api.getUpdates({ timeout: 30 }), api.getUpdates({ timeout: 30 })];
    const outcomes = Promise.allSettled(polls);
    const ended = await served.telegram.journal.waitFor({ method: 'getUpdates', ok: false });
    expect(ended.error).toBe(
      'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    );
    say('после');
    const refused = (await outcomes).filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { error_code: 409 } }]);
  });

  it('leaves out kinds that were not asked for', async () => {
    const { api, say, anna } = shop();
    await api.getUpdates({ allowed_updates: ['callback_query'] });
    say('не видно');
    const { message_id } = await api.sendMessage(anna.id, '?', {
      reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'a' }]] },
    });
    void served.telegram.personPresses({
      person: anna.id,
      chat: 'shop_bot',
      messageId: message_id,
      data: 'a',
    });
    expect((await api.getUpdates()).map((update) => Object.keys(update)[1])).toEqual(['callback_query']);
  });

  it('forgets presses after 150 seconds and the rest after a day', async () => {
    const { api, say, anna } = shop();
    say('вчера');
    const { message_id } = await api.sendMessage(anna.id, '?', {
      reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'a' }]] },
    });
    void served.telegram.personPresses({
      person: anna.id,
      chat: 'shop_bot',
      messageId: message_id,
      data: 'a',
    });
    served.pass(151);
    expect(await api.getUpdates()).toHaveLength(1);
    served.pass(86_400);
    expect(await api.getUpdates()).toHaveLength(0);
  });

  it('feeds a real bot that polls, and repeats an update when asked to', async () => {
    const { bot, say } = shop();
    const seen: string[] = [];
    const three = new Promise<void>((resolve) => {
      bot.on('message:text', (ctx) => {
        if (seen.push(ctx.message.text) === 3) resolve();
      });
    });
    const running = bot.start();
    say('раз');
    served.telegram.repeatLastUpdate({ bot: 'shop_bot', times: 2 });
    await three;
    expect(seen).toEqual(['раз', 'раз', 'раз']);
    await bot.stop();
    await running;
  });

  it('ends long polls when it closes', async () => {
    const { api } = shop();
    const poll = api.getUpdates({ timeout: 30 }).catch(() => []);
    await served.telegram.close();
    expect(await poll).toEqual([]);
  });
});

describe('a webhook', () => {
  let server: Server;
  let url: string;
  let received: { text: string; id: number; secret: string | undefined }[];
  let statuses: number[];

  beforeEach(async () => {
    received = [];
    statuses = [];
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const update = JSON.parse(Buffer.concat(chunks).toString()) as {
          update_id: number;
          message: { text: string };
        };
        const secret = request.headers['x-telegram-bot-api-secret-token'] as string | undefined;
        received.push({ text: update.message.text, id: update.update_id, secret });
        response.writeHead(statuses.shift() ?? 200).end();
        server.emit('received');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  });

  afterEach(async () => new Promise((resolve) => server.close(resolve)));

  async function deliveries(count: number): Promise<typeof received> {
    while (received.length < count) await new Promise((resolve) => server.once('received', resolve));
    return received;
  }

  it('delivers in order with the secret, and again what was not taken', async () => {
    const { api, say } = shop();
    statuses = [500, 503];
    await api.setWebhook(url, { secret_token: 'secret_1' });
    say('1');
    say('2');
    const all = await deliveries(4);
    expect(all.map(({ text }) => text)).toEqual(['1', '1', '1', '2']);
    expect(new Set(all.slice(0, 3).map(({ id }) => id)).size).toBe(1);
    expect(all[0]?.secret).toBe('secret_1');
  });

  it('rules out polling until it is deleted', async () => {
    const { api } = shop();
    await api.setWebhook(url);
    expect(await api.getWebhookInfo()).toMatchObject({ url, pending_update_count: 0 });
    expect(await refusal(api.getUpdates())).toMatchObject({
      error_code: 409,
      description: expect.stringMatching(/webhook is active/),
    });
    await api.deleteWebhook();
    expect(await api.getUpdates()).toEqual([]);
    expect((await refusal(api.setWebhook('nonsense'))).description).toMatch(/bad webhook/);
  });
});
