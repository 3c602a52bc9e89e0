import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { listConversations } from '../src/reports/conversation-list.js';
import { overview } from '../src/reports/overview.js';
import { searchMessages } from '../src/reports/search-messages.js';
import { listUsers } from '../src/users/list-users.js';
import { transcript } from '../src/reports/transcript.js';
import { databaseOfClient } from '../src/shared/client-database.js';
import { sql } from '../src/shared/database.js';
import type { Database, Queryable, Sql } from '../src/shared/database.js';
import type { ClientId } from '../src/shared/ids.js';
import { withBenchDatabase } from './bench-database.js';
import { median, printLine, timed } from './figures.js';

const conversations = 100_000;
const messagesEach = 10;
/** What one statement may write before it takes too long. */
const slice = 10_000;
const days = 365;
const rounds = 15;
const now = new Date('2026-11-22T12:00:00Z');
const page = { limit: 50 };

/**
 * Prints how long each list and chart of the panel takes for a client with a million messages in a hundred thousand
 * conversations, beside a round trip to the database of the same run. With `PLANS=folder` the plan of each statement is
 * written there.
 */
export async function benchPanel(): Promise<void> {
  await withBenchDatabase(async (db) => {
    const client_id = await fill(db);
    // As routes of a client read: by the panel's role, under its policies.
    const panel = databaseOfClient(db, client_id);
    const floor: number[] = [];
    for (let round = 0; round < rounds; round += 1)
      floor.push((await timed(() => db.query(sql`SELECT 1`))).ms);
    const unit = { name: 'SELECT 1', ms: median(floor) };
    printLine('a round trip to the database', floor, unit);
    for (const [name, ask] of Object.entries(questions(client_id))) {
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) times.push((await timed(() => ask(panel))).ms);
      printLine(name, times, unit);
      await keepPlans(panel, name, ask);
    }
  });
}

function questions(client_id: ClientId): Record<string, (db: Queryable) => Promise<unknown>> {
  const period = (length: number) => ({ from: new Date(now.getTime() - length * 86_400_000), to: now });
  const list = (filter: Parameters<typeof listConversations>[1]['filter']) => (db: Queryable) =>
    listConversations(db, { client_id, filter, page });
  const users = (filter: Parameters<typeof listUsers>[1]['filter']) => (db: Queryable) =>
    listUsers(db, { client_id, filter, page });
  const search = (words: string) => (db: Queryable) => searchMessages(db, { client_id, words, page, now });
  return {
    'overview of a month': (db) => overview(db, { client_id, period: period(30) }),
    'overview of a year': (db) => overview(db, { client_id, period: period(365) }),
    'conversations, newest first': list({}),
    'conversations that have a person': list({ is_handed_over: true }),
    'conversations of one channel that has none': list({ channel: 'whatsapp' }),
    'conversations by a part of a name': list({ user: 'клиент 4242' }),
    'conversations by a name nobody has': list({ user: 'никто' }),
    'users, the last active first': users({}),
    'users by a part of a name': users({ search: 'клиент 4242' }),
    'users by a part of a number': users({ search: '0004242' }),
    'users by a name nobody has': users({ search: 'никто' }),
    'users of one channel that has none': users({ channel: 'whatsapp' }),
    'search for a word in every tenth message': search('доставка'),
    'search for a word in ten messages': search('редкость'),
    'search for two words': search('заказ доставка'),
    'a transcript': async (db) => {
      const { items } = await listConversations(db, { client_id, filter: {}, page: { limit: 1 } });
      const [newest] = items;
      if (newest) await transcript(db, { client_id, conversation_id: newest.id, limit: 100 });
    },
  };
}

