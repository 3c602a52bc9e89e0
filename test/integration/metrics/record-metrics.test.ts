import { recordMetrics, dueMetrics } from '../../../src/metrics/record-metrics.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import { queueNotice } from '../../../src/messages/queue-notice.js';
import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { sql } from '../../../src/shared/database.js';
import type { ConversationId } from '../../../src/shared/ids.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');
const record = () => recordMetrics({ db: database, clock });

beforeEach(async () => {
  await database.query(sql`DELETE FROM platform_metrics`);
  await database.query(sql`DELETE FROM messages`);
  clock.set('2026-11-23T10:00:00Z');
  await database.query(sql`
    INSERT INTO done_marks VALUES ('platform_metrics', ${clock.now()})
    ON CONFLICT (name) DO UPDATE SET done_until = excluded.done_until`);
});

/** Somebody answers now, and what they say is sent (or not) after so many minutes. */
async function answer(
  { client_id }: Shop,
  conversation_id: ConversationId,
  { role = 'assistant', status = 'sent' }: { role?: 'assistant' | 'manager'; status?: string } = {},
): Promise<void> {
  const said = { client_id, conversation_id, role, content: 'Да' };
  const { id } = await queueMessage(database, said, clock.now());
  await database.query(sql`
    UPDATE messages SET delivery_status = ${status}, sent_at = ${status === 'sent' ? clock.now() : null}
    WHERE id = ${id}`);
}

type Recorded = { metric_type: string; value: number; hour: number; attributes: object };

function recorded({ integration_id }: Shop): Promise<Recorded[]> {
  return database.query(sql`
    SELECT metric_type, metric_value::float8 AS value, extract(hour FROM period_start)::int AS hour, attributes
    FROM platform_metrics WHERE integration_id = ${integration_id} AND aggregation_period = 'hour'
    ORDER BY period_start, metric_type`);
}

describe('The figures of an hour', () => {
  it('say what was received and sent, what failed, and how long users waited for the first answer', async () => {
    const shop = await openShop(database, clock);
    const { conversation_id } = await shop.write('вопрос');
    clock.advance(1);
    await shop.write('и ещё один');
    const profile = await loadClientProfile(database, shop.client_id);
    await queueNotice(database, { profile, conversation_id, name: 'handover_opened', now: clock.now() });
    clock.advance(3);
    await answer(shop, conversation_id);
    await answer(shop, conversation_id);
    clock.advance(10);
    await shop.write('третий');
    clock.advance(2);
    await answer(shop, conversation_id, { status: 'failed' });
    await answer(shop, conversation_id, { role: 'manager' });
    clock.set('2026-11-23T11:05:00Z');
    await record();
    expect(await recorded(shop)).toEqual([
      { metric_type: 'errors', value: 1, hour: 10, attributes: {} },
      { metric_type: 'messages_received', value: 3, hour: 10, attributes: {} },
      { metric_type: 'messages_sent', value: 3, hour: 10, attributes: {} },
      // Four minutes for the first answer, two for the second.
      { metric_type: 'response_time', value: 180, hour: 10, attributes: { answers: 2 } },
    ]);
  });

  it('belong to each integration, and an hour in which nothing happened has none', async () => {
    const [busy, quiet] = [await openShop(database, clock), await openShop(database, clock)];
    await busy.write('вопрос');
    clock.set('2026-11-23T12:05:00Z');
    await record();
    expect(await recorded(quiet)).toEqual([]);
    expect((await recorded(busy)).map(({ metric_type, hour }) => `${metric_type} ${hour}`)).toEqual([
      'messages_received 10',
    ]);
  });

  it('are recorded once an hour is well over, and not asked for again before the next one', async () => {
    expect(await dueMetrics(database, clock.set('2026-11-23T11:04:59Z'))).toEqual([]);
    expect(await dueMetrics(database, clock.set('2026-11-23T11:05:00Z'))).toEqual([{}]);
    await record();
    expect(await dueMetrics(database, clock.now())).toEqual([]);
  });

  it('are caught up with after a standstill, two days at most', async () => {
    const shop = await openShop(database, clock);
    for (const hour of ['2026-11-23T10:30:00Z', '2026-11-24T12:30:00Z', '2026-11-25T09:30:00Z']) {
      clock.set(hour);
      await shop.write('вопрос');
    }
    clock.set('2026-11-26T10:10:00Z');
    await record();
    expect((await recorded(shop)).map(({ hour }) => hour)).toEqual([12, 9]);
  });

  it('are the same when two workers record them together, or one of them records them again', async () => {
    const shop = await openShop(database, clock);
    await shop.write('вопрос');
    clock.set('2026-11-23T13:05:00Z');
    await Promise.all([record(), record(), record()]);
    const once = await recorded(shop);
    await database.query(sql`UPDATE done_marks SET done_until = '2026-11-23T10:00:00Z'`);
    await record();
    expect(await recorded(shop)).toEqual(once);
    expect(once).toHaveLength(1);
  });

  it('begin with the last full hour in an installation that has just begun', async () => {
    await database.query(sql`DELETE FROM done_marks`);
    const shop = await openShop(database, clock);
    await shop.write('вопрос');
    expect(await dueMetrics(database, clock.set('2026-11-23T11:20:00Z'))).toEqual([{}]);
    await record();
    expect(await recorded(shop)).toHaveLength(1);
  });
});
