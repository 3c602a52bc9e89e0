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
  const change = (name: string, own: string | null, seen: string | null): Promise<Answer> =>
    anna.send('PUT', `/api/clients/${shop.client_id}/notices/${name}`, { own, seen });
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
