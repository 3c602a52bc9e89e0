import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testApi } from '../../support/api.js';
import type { Answer, Asking } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { takeTurn } from '../../support/turns.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');
const api = await testApi(database, { clock });

let shop: Shop;
let anna: Asking & { email: string };
beforeEach(async () => {
  shop = await openShop(database, clock);
  anna = await api.admin({ roles: { [shop.client_id]: 'admin' } });
});

const subjects = async (): Promise<string[]> => {
  const rows = await database.query<{ done: string }>(sql`
    SELECT action || ' ' || subject AS done FROM audit_events WHERE client_id = ${shop.client_id} ORDER BY id`);
  return rows.map(({ done }) => done);
};

describe('The notices over the API', () => {
  type Own = { own: string | null; by_language?: Record<string, string> };
  const put = (name: string, own: Own, seen: Own): Promise<Answer> =>
    anna.send('PUT', `/api/clients/${shop.client_id}/notices/${name}`, { ...own, seen });
  const change = (name: string, own: string | null, seen: string | null): Promise<Answer> =>
    put(name, { own }, { own: seen });
  const greeting = async (): Promise<unknown> => {
    const { items } = (await anna.get(`/api/clients/${shop.client_id}/notices`)).body<{
      items: { name: string }[];
    }>();
    return items.find(({ name }) => name === 'greeting');
  };

  it("take the client's own words, which the next customer is told, and give the default back", async () => {
    expect(await greeting()).toMatchObject({
      own: null,
      placeholders: ['client_name', 'user_name'],
      defaults: { ru: expect.any(String), en: expect.any(String), kk: expect.any(String) },
    });
    expect((await change('greeting', 'Салем, {user_name}!', null)).status).toBe(204);
    const asked = await shop.write('/start', { command: 'start' });
    await takeTurn(shop, clock, asked);
    expect(await shop.said(asked.conversation_id)).toMatchObject([{ content: 'Салем, Анна!' }]);
    expect((await change('greeting', null, 'Салем, {user_name}!')).status).toBe(204);
    expect(await greeting()).toMatchObject({ own: null });
    expect(await subjects()).toEqual(['change notice greeting', 'change notice greeting']);
  });

  it('take words for one language, which its customers are told and nobody else', async () => {
    const own = { own: null, by_language: { kk: 'Қош келдіңіз, {user_name}!' } };
    expect((await put('greeting', own, { own: null })).status).toBe(204);
    expect(await greeting()).toMatchObject(own);
    const told = async (language_code: string): Promise<unknown> => {
      const asked = await shop.write('/start', { command: 'start', language_code });
      await takeTurn(shop, clock, asked);
      return (await shop.said(asked.conversation_id)).at(-1)?.content;
    };
    expect(await told('kk')).toBe('Қош келдіңіз, Анна!');
    expect(await told('en')).toMatch(/^Hello, Анна!/);
    const audited = await database.one(sql`
      SELECT before, after FROM audit_events WHERE client_id = ${shop.client_id} ORDER BY id DESC LIMIT 1`);
    expect(audited).toEqual({ before: null, after: { kk: 'Қош келдіңіз, {user_name}!' } });

    const stale = await put('greeting', { own: 'Привет!' }, { own: null });
    expect(stale.body()).toMatchObject({ error: { code: 'stale_edit', current: own } });
    expect((await put('greeting', { own: null }, own)).status).toBe(204);
    expect(await greeting()).toMatchObject({ own: null, by_language: {} });
  });

  it('say beside the language what is wrong with its text', async () => {
    const refused = async (own: Own): Promise<unknown> =>
      (await put('greeting', own, { own: null })).body<{ error: { fields: unknown } }>().error.fields;
    expect(await refused({ own: 'Привет', by_language: { kk: '{minutes}', en: '' } })).toEqual({
      'by_language.kk': expect.stringContaining('{minutes} is not known'),
      'by_language.en': 'must not be empty',
    });
    expect(await refused({ own: null, by_language: { de: 'Hallo' } })).toEqual({
      'by_language.de': 'is no language; there is en, kk, ru',
    });
    expect(await refused({ own: '', by_language: { kk: 'Сәлем' } })).toEqual({
      own: expect.stringContaining('there can be no text for a language'),
    });
  });

  it('refuse what has no value there, and whoever saves after somebody else', async () => {
    expect((await change('greeting', 'Ждите {minutes}', null)).body()).toMatchObject({
      error: { fields: { own: expect.stringContaining('{minutes} is not known') } },
    });
    await change('greeting', 'Привет!', null);
    const stale = await change('greeting', 'Здравствуйте!', null);
    expect(stale.status).toBe(409);
    expect(stale.body()).toMatchObject({
      error: { current: { own: 'Привет!' }, yours: { own: 'Здравствуйте!' } },
    });
    expect((await change('no_such_notice', 'Привет!', null)).status).toBe(404);
  });
});

