import type { AddressInfo } from 'node:net';
import { testApi } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import { systemClock } from '../../../src/shared/clock.js';
import { readMe } from '../../../web/panel/api/me.js';
import { addressOf, ApiError, ask, proveWith } from '../../../web/panel/api/request.js';
import { addText, changeText, listTexts, readText } from '../../../web/panel/api/texts.js';

// The panel's own calls against the API, without a browser. What the types refuse is refused by the API as well:
// `npm run types` fails over a line below `@ts-expect-error` that compiles.
const { database } = await testDatabase();
const api = await testApi(database);
const shop = await openShop(database, systemClock);
const { client_id } = shop;

/** What a browser does for the page: it knows where the page comes from, and sends the session's cookie along. */
const plainFetch = globalThis.fetch;
let browse: (path: string, init?: RequestInit) => Promise<Response>;
const signal = new AbortController().signal;

beforeAll(async () => {
  const { secret } = await api.admin({ roles: { [client_id]: 'owner' } });
  await api.server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = api.server.server.address() as AddressInfo;
  browse = async (path, init) => {
    const headers = { ...(init?.headers as Record<string, string>), cookie: `estafeta=${secret}` };
    return plainFetch(`http://127.0.0.1:${port}${path}`, { ...init, headers });
  };
});
beforeEach(async () => {
  globalThis.fetch = browse as typeof fetch;
  await readMe();
});
afterEach(() => {
  proveWith(null);
  globalThis.fetch = plainFetch;
});

describe('The client of the panel', () => {
  it('reads and changes, with the proof that the page could read an answer', async () => {
    const made = await addText(client_id, 'saved_replies', {
      name: 'adres',
      text: 'Абая 10',
      by_language: {},
    });
    const read = await readText(client_id, 'saved_replies', { id: made.id, signal });
    expect(read).toEqual(made);
    proveWith(null);
    const change = changeText(client_id, 'saved_replies', { ...wordsOf(read), text: 'Абая 12' });
    await expect(change).rejects.toMatchObject({ status: 403 });
  });

  it('asks for what is typed, whatever letters it has, and for everything while nothing is', async () => {
    await addText(client_id, 'knowledge', { name: 'a-b', text: 'чай & кофе, 50 % / ?x=1', by_language: {} });
    const found = async (words: string) => {
      const { items } = await listTexts(client_id, 'knowledge', { words, after: undefined, signal });
      return items.map(({ name }) => name);
    };
    expect(await found('чай & кофе, 50 % / ?x=1')).toEqual(['a-b']);
    expect(await found('кофе & чай')).toEqual([]);
    expect(await found('')).toEqual(['a-b']);
  });

  it('tells of a refusal what the API says of it: the fields, and how it stands now', async () => {
    const made = await addText(client_id, 'saved_replies', { name: 'chasy', text: '9–18', by_language: {} });
    const theirs = await changeText(client_id, 'saved_replies', { ...wordsOf(made), text: '9–19' });
    const late = changeText(client_id, 'saved_replies', { ...wordsOf(made), text: '9–20' });
    await expect(late).rejects.toMatchObject({
      ...{ status: 409, code: 'stale_edit', current: theirs },
      ...{ message: expect.stringMatching(/\w/), whatToDo: expect.stringMatching(/\w/) },
    });
    const empty = addText(client_id, 'saved_replies', { name: '', text: 'x', by_language: {} });
    await expect(empty).rejects.toBeInstanceOf(ApiError);
    await expect(empty).rejects.toMatchObject({ status: 400, fields: { name: expect.any(String) } });
  });

  it('takes nothing that the API does not know, when it is compiled and when it runs', async () => {
    // @ts-expect-error a field there is none of
    const loud = ask('PUT', '/api/me/name', { body: { name: 'Анна', loud: true } });
    await expect(loud).rejects.toMatchObject({ status: 400 });
    // @ts-expect-error a field that is missing
    await expect(ask('PUT', '/api/me/name', { body: {} })).rejects.toMatchObject({ status: 400 });
    const path = { client_id };
    // @ts-expect-error a parameter there is none of
    const colours = ask('GET', '/api/clients/{client_id}/users', { path, query: { colour: 'red' } });
    await expect(colours).rejects.toMatchObject({ status: 400 });
    // @ts-expect-error whose users is not said
    await expect(ask('GET', '/api/clients/{client_id}/users')).rejects.toMatchObject({ status: 404 });
    // @ts-expect-error no route of that path
    await expect(ask('GET', '/api/nowhere')).rejects.toMatchObject({ status: 404 });
    // @ts-expect-error no such method there
    await expect(ask('DELETE', '/api/me')).rejects.toMatchObject({ status: 404 });
  });

  it('writes addresses for the browser as the API has them', async () => {
    const address = addressOf('/api/clients/{client_id}/reports/{report}/csv', {
      path: { client_id, report: 'reminders' },
      query: { from: '2026-11-01T00:00:00.000+05:00', to: '2026-11-22T00:00:00.000+05:00' },
    });
    const answer = await browse(address);
    expect(answer.headers.get('content-type')).toContain('text/csv');
  });

  it('tells an answer of somebody in between from one of the API', async () => {
    const answers = (status: number, text: string) => async () => new Response(text, { status });
    globalThis.fetch = answers(502, '<h1>Bad gateway</h1>');
    await expect(ask('GET', '/api/me')).rejects.toMatchObject({ status: 502, code: 'unexpected' });
    globalThis.fetch = answers(200, '<h1>Welcome to our hotel</h1>');
    await expect(ask('GET', '/api/me')).rejects.toMatchObject({ status: 200, code: 'unexpected' });
  });

  it('says that the server could not be reached, but not when nobody waits any more', async () => {
    globalThis.fetch = async () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(ask('GET', '/api/me')).rejects.toMatchObject({ status: 0, code: 'unreachable' });
    globalThis.fetch = browse as typeof fetch;
    const gone = AbortSignal.abort();
    await expect(ask('GET', '/api/me', { signal: gone })).rejects.toBe(gone.reason);
  });
});

/** What of a text is sent back with a change. */
function wordsOf({ id, name, text, by_language, revision }: Awaited<ReturnType<typeof readText>>) {
  return { id, name, text, by_language, revision };
}
