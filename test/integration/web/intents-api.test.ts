import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testApi } from '../../support/api.js';
import type { Asking } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { fakeModel, plainClassification } from '../../support/fake-model.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { assistantWith, coffeeIntents, offlineAssistant, takeTurn } from '../../support/turns.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');
const api = await testApi(database, { clock });

type Opened = { id: string; name: string; revision: string; examples: string[] };

describe('The intents over the API', () => {
  let shop: Shop;
  let anna: Asking & { email: string };
  let url: string;
  beforeEach(async () => {
    shop = await openShop(database, clock, {
      intents: coffeeIntents,
      settings: { handover_keywords: ['верните деньги'] },
    });
    anna = await api.admin({ roles: { [shop.client_id]: 'admin' } });
    url = `/api/clients/${shop.client_id}/intents`;
    Object.assign(api.app, { assistant: offlineAssistant(shop) });
  });

  const listed = async (): Promise<Opened[]> => (await anna.get(url)).body<{ items: Opened[] }>().items;
  const tried = async (text: string): Promise<unknown> =>
    (await anna.send('POST', `${url}/try`, { text })).body();

  it('are added, and the next customer is answered by them', async () => {
    const parking = {
      ...{ name: 'parking', action: 'reply', reply: 'Парковка во дворе.' },
      examples: ['где у вас парковка?', 'можно ли припарковаться?'],
    };
    const added = await anna.send('POST', url, parking);
    expect(added.status).toBe(201);
    expect((await listed()).map(({ name }) => name)).toEqual([
      'opening_hours',
      'complaint',
      'menu',
      'parking',
    ]);
    expect(await tried('где парковка?')).toMatchObject({ intent: 'parking', text: 'Парковка во дворе.' });
    const asked = await shop.write('где у вас парковка?');
    await takeTurn(shop, clock, asked);
    expect(await shop.said(asked.conversation_id)).toMatchObject([{ content: 'Парковка во дворе.' }]);
  });

  it('say beside the field what is wrong with it', async () => {
    const refused = async (intent: unknown): Promise<unknown> =>
      (await anna.send('POST', url, intent)).body<{ error: { fields: unknown } }>().error.fields;
    expect(await refused({ name: 'две части', action: 'ignore' })).toEqual({
      name: expect.stringContaining('without spaces'),
    });
    expect(await refused({ name: 'new', action: 'reply' })).toEqual({
      reply: expect.stringContaining('is needed'),
    });
    expect(await refused({ name: 'menu', action: 'ignore' })).toEqual({
      name: 'is the name of another intent already',
    });
  });

  it('changed by two people show both versions to the second', async () => {
    const menu = (await listed()).find(({ name }) => name === 'menu')!;
    const change = (examples: string[], revision = menu.revision) =>
      anna.send('PUT', `${url}/${menu.id}`, { name: 'menu', action: 'answer', examples, revision });
    const first = await change(['что есть?']);
    const stale = await change(['что поесть?']);
    expect(stale.status).toBe(409);
    expect(stale.body()).toMatchObject({
      error: { current: { examples: ['что есть?'] }, yours: { examples: ['что поесть?'] } },
    });
    const { revision } = first.body<Opened>();
    expect((await change(['что поесть?'], revision)).body()).toMatchObject({ examples: ['что поесть?'] });
    expect((await anna.send('DELETE', `${url}/${menu.id}?revision=${revision}`)).status).toBe(409);
    const [, , last] = await listed();
    expect((await anna.send('DELETE', `${url}/${menu.id}?revision=${last?.revision}`)).status).toBe(204);
    const actions = await database.query<{ action: string; subject: string }>(sql`
      SELECT action, subject FROM audit_events WHERE client_id = ${shop.client_id} ORDER BY id`);
    expect(actions).toEqual([
      { action: 'change', subject: 'intent menu' },
      { action: 'change', subject: 'intent menu' },
      { action: 'remove', subject: 'intent menu' },
    ]);
  });

  it('tell what would be said to a message, and say it to nobody', async () => {
    expect(await tried('верните деньги')).toMatchObject({
      ...{ by: 'words', action: 'handover', reason: 'keyword', confidence: null },
    });
    expect(await tried('спасибо')).toMatchObject({ by: 'words', action: 'ignore' });
    expect(await tried('привет')).toMatchObject({
      ...{ action: 'notice', notice: 'greeting', text: expect.stringContaining('Здравствуйте') },
    });
    expect(await tried('во сколько вы открываетесь?')).toMatchObject({
      ...{ by: 'offline', intent: 'opening_hours', action: 'reply', text: 'Мы открыты с 9 до 19.' },
    });
    const model = fakeModel({ classify: () => ({ ...plainClassification, intent: 'complaint' }) });
    Object.assign(api.app, { assistant: assistantWith(shop, model) });
    expect(await tried('кофе был так себе')).toMatchObject({
      by: 'model',
      action: 'handover',
      reason: 'intent',
    });
    const stored = await database.query(sql`SELECT id FROM messages WHERE client_id = ${shop.client_id}`);
    expect(stored).toEqual([]);
  });
});
