import { request } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalTelegram } from '../../playground/bot-api/local-telegram.js';
import { serveTelegram, type ServedTelegram } from '../support/local-bot-api.js';

describe('the control API', () => {
  let served: ServedTelegram;

  beforeEach(async () => {
    served = await serveTelegram();
  });

  afterEach(async () => served.telegram.close());

  async function post(
    verb: string,
    body: unknown,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${served.apiRoot}/control/${verb}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  it('does over HTTP what people do, and shows it', async () => {
    const { body: bot } = await post('createBot', { username: 'shop_bot', first_name: 'Shop' });
    const { body: anna } = await post('createPerson', { first_name: 'Anna' });
    const content = Buffer.from('picture').toString('base64');
    const sent = await post('personSends', {
      person: anna['id'],
      chat: 'shop_bot',
      text: '<b>',
      photo: { content },
    });
    expect(sent).toMatchObject({ status: 200, body: { chat_id: anna['id'], message_id: 2 } });
    const state = (await (await fetch(`${served.apiRoot}/control/state`)).json()) as Record<string, unknown>;
    expect(JSON.stringify(state)).not.toContain(String(bot['token']).split(':')[1]);
    expect(state).toMatchObject({
      bots: [{ username: 'shop_bot' }],
      people: [{ first_name: 'Anna' }],
      chats: [
        {
          bot: 'shop_bot',
          person: anna['id'],
          messages: [{ text: '<b>', from: { name: 'Anna' }, media: { kind: 'photo' } }],
        },
      ],
    });
    const { chats } = state as { chats: { messages: { media: { url: string } }[] }[] };
    const picture = await fetch(`${served.apiRoot}${chats[0]?.messages[0]?.media.url}`);
    expect([picture.headers.get('content-type'), await picture.text()]).toEqual(['image/jpeg', 'picture']);
  });

  it.each([
    ['personSends', { person: 1, chat: 'x', tekst: 'a' }, /Unrecognized key/],
    [
      'personSends',
      { person: 1, chat: 'x', text: 'a' },
      /There is no person 1: create one with createPerson/,
    ],
    ['createBot', { username: 'a' }, /username/],
    ['faults', { kind: 'error' }, /needs `error`/],
  ])('says what is wrong with %s %j', async (verb, body, message) => {
    const answer = await post(verb, body);
    expect(answer.status).toBe(400);
    expect(answer.body['error']).toMatch(message);
  });

  it('streams changes as they happen', async () => {
    served.newBot('shop_bot');
    const anna = served.telegram.createPerson({ first_name: 'Anna' });
    const gone = new AbortController();
    const stream = await fetch(`${served.apiRoot}/control/events`, { signal: gone.signal });
    served.telegram.personSends({ person: anna.id, chat: 'shop_bot', text: 'эй' });
    let seen = '';
    const decoder = new TextDecoder();
    for await (const chunk of stream.body ?? []) {
      seen += decoder.decode(chunk as Uint8Array, { stream: true });
      if (seen.includes('эй')) break;
    }
    expect(seen).toMatch(/event: message\nid: \d+\ndata: \{.*"text":"эй"/);
    gone.abort();
  });

  it('serves journal and faults', async () => {
    const { api } = served.newBot('shop_bot');
    await post('faults', {
      kind: 'error',
      method: 'getMe',
      error: { code: 500, description: 'Internal Server Error' },
    });
    await api.getMe().catch(() => null);
    const journal = await (await fetch(`${served.apiRoot}/control/journal?method=getMe&ok=false`)).json();
    expect(journal).toMatchObject([{ botUsername: 'shop_bot', error: 'Internal Server Error' }]);
  });

  it('refuses pages of other origins and other names of this machine', async () => {
    const foreign = await fetch(`${served.apiRoot}/control/state`, {
      headers: { origin: 'https://evil.example' },
    });
    const { port } = new URL(served.apiRoot);
    const rebound = await new Promise((resolve, reject) => {
      const asking = request(
        { port, host: '127.0.0.1', path: '/control/state', headers: { host: 'evil.example' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      asking.on('error', reject).end();
    });
    expect([foreign.status, rebound]).toEqual([400, 400]);
  });
});

describe('kept state', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'local-telegram-'));
  });

  afterEach(async () => rm(folder, { recursive: true, force: true }));

  it.each([true, false])(
    'comes back after a stop (closed properly: %s) and gives no id twice',
    async (closed) => {
      const stateFile = join(folder, 'state');
      const before = await createLocalTelegram({ stateFile });
      const { token } = before.createBot({ username: 'shop_bot' });
      const anna = before.createPerson({ first_name: 'Anna' });
      const group = before.createGroup({ title: 'Coffee', is_forum: true, creator: anna.id }).id;
      const { thread } = before.createTopic({ group, name: 'Тема', by: anna.id });
      const sent = before.personSends({ person: anna.id, chat: 'shop_bot', text: 'привет', voice: {} });
      if (closed) await before.close();

      const after = await createLocalTelegram({ stateFile });
      expect(after.issuedTokens()).toContain(token);
      const updates = await after.call(token, 'getUpdates');
      expect(updates).toMatchObject({
        body: { result: [{ message: { message_id: sent.message_id, caption: 'привет' } }] },
      });
      expect(
        after.personSends({ person: anna.id, chat: group, thread, text: 'x' }).message_id,
      ).toBeGreaterThan(thread);
      expect(after.personSends({ person: anna.id, chat: 'shop_bot', text: 'x' }).message_id).toBe(
        sent.message_id + 1,
      );
      expect(after.createPerson({ first_name: 'Boris' }).id).not.toBe(anna.id);
      await after.close();
      if (!closed) await before.close();
    },
  );

  it('survives a torn last line of the log, and names a damaged file', async () => {
    const stateFile = join(folder, 'state');
    const before = await createLocalTelegram({ stateFile });
    before.createPerson({ first_name: 'Anna' });
    await before.close();
    await writeFile(`${stateFile}.log`, '["people","1",{"id":1,"first_name":"B');
    const after = await createLocalTelegram({ stateFile });
    expect(after.view()['people']).toMatchObject([{ first_name: 'Anna' }]);
    await after.close();
    await writeFile(stateFile, 'nonsense\n');
    await expect(createLocalTelegram({ stateFile })).rejects.toThrow(/damaged at .*state:1/);
  });
});
