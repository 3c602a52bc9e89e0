import { readDue, readEnded, readStock } from '../../../src/metrics/database-gauges.js';
import { sql } from '../../../src/shared/database.js';
import type { Queryable, Sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

/** The plans PostgreSQL has for everything that something asks. */
async function plansOf(ask: (db: Queryable) => Promise<unknown>): Promise<string> {
  const asked: Sql[] = [];
  const keep = <Row extends object>(statement: Sql): Promise<Row[]> => {
    asked.push(statement);
    return database.query<Row>(statement);
  };
  await ask({
    query: keep,
    one: async (s) => (await keep(s))[0] as never,
    maybeOne: async (s) => (await keep(s))[0] as never,
  });
  const plans = await Promise.all(
    asked.map((statement) => database.query<{ 'QUERY PLAN': string }>(sql`EXPLAIN ${statement}`)),
  );
  return plans
    .flat()
    .map((row) => row['QUERY PLAN'])
    .join('\n');
}

/** A year of a busy client: nothing of it is due, open or unclear. */
async function manyOldRows(): Promise<void> {
  const shop = await openShop(database, clock);
  const { conversation_id, user_id } = await shop.write('вопрос');
  const { client_id, integration_id } = shop;
  await database.query(sql`
    INSERT INTO messages (client_id, conversation_id, user_id, integration_id, seq, role, direction, delivery_status)
    SELECT ${client_id}, ${conversation_id}, ${user_id}, ${integration_id}, 100 + n, 'assistant', 'outbound', 'sent'
    FROM generate_series(1, 20000) n`);
  await database.query(sql`
    INSERT INTO handovers (client_id, conversation_id, user_id, status, trigger_type, reason, resolved_at)
    SELECT ${client_id}, ${conversation_id}, ${user_id}, 'resolved', 'manual', 'manual', ${clock.now()}::timestamptz - n * interval '20 minutes'
    FROM generate_series(1, 20000) n`);
  await database.query(sql`
    INSERT INTO topic_posts (client_id, telegram_chat_id, kind, dedupe_key, priority, status)
    SELECT ${client_id}, '-1', 'text', 'old:' || n, 3, 'sent' FROM generate_series(1, 20000) n`);
  await database.query(sql`
    INSERT INTO conversations (client_id, user_id, integration_id, channel, external_chat_id, status, closed_at)
    SELECT ${client_id}, ${user_id}, ${integration_id}, 'telegram', 'old', 'closed', now() FROM generate_series(1, 20000)`);
  await database.query(sql`
    INSERT INTO failed_updates (source, external_id, payload, error, replayed_at)
    SELECT 'telegram:a', n::text, '{}', 'old', now() FROM generate_series(1, 20000) n`);
  await database.query(sql`ANALYZE messages, handovers, topic_posts, conversations, failed_updates`);
}

it('reading all figures costs nothing for what has long been done', async () => {
  await manyOldRows();
  const now = clock.now();
  const hour = { from: new Date(now.getTime() - 60_000), until: now };
  const plans = await plansOf((db) => Promise.all([readDue(db, now), readStock(db), readEnded(db, hour)]));
  expect(plans).toContain('conversations_turn_due');
  for (const table of ['messages', 'handovers', 'topic_posts', 'conversations', 'failed_updates'])
    expect(plans).not.toContain(`Seq Scan on ${table}`);
});
