import { recordCall } from '../../../src/assistant/record-call.js';
import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { resolveHandover } from '../../../src/handovers/end-handover.js';
import { rateHandover } from '../../../src/handovers/rate.js';
import { takeUser } from '../../../src/handovers/take.js';
import { listConversations } from '../../../src/reports/conversation-list.js';
import { readMart } from '../../../src/reports/marts.js';
import { overview } from '../../../src/reports/overview.js';
import { searchMessages } from '../../../src/reports/search-messages.js';
import { transcript } from '../../../src/reports/transcript.js';
import { databaseOfClient } from '../../../src/shared/client-database.js';
import { sql } from '../../../src/shared/database.js';
import { FieldsInvalid } from '../../../src/shared/refused-edit.js';
import type { ManagerId } from '../../../src/shared/ids.js';
import { newId } from '../../../src/shared/ids.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { coffeeIntents, takeTurn } from '../../support/turns.js';
import { callPerson, latestHandover } from '../handovers/requests.js';

const { database: db } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');
const period = { from: new Date('2026-11-23T00:00:00+05:00'), to: new Date('2026-11-24T00:00:00+05:00') };
const page = { limit: 10 };
const boris = { id: newId<ManagerId>(), name: 'Борис' };
let shop: Shop;
let other: Shop;

/** A day of a shop: Anna is answered by the bot, Boris helps Vera, Gleb still waits. */
beforeAll(async () => {
  shop = await openShop(db, clock, { intents: coffeeIntents });
  other = await openShop(db, clock);
  await db.query(sql`
    INSERT INTO managers (id, client_id, telegram_user_id, name) VALUES (${boris.id}, ${shop.client_id}, 5, 'Борис')`);
  await other.write('Где мои заказы из другой лавки?');
  const anna = await shop.write('во сколько вы открываетесь?', { who: '1' });
  await takeTurn(shop, clock, anna);
  const vera = await shop.write('Где мой заказ номер семь?', { who: '2' });
  await callPerson(db, shop, vera);
  clock.advance(4);
  const profile = await loadClientProfile(db, shop.client_id);
  const { id } = await latestHandover(db, shop, vera);
  await db.transaction((tx) => takeUser(tx, vera.user_id, { profile, by: boris, now: clock.now() }));
  await db.query(
    sql`UPDATE handovers SET first_response_at = ${clock.advance(1)} WHERE client_id = ${shop.client_id}`,
  );
  clock.advance(5);
  await db.transaction((tx) => resolveHandover(tx, id, { profile, by: boris, now: clock.now() }));
  await db.transaction((tx) =>
    rateHandover(tx, { handover_id: id, stars: 5, profile, user_id: vera.user_id, now: clock.now() }),
  );
  clock.advance(1);
  const gleb = await shop.write('Заказов не видно, помогите', { who: '3' });
  await callPerson(db, shop, gleb, { reason: 'low_confidence' });
});

describe('the overview of a day', () => {
  it('tells how requests went, how long people waited and why they were called', async () => {
    const { now, handovers, ratings, conversations } = await overview(db, {
      client_id: shop.client_id,
      period,
    });
    expect(now).toMatchObject({ pending: 1, active: 0 });
    expect(handovers).toMatchObject({ opened: 2, resolved: 1, returned_to_bot: 0, timed_out: 0 });
    expect(handovers.first_response.median_seconds).toBe(300);
    expect(handovers.resolution.median_seconds).toBe(600);
    expect(handovers.reasons).toEqual([
      { reason: 'asked_for_human', count: 1 },
      { reason: 'low_confidence', count: 1 },
    ]);
    expect(ratings).toEqual({ average: 5, stars: { 1: 0, 2: 0, 3: 0, 4: 0, 5: 1 } });
    expect(conversations).toEqual({ begun: 3, by_bot_alone: 1 });
  });

  it('counts the calls of the model, of whole days and of the hours around them, each once', async () => {
    await db.query(sql`UPDATE clients SET timezone = 'Asia/Almaty' WHERE id = ${other.client_id}`);
    const at = (moment: string): Date => new Date(`2026-11-${moment}:00+05:00`);
    const moments = ['20T00:00', '20T23:59', '21T12:00', '22T00:00', '22T18:00', '23T00:00', '23T09:00'];
    for (const [index, moment] of moments.entries())
      await recordCall(
        db,
        { client_id: other.client_id, day: `2026-11-${moment.slice(0, 2)}` },
        {
          ...{
            conversation_id: null,
            purpose: 'answer',
            prompt_id: null,
            prompt_version: null,
            model: 'gpt',
          },
          ...{ tokens_in: 10, tokens_out: 1, latency_ms: 5, outcome: index === 2 ? 'timeout' : 'ok' },
          ...{ error: null, cost_usd: index === 2 ? null : 0.5, created_at: at(moment) },
        },
      );
    for (const [from, to] of [
      ['20T00:00', '23T00:00'],
      ['20T00:01', '23T09:01'],
      ['20T12:00', '22T18:00'],
      ['21T11:00', '21T13:00'],
      ['22T17:00', '23T08:00'],
    ] as const) {
      const within = moments.filter((moment) => at(from) <= at(moment) && at(moment) < at(to));
      const asked = { client_id: other.client_id, period: { from: at(from), to: at(to) } };
      const failed_calls = within.includes('21T12:00') ? 1 : 0;
      const priced = within.length - failed_calls;
      expect((await overview(db, asked)).model).toEqual({
        ...{ calls: within.length, failed_calls, tokens: within.length * 11 },
        cost_usd: priced === 0 ? null : priced * 0.5,
      });
    }
  });

  it('draws messages by hours of the client, those not recorded yet too', async () => {
    const { messages } = await overview(db, { client_id: shop.client_id, period });
    expect(messages.step).toBe('hour');
    expect(messages.points.map(({ received }) => received)).toEqual([3]);
  });

  it('holds nothing of another client', async () => {
    const { conversations, now } = await overview(db, { client_id: other.client_id, period });
    expect(conversations.begun).toBe(1);
    expect(now.pending).toBe(0);
  });
});