describe.each([
  { shelf: 'saved_replies', called: 'saved reply' },
  { shelf: 'knowledge', called: 'article' },
])('The $shelf over the API', ({ shelf, called }) => {
  const url = (): string => `/api/clients/${shop.client_id}/texts/${shelf}`;
  const add = (name: string, text = 'Абая 10.'): Promise<Answer> => anna.send('POST', url(), { name, text });

  it('are added, read by pages, changed and taken away, with who did it', async () => {
    for (const name of ['адрес', 'бонусы', 'вход']) expect((await add(name)).status).toBe(201);
    type Listed = { items: { id: string; name: string }[]; next: string | null };
    const first = (await anna.get(`${url()}?limit=2`)).body<Listed>();
    expect(first.items).toMatchObject([{ name: 'адрес', excerpt: 'Абая 10.' }, { name: 'бонусы' }]);
    const second = await anna.get(`${url()}?limit=2&after=${encodeURIComponent(first.next ?? '')}`);
    expect(second.body()).toMatchObject({ items: [{ name: 'вход' }], next: null });
    const found = async (words: string): Promise<unknown> =>
      (await anna.get(`${url()}?words=${encodeURIComponent(words)}`)).body();
    expect(await found('БОНУС')).toMatchObject({ items: [{ name: 'бонусы' }] });
    expect(await found('абая 1')).toMatchObject({ items: [{}, {}, {}] });
    expect(await found('100%')).toMatchObject({ items: [] });

    const one = `${url()}/${first.items[0]?.id}`;
    const { revision } = (await anna.get(one)).body<{ revision: string }>();
    const changed = await anna.send('PUT', one, { name: 'адрес', text: 'Абая 12.', revision });
    expect(changed.body()).toMatchObject({ text: 'Абая 12.' });
    const stale = await anna.send('PUT', one, { name: 'адрес', text: 'Абая 14.', revision });
    expect(stale.body()).toMatchObject({
      error: { code: 'stale_edit', current: { text: 'Абая 12.' }, yours: { text: 'Абая 14.' } },
    });
    const now = changed.body<{ revision: string }>().revision;
    expect((await anna.send('DELETE', `${one}?revision=${now}`)).status).toBe(204);
    expect((await anna.get(one)).status).toBe(404);
    expect((await subjects()).slice(3)).toEqual([`change ${called} адрес`, `remove ${called} адрес`]);
  });

  it('say beside the field what is wrong with it', async () => {
    await add('адрес');
    expect((await add('адрес')).body()).toMatchObject({ error: { fields: { name: 'is taken already' } } });
    expect((await add('пусто', '')).body()).toMatchObject({
      error: { fields: { text: 'must not be empty' } },
    });
  });
});

describe('A saved reply in several languages', () => {
  const url = (): string => `/api/clients/${shop.client_id}/texts/saved_replies`;

  it('is kept, found by any of its texts, and shows who saves later what was saved meanwhile', async () => {
    const given = { name: 'адрес', text: null, by_language: { kk: 'Абай 10', ru: 'Абая 10' } };
    const added = await anna.send('POST', url(), given);
    expect(added.status).toBe(201);
    const { id, revision } = added.body<{ id: string; revision: string }>();
    expect(added.body()).toMatchObject(given);
    expect((await anna.get(`${url()}?words=${encodeURIComponent('абая')}`)).body()).toMatchObject({
      items: [{ name: 'адрес', excerpt: 'Абай 10' }],
    });
    const later = { name: 'адрес', text: 'Абая 12', by_language: { kk: 'Абай 12' }, revision };
    expect((await anna.send('PUT', `${url()}/${id}`, later)).body()).toMatchObject({ text: 'Абая 12' });
    const stale = await anna.send('PUT', `${url()}/${id}`, { ...given, revision });
    expect(stale.body()).toMatchObject({ error: { current: { by_language: { kk: 'Абай 12' } } } });
  });

  it('needs a text, for all or for one; an article of the knowledge is one text', async () => {
    const refused = async (shelf: string, given: object): Promise<unknown> => {
      const answer = await anna.send('POST', `/api/clients/${shop.client_id}/texts/${shelf}`, given);
      return answer.body<{ error: { fields: unknown } }>().error.fields;
    };
    expect(await refused('saved_replies', { name: 'a', text: null })).toEqual({
      text: expect.stringContaining('is missing'),
    });
    expect(await refused('knowledge', { name: 'a', text: 'b', by_language: { kk: 'c' } })).toEqual({
      by_language: 'an article is one text for all languages',
    });
    expect(await refused('knowledge', { name: 'a', text: null })).toEqual({
      text: expect.stringContaining('is missing'),
    });
  });
});
