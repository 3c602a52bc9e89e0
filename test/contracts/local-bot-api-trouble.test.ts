import { readFile } from 'node:fs/promises';
import { HttpError } from 'grammy';
import { ACTIONS } from '../../playground/bot-api/actions/registry.js';
import { METHODS } from '../../playground/bot-api/methods/registry.js';
import { refusal, serveTelegram, type ServedTelegram } from '../support/local-bot-api.js';

let served: ServedTelegram;

afterEach(async () => served.telegram.close());

async function shop(options: Parameters<typeof serveTelegram>[0] = {}) {
  served = await serveTelegram(options);
  const bot = served.newBot('shop_bot');
  const anna = served.telegram.createPerson({ first_name: 'Anna' });
  served.telegram.personStartsBot({ person: anna.id, bot: 'shop_bot' });
  return { ...bot, anna, telegram: served.telegram };
}

describe('tokens and methods', () => {
  it('answers 401 to a token it does not know or that was revoked', async () => {
    const { api, token, telegram } = await shop();
    expect(token).toMatch(/^\d+:[\w-]{35}$/);
    expect(telegram.issuedTokens().has(token)).toBe(true);
    telegram.revokeToken({ bot: 'shop_bot' });
    expect(await refusal(api.getMe())).toMatchObject({ error_code: 401, description: 'Unauthorized' });
  });

  it('answers 404 to a method it does not have, and writes that down', async () => {
    const { api, telegram } = await shop();
    const raw = api.raw as unknown as Record<string, () => Promise<unknown>>;
    expect(await refusal(raw['sendDice']!())).toMatchObject({ error_code: 404, description: 'Not Found' });
    expect(telegram.journal.list({ method: 'sendDice', ok: false })).toHaveLength(1);
  });

  it('reads GET, forms and JSON alike, and answers in shape to what is none of them', async () => {
    const { token, anna } = await shop();
    const base = `${served.apiRoot}/bot${token}`;
    const query = `chat_id=${anna.id}&text=x`;
    const get = await fetch(`${base}/sendMessage?${query}`);
    const form = await fetch(`${base}/SENDMESSAGE`, { method: 'POST', body: new URLSearchParams(query) });
    const broken = await fetch(`${base}/sendMessage`, {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect([get.status, form.status, broken.status]).toEqual([200, 200, 400]);
    expect(await broken.json()).toMatchObject({ ok: false, error_code: 400 });
  });

  it('takes a file in an ordinary form', async () => {
    const { token, anna } = await shop();
    const form = new FormData();
    form.set('chat_id', String(anna.id));
    form.set('photo', new Blob(['picture'], { type: 'image/png' }), 'cup.png');
    const response = await fetch(`${served.apiRoot}/bot${token}/sendPhoto`, { method: 'POST', body: form });
    expect(await response.json()).toMatchObject({
      ok: true,
      result: { chat: { id: anna.id }, photo: expect.any(Array) },
    });
  });
});

describe('the list of methods', () => {
  it('is the same in the documentation', async () => {
    await shop();
    const page = await readFile(new URL('../../docs/local-bot-api.md', import.meta.url), 'utf8');
    const listed = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(new Set(listed)).toEqual(new Set([...Object.keys(METHODS), ...Object.keys(ACTIONS)]));
  });
});

describe('the limiter', () => {
  it('answers 429 with the seconds to wait over a sliding minute', async () => {
    const { api, telegram } = await shop({ limits: { perGroupPerMinute: 2 } });
    const group = telegram.createGroup({ title: 'Coffee' }).id;
    telegram.addMember({ group, member: '@shop_bot' });
    await api.sendMessage(group, '1');
    served.pass(20);
    await api.sendMessage(group, '2');
    expect(await refusal(api.sendMessage(group, '3'))).toEqual({
      error_code: 429,
      description: 'Too Many Requests: retry after 40',
      parameters: { retry_after: 40 },
    });
    served.pass(40);
    expect(await api.sendMessage(group, '3')).toHaveProperty('message_id');
  });

  it('counts each chat by itself', async () => {
    const { api, anna, telegram } = await shop({ limits: { perChatPerSecond: 1 } });
    const boris = telegram.createPerson({ first_name: 'Boris' });
    telegram.personStartsBot({ person: boris.id, bot: 'shop_bot' });
    await api.sendMessage(anna.id, '1');
    await api.sendMessage(boris.id, '1');
    expect(await refusal(api.sendMessage(anna.id, '2'))).toMatchObject({ error_code: 429 });
  });
});

describe('faults on demand', () => {
  it('answers an error once, then as usual', async () => {
    const { api, anna, telegram } = await shop();
    const error = { code: 429, description: 'Too Many Requests: retry after 7', retry_after: 7 };
    telegram.faults.add({ kind: 'error', method: 'sendMessage', chatId: anna.id, error });
    expect(await refusal(api.sendMessage(anna.id, 'x'))).toMatchObject({
      error_code: 429,
      parameters: { retry_after: 7 },
    });
    expect(await api.sendMessage(anna.id, 'x')).toHaveProperty('message_id');
  });

  it.each([
    ['drop-before', 0],
    ['drop-after', 1],
  ] as const)('%s cuts the connection with %i message sent', async (kind, count) => {
    const { api, anna, telegram } = await shop();
    telegram.faults.add({ kind, botUsername: 'shop_bot', method: 'sendMessage' });
    await expect(api.sendMessage(anna.id, 'ушло?')).rejects.toThrow(HttpError);
    expect(JSON.stringify(telegram.view()).split('ушло?').length - 1).toBe(count);
    expect(telegram.journal.list({ method: 'sendMessage' })).toMatchObject([
      { ok: false, error: `connection cut: ${kind}` },
    ]);
  });

  it('delays without losing', async () => {
    const { api, anna, telegram } = await shop();
    telegram.faults.add({ kind: 'delay', method: 'sendMessage', delayMs: 20 });
    const order: string[] = [];
    await Promise.all([
      api.sendMessage(anna.id, 'медленно').then(() => order.push('медленно')),
      api.getMe().then(() => order.push('быстро')),
    ]);
    expect(order).toEqual(['быстро', 'медленно']);
  });
});

describe('the journal', () => {
  it('says who called what in which chat, and waits for calls to come', async () => {
    const { api, anna, telegram } = await shop();
    const coming = telegram.journal.waitFor({
      method: 'sendMessage',
      where: (entry) => entry.payload['text'] === 'да',
    });
    await api.sendMessage(anna.id, 'нет');
    await api.sendMessage(anna.id, 'да');
    expect(await coming).toMatchObject({
      n: 2,
      botUsername: 'shop_bot',
      chatId: String(anna.id),
      ok: true,
      error: null,
    });
    await expect(telegram.journal.waitFor({ method: 'sendVoice' }, 1)).rejects.toThrow(/No such call/);
  });
});