describe('the list of conversations', () => {
  const names = async (filter = {}): Promise<(string | null)[]> => {
    const { items } = await listConversations(db, { client_id: shop.client_id, filter, page });
    return items.map(({ last_text }) => last_text);
  };

  it('shows the newest first, with what was said last and how the request stands', async () => {
    const { items } = await listConversations(db, { client_id: shop.client_id, filter: {}, page });
    expect(items.map(({ handover_status }) => handover_status)).toEqual(['pending', 'resolved', null]);
    expect(items.at(-1)).toMatchObject({ last_role: 'assistant', last_text: 'Мы открыты с 9 до 19.' });
  });

  it('can be narrowed to those who have a person, and by a part of the name', async () => {
    expect(await names({ is_handed_over: true })).toHaveLength(1);
    expect(await names({ user: 'ан' })).toHaveLength(3);
    expect(await names({ user: '%' })).toHaveLength(0);
    expect(await names({ channel: 'whatsapp' })).toHaveLength(0);
  });

  it('goes on where a page ended, and says when it is the last', async () => {
    const of = { client_id: shop.client_id, filter: {} };
    const first = await listConversations(db, { ...of, page: { limit: 2 } });
    const second = await listConversations(db, { ...of, page: { limit: 2, after: first.next ?? '' } });
    expect([...first.items, ...second.items].map(({ id }) => id)).toHaveLength(3);
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(3);
    expect(second.next).toBeNull();
    const nonsense = listConversations(db, { ...of, page: { limit: 2, after: 'nonsense' } });
    await expect(nonsense).rejects.toBeInstanceOf(FieldsInvalid);
  });
});

describe('the search for words', () => {
  const found = async (words: string, of = shop): Promise<string[]> => {
    const search = { client_id: of.client_id, words, page, now: clock.now() };
    const { items } = await searchMessages(databaseOfClient(db, of.client_id), search);
    return items.map(({ content }) => content);
  };

  it('finds them whatever their endings, the newest first, and of this client alone', async () => {
    expect(await found('заказ')).toEqual(['Заказов не видно, помогите', 'Где мой заказ номер семь?']);
    expect(await found('заказ', other)).toEqual(['Где мои заказы из другой лавки?']);
  });

  it('understands what is left out, and nonsense is nothing', async () => {
    expect(await found('заказ -семь')).toEqual(['Заказов не видно, помогите']);
    expect(await found('"; DROP TABLE messages; --')).toEqual([]);
  });
});

describe('a transcript', () => {
  it('tells what was understood, and who had it', async () => {
    const { items } = await listConversations(db, { client_id: shop.client_id, filter: {}, page });
    const [, veras, annas] = items;
    if (!veras || !annas) throw new Error('three conversations were expected');
    const of = { client_id: shop.client_id, limit: 50 };
    const anna = await transcript(db, { ...of, conversation_id: annas.id });
    expect(anna?.lines.map(({ role, intent }) => [role, intent])).toEqual([
      ['user', 'opening_hours'],
      ['assistant', 'opening_hours'],
    ]);
    const vera = await transcript(db, { ...of, conversation_id: veras.id });
    expect(vera?.handovers).toMatchObject([{ status: 'resolved', assigned_to_name: 'Борис', rating: 5 }]);
    expect(await transcript(db, { ...of, client_id: other.client_id, conversation_id: veras.id })).toBeNull();
  });

  it('is read from its end upwards', async () => {
    const { items } = await listConversations(db, { client_id: shop.client_id, filter: {}, page });
    const annas = items[2];
    if (!annas) throw new Error('three conversations were expected');
    const of = { client_id: shop.client_id, conversation_id: annas.id, limit: 1 };
    const end = await transcript(db, of);
    expect(end).toMatchObject({ lines: [{ role: 'assistant' }], before: 2 });
    expect(await transcript(db, { ...of, before: end?.before ?? 0 })).toMatchObject({
      lines: [{ role: 'user' }],
      before: null,
    });
  });
});

describe('the reports over days', () => {
  it('count a request for the manager who had it, on the day it was opened', async () => {
    const rows = await readMart(db, { client_id: shop.client_id, mart: 'handovers', period });
    expect(rows).toContainEqual(
      expect.objectContaining({
        day: '2026-11-23',
        manager: 'Борис',
        requests: 1,
        resolved: 1,
        average_rating: 5,
      }),
    );
    expect(await readMart(db, { client_id: shop.client_id, mart: 'model_usage', period })).toEqual([]);
    expect(await readMart(db, { client_id: shop.client_id, mart: 'reminders', period })).toEqual([]);
  });
});