/** Made in the database itself: a year of a busy client, spread evenly. */
async function fill(db: Database): Promise<ClientId> {
  const client_id = randomUUID() as ClientId;
  const integration_id = randomUUID();
  const id = (prefix: string, n: string) =>
    `('${prefix}0000-0000-4000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
  const moment = `timestamptz '${now.toISOString()}' - interval '${days} days' * (1 - n / ${conversations}.0)`;
  const run = (text: string): Promise<unknown> => db.query({ text, values: [] } as unknown as Sql);
  await run(
    `INSERT INTO clients (id, slug, name, timezone) VALUES ('${client_id}', 'busy', 'Busy', 'Asia/Almaty')`,
  );
  await run(`INSERT INTO client_settings (client_id) VALUES ('${client_id}')`);
  await run(`INSERT INTO integrations (id, client_id, platform_id, name)
    VALUES ('${integration_id}', '${client_id}', 'telegram', 'bot')`);
  await run(`INSERT INTO users (id, client_id, name, phone, created_at, last_active_at)
    SELECT ${id('aaaa', 'n')}, '${client_id}', 'Клиент ' || n, '+7701' || lpad(n::text, 7, '0'), ${moment}, ${moment}
    FROM generate_series(1, ${conversations}) n`);
  await run(`INSERT INTO conversations (id, client_id, user_id, integration_id, channel, external_chat_id, status, closed_at,
      started_at, last_message_at, last_seq)
    SELECT ${id('bbbb', 'n')}, '${client_id}', ${id('aaaa', 'n')}, '${integration_id}', 'telegram', n::text, 'closed', ${moment},
      ${moment}, ${moment} + interval '10 minutes', ${messagesEach} FROM generate_series(1, ${conversations}) n`);
  for (let first = 1; first <= conversations; first += slice) {
    await run(`INSERT INTO messages (client_id, conversation_id, user_id, integration_id, seq, role, direction, kind, content,
      external_chat_id, external_message_id, delivery_status, created_at, sent_at)
    SELECT '${client_id}', ${id('bbbb', 'n')}, ${id('aaaa', 'n')}, '${integration_id}', s,
      CASE WHEN s % 2 = 1 THEN 'user' ELSE 'assistant' END, CASE WHEN s % 2 = 1 THEN 'inbound' ELSE 'outbound' END, 'text',
      CASE WHEN s = 3 THEN 'Сколько стоит доставка?' WHEN s = 5 AND n % 10000 = 0 THEN 'Это редкость'
        WHEN s = 1 THEN 'Здравствуйте, где мой заказ номер ' || n ELSE 'Сообщение номер ' || s || ' в разговоре ' || n END,
      n::text, n || '-' || s, CASE WHEN s % 2 = 0 THEN 'sent' END, ${moment} + interval '1 minute' * s, ${moment}
    FROM generate_series(${first}, ${first + slice - 1}) n, generate_series(1, ${messagesEach}) s`);
  }
  await run(`INSERT INTO handovers (client_id, user_id, conversation_id, trigger_type, reason, status, created_at, taken_at,
      first_response_at, resolved_at, assigned_to_name, rating, rated_at)
    SELECT '${client_id}', ${id('aaaa', 'n')}, ${id('bbbb', 'n')}, 'keyword', 'keyword',
      CASE WHEN n > ${conversations - 100} THEN 'active' ELSE 'resolved' END, ${moment}, ${moment} + interval '3 minutes',
      ${moment} + interval '1 minute' * (n % 50), CASE WHEN n <= ${conversations - 100} THEN ${moment} + interval '1 hour' END,
      'Борис', CASE WHEN n % 3 = 0 THEN n % 5 + 1 END, CASE WHEN n % 3 = 0 THEN ${moment} END
    FROM generate_series(1, ${conversations}, 4) n`);
  await run(`INSERT INTO llm_calls (client_id, conversation_id, purpose, model, tokens_in, tokens_out, latency_ms, outcome,
      cost_usd, created_at)
    SELECT '${client_id}', ${id('bbbb', 'n')}, 'answer', 'gpt', 500, 50, 700, 'ok', 0.001, ${moment}
    FROM generate_series(1, ${conversations}) n, generate_series(1, 3)`);
  await run(`INSERT INTO llm_usage (client_id, day, calls, tokens_in, tokens_out, cost_usd)
    SELECT client_id, (created_at AT TIME ZONE 'Asia/Almaty')::date, count(*), sum(tokens_in), sum(tokens_out), sum(cost_usd)
    FROM llm_calls GROUP BY 1, 2`);
  await run(`INSERT INTO platform_metrics (client_id, integration_id, platform_id, metric_type, metric_value, period_start,
      period_end)
    SELECT '${client_id}', '${integration_id}', 'telegram', type, 57, hour, hour + interval '1 hour'
    FROM generate_series(timestamptz '${now.toISOString()}' - interval '${days} days',
      timestamptz '${now.toISOString()}' - interval '1 hour', interval '1 hour') hour,
      unnest(ARRAY['messages_received', 'messages_sent']) type`);
  await run(`INSERT INTO done_marks (name, done_until) VALUES ('platform_metrics', '${now.toISOString()}')
    ON CONFLICT (name) DO UPDATE SET done_until = excluded.done_until`);
  for (const table of ['messages', 'conversations', 'handovers', 'llm_calls']) await run(`VACUUM ${table}`);
  await run('ANALYZE');
  return client_id;
}

/** The plans of what a question asks, one after another, where a folder for them is named. */
async function keepPlans(
  db: Queryable,
  name: string,
  ask: (db: Queryable) => Promise<unknown>,
): Promise<void> {
  const folder = process.env['PLANS'];
  if (!folder) return;
  const plans: string[] = [];
  const explained = async (statement: Sql): Promise<void> => {
    const { text, values } = statement;
    const rows = await db.query<{ 'QUERY PLAN': string }>({
      text: `EXPLAIN (ANALYZE, BUFFERS) ${text}`,
      values,
    } as unknown as Sql);
    plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
  };
  const watched: Queryable = {
    query: async (statement) => (await explained(statement), db.query(statement)),
    one: async (statement) => (await explained(statement), db.one(statement)),
    maybeOne: async (statement) => (await explained(statement), db.maybeOne(statement)),
  };
  await ask(watched);
  writeFileSync(`${folder}/${name.replace(/[^a-z]+/g, '-')}.txt`, plans.join('\n\n'));
}
