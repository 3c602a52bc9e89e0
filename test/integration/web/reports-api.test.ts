import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testApi } from '../../support/api.js';
import type { Asking } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { coffeeIntents, takeTurn } from '../../support/turns.js';
import { callPerson } from '../handovers/requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');
const api = await testApi(database, { clock });
const day = 'from=2026-11-23T00:00:00%2B05:00&to=2026-11-24T00:00:00%2B05:00';

describe('What was said and how it goes, over the API', () => {
  let shop: Shop;
  let viewer: Asking;
  const of = (path: string): string => `/api/clients/${shop.client_id}${path}`;
  beforeAll(async () => {
    shop = await openShop(database, clock, { intents: coffeeIntents });
    viewer = await api.admin({ roles: { [shop.client_id]: 'viewer' } });
    await takeTurn(shop, clock, await shop.write('во сколько вы открываетесь?', { who: '1' }));
    clock.advance(1);
    await callPerson(database, shop, await shop.write('=HYPERLINK("http://evil") где заказ', { who: '2' }));
  });

  it('is an overview of a period', async () => {
    const { status, body } = await viewer.get(of(`/overview?${day}`));
    expect(status).toBe(200);
    expect(body()).toMatchObject({
      now: { pending: 1 },
      conversations: { begun: 2, by_bot_alone: 1 },
      messages: { step: 'hour' },
    });
  });

  it('says which field of a period is wrong', async () => {
    const { status, body } = await viewer.get(of('/overview?from=2026-11-24&to=2026-11-23'));
    expect(status).toBe(400);
    expect(body()).toMatchObject({ error: { fields: { to: 'must be later than from' } } });
  });

  it('is a list that can be narrowed, and a transcript with what was understood', async () => {
    type Listed = { items: { id: string; last_text: string }[] };
    const waiting = (await viewer.get(of('/conversations?handed_over=true'))).body<Listed>();
    expect(waiting.items).toHaveLength(1);
    const all = (await viewer.get(of('/conversations'))).body<Listed>();
    const [, answered] = all.items;
    const { body } = await viewer.get(of(`/conversations/${answered?.id ?? ''}`));
    expect(body()).toMatchObject({
      lines: [{ intent: 'opening_hours' }, { role: 'assistant' }],
      before: null,
    });
  });

  it('is found by its words', async () => {
    const { items } = (await viewer.get(of('/messages?words=заказы'))).body<{ items: unknown[] }>();
    expect(items).toHaveLength(1);
    expect((await viewer.get(of('/messages?words=з'))).status).toBe(400);
  });

  it('is what models were asked, by days and by purpose; a price nobody set is not taken for nothing', async () => {
    await database.query(sql`
      INSERT INTO llm_calls (client_id, purpose, model, prompt_version, tokens_in, tokens_out, latency_ms, outcome, cost_usd, created_at)
      VALUES (${shop.client_id}, 'answer', 'gpt-x', 3, 100, 20, 400, 'ok', 0.5, ${clock.now()}),
        (${shop.client_id}, 'answer', 'gpt-x', 3, 100, 20, 600, 'timeout', NULL, ${clock.now()}),
        (${shop.client_id}, 'classify', 'gpt-x', NULL, 10, 1, 100, 'ok', 0.25, '2026-11-20T10:00:00Z')`);
    await database.query(sql`
      INSERT INTO llm_usage (client_id, day, calls, tokens_in, tokens_out) VALUES (${shop.client_id}, '2026-11-23', 2, 200, 40)`);
    await database.query(sql`
      UPDATE client_settings SET daily_token_limit = 1000 WHERE client_id = ${shop.client_id}`);
    const { status, body } = await viewer.get(of(`/model-usage?${day}`));
    expect(status).toBe(200);
    const sum = {
      calls: 2,
      failed_calls: 1,
      tokens_in: 200,
      tokens_out: 40,
      cost_usd: 0.5,
      unpriced_calls: 1,
    };
    expect(body()).toEqual({
      days: [{ day: '2026-11-23', ...sum }],
      uses: [
        {
          purpose: 'answer',
          model: 'gpt-x',
          prompt_version: 3,
          conversations: 0,
          average_latency_ms: 500,
          ...sum,
        },
      ],
      budget: { daily_token_limit: 1000, tokens_today: 240 },
    });
  });

  it('is what became of each manager’s requests, and of those nobody took', async () => {
    const { body } = await viewer.get(of(`/manager-performance?${day}`));
    expect(body()).toMatchObject({
      items: [{ manager_id: null, manager: null, requests: 1, resolved: 0, average_seconds_to_take: null }],
    });
  });

  it('is a table for a spreadsheet', async () => {
    const { status, text, headers } = await viewer.get(of(`/reports/handovers/csv?${day}`));
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(text).toContain('day,manager,requests');
    const { text: russian } = await viewer.get(of(`/reports/handovers/csv?${day}&fractions=comma`));
    expect(russian).toContain('day;manager;requests');
    expect((await viewer.get(of(`/reports/secrets?${day}`))).status).toBe(404);
  });
});
