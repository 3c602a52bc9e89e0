import type { App } from '../src/app.js';
import { sql } from '../src/shared/database.js';
import { sweepJob } from '../workers/sweep.js';
import { openClients } from './clients.js';
import { median, printLine, timed } from './figures.js';
import { backendsHere, withApp } from './installation.js';
import type { Backend } from './installation.js';

const clientCount = 50;
const few = 1_000;
const many = 100_000;
const due = 200;
const rounds = 60;

/**
 * Prints what one sweep costs with a thousand and with a hundred thousand open handovers, with nothing due and with 200
 * reminders due, beside a round trip to the database (`SELECT 1`) of the same run.
 */
export async function benchSweep(): Promise<void> {
  for (const backend of backendsHere()) await withApp(backend, (app) => measure(app, backend));
}

async function measure(app: App, backend: Backend): Promise<void> {
  const clients = (await openClients(app, clientCount)).map(({ client_id }) => client_id);
  console.log(`Queue in ${backend}:`);
  let open = 0;
  for (const wanted of [few, many]) {
    await openHandovers(app, clients, { from: open, to: wanted });
    open = wanted;
    const floor: number[] = [];
    const idle = await sweeps(app, floor);
    await setDue(app, due);
    const busy = await sweeps(app, floor);
    await setDue(app, 0);
    const unit = { name: 'SELECT 1', ms: median(floor) };
    if (wanted === few) printLine('a round trip to the database', floor, unit);
    printLine(`${wanted} open, nothing due`, idle, unit);
    printLine(`${wanted} open, ${due} due`, busy, unit);
  }
  console.log('');
}

async function sweeps(app: App, floor: number[]): Promise<number[]> {
  const sweep = sweepJob(app);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    floor.push((await timed(() => app.db.query(sql`SELECT 1`))).ms);
    times.push((await timed(() => sweep({}))).ms);
  }
  return times;
}

/** Open handovers that wait for times far away, spread over clients. */
async function openHandovers(
  { db }: App,
  clients: readonly string[],
  { from, to }: { from: number; to: number },
): Promise<void> {
  const user = sql`('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
  const client = sql`(${clients}::uuid[])[n % ${clients.length} + 1]`;
  const each = sql`FROM generate_series(${from + 1}::int, ${to}::int) n`;
  await db.query(sql`INSERT INTO users (id, client_id, name) SELECT ${user}, ${client}, 'Анна' ${each}`);
  await db.query(sql`
    INSERT INTO conversations (id, client_id, user_id, integration_id, channel, external_chat_id, last_message_at)
    SELECT ${user}, ${client}, ${user}, i.id, 'telegram', n::text, now()
    ${each} JOIN integrations i ON i.client_id = ${client}`);
  await db.query(sql`
    INSERT INTO handovers (client_id, user_id, conversation_id, trigger_type, reason, waiting_since, reminder_1_due_at,
      reminder_2_due_at, auto_close_due_at)
    SELECT ${client}, ${user}, ${user}, 'keyword', 'keyword', now(), now() + interval '1 day' + n * interval '1 second',
      now() + interval '2 days' + n * interval '1 second', now() + interval '3 days' + n * interval '1 second'
    ${each}`);
  await db.query(sql`ANALYZE`);
}

/** Makes so many first reminders due, and no others. */
async function setDue({ db }: App, count: number): Promise<void> {
  await db.query(sql`
    UPDATE handovers SET reminder_1_due_at = now() + interval '1 day' WHERE reminder_1_due_at < now()`);
  await db.query(sql`
    UPDATE handovers SET reminder_1_due_at = now() - interval '1 minute'
    WHERE id IN (SELECT id FROM handovers ORDER BY reminder_2_due_at LIMIT ${count})`);
}
