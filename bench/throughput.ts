import type { App } from '../src/app.js';
import { monotonicMs } from '../src/shared/clock.js';
import { sql } from '../src/shared/database.js';
import { wait } from '../src/shared/durations.js';
import { startWorkers } from '../workers/main.js';
import { answered, openClients, write } from './clients.js';
import type { BenchClient } from './clients.js';
import { median, printLine, quantile, timed } from './figures.js';
import { backendsHere, withApp } from './installation.js';
import type { Backend } from './installation.js';

const clientCount = 8;
const burst = 1_600;
const sideBySide = 16;
const inserts = 2_000;
const steadyPerSecond = 100;
const steadySeconds = 15;
const patienceMs = 120_000;

/**
 * Prints how many turns a second one process makes of a burst, and at 100 messages a second how long it takes from a
 * message's arrival until its answer is committed; beside one-row INSERTs, each with its own commit, of the same run.
 */
export async function benchThroughput(): Promise<void> {
  for (const backend of backendsHere()) await withApp(backend, (app) => measure(app, backend));
}

async function measure(app: App, backend: Backend): Promise<void> {
  const clients = await openClients(app, clientCount);
  const floor = await insertsPerSecond(app);
  startWorkers(app);
  // The first turn of a client trains its classifier.
  for (const client of clients) await write(app, client, 'first');
  await untilAnswered(app, clients.length);
  const perSecond = await turnsPerSecond(app, clients);
  console.log(`Queue in ${backend}, one process, ${clientCount} clients, no model:`);
  console.log(`  one-row INSERTs, ${sideBySide} side by side     ${floor.toFixed(0)} a second`);
  console.log(
    `  received, turned and answered     ${perSecond.toFixed(0)} a second, 1/${(floor / perSecond).toFixed(0)} of the INSERTs`,
  );
  await printSteady(app, clients);
}

async function insertsPerSecond({ db }: App): Promise<number> {
  const { ms } = await timed(() => sideBySideDo(inserts, (number) => insert(db, `floor-${number}`)));
  return (inserts * 1_000) / ms;
}

async function insert(db: App['db'], id: string): Promise<void> {
  await db.query(sql`INSERT INTO handled_updates (source, external_id) VALUES ('bench', ${id})`);
}

/** From the first message of a burst until the last answer. Every message is of another user: each needs a turn. */
async function turnsPerSecond(app: App, clients: readonly BenchClient[]): Promise<number> {
  const before = await answered(app);
  const { ms } = await timed(async () => {
    await sideBySideDo(burst, (number) => write(app, clientOf(clients, number), `burst-${number}`));
    await untilAnswered(app, before + burst);
  });
  return (burst * 1_000) / ms;
}

async function printSteady(app: App, clients: readonly BenchClient[]): Promise<void> {
  const count = steadyPerSecond * steadySeconds;
  const before = await answered(app);
  const floor: number[] = [];
  const started = monotonicMs();
  const received: Promise<void>[] = [];
  for (let number = 0; number < count; number += 1) {
    await wait(Math.max(0, started + (number * 1_000) / steadyPerSecond - monotonicMs()));
    received.push(write(app, clientOf(clients, number), `steady-${number}`));
    if (number % 10 === 0) floor.push((await timed(() => insert(app.db, `steady-${number}`))).ms);
  }
  await Promise.all(received);
  await untilAnswered(app, before + count);
  // Both times are rows of the same message and its answer, by the same clock.
  const rows = await app.db.query<{ ms: number }>(sql`
    SELECT extract(epoch FROM a.created_at - u.created_at) * 1000 AS ms
    FROM messages u JOIN messages a ON a.client_id = u.client_id AND a.conversation_id = u.conversation_id AND a.role = 'assistant'
    WHERE u.role = 'user' AND u.external_chat_id LIKE 'steady-%'`);
  const unit = { name: 'INSERT', ms: median(floor) };
  printLine(`one-row INSERT at ${steadyPerSecond}/s`, floor, unit);
  printLine(
    `from message to answer at ${steadyPerSecond}/s`,
    rows.map(({ ms }) => ms),
    unit,
  );
  console.log(
    `  slowest of ${count}: ${quantile(
      rows.map(({ ms }) => ms),
      1,
    ).toFixed(0)} ms\n`,
  );
}

function clientOf(clients: readonly BenchClient[], number: number): BenchClient {
  return clients[number % clients.length] as BenchClient;
}

async function sideBySideDo(count: number, work: (number: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let number = next++; number < count; number = next++) await work(number);
  };
  await Promise.all(Array.from({ length: sideBySide }, worker));
}

async function untilAnswered(app: App, count: number): Promise<void> {
  const until = monotonicMs() + patienceMs;
  while ((await answered(app)) < count) {
    if (monotonicMs() > until)
      throw new Error(`Only ${await answered(app)} of ${count} were answered in ${patienceMs / 1_000} s.`);
    await wait(20);
  }
}
