import { runTurn } from '../src/conversations/run-turn.js';
import { countersInPostgres } from '../src/shared/counters-in-postgres.js';
import { sql } from '../src/shared/database.js';
import type { Database } from '../src/shared/database.js';
import { fixedClock } from '../test/support/clock.js';
import { openShop } from '../test/support/shop.js';
import { coffeeIntents, offlineAssistant } from '../test/support/turns.js';
import { withBenchDatabase } from './bench-database.js';
import { median, printLine, timed } from './figures.js';

const turns = 500;
const warmingUp = 30;
const users = 100;
/** A turn without the model costs less than this at the median on two cores. */
const limitMs = 30;

type Times = { insert: number[]; receive: number[]; turn: number[] };

/**
 * Prints what a turn costs without a model (claimed, read, classified offline, its reply committed), and what receiving a
 * message costs, beside a one-row INSERT with its own commit measured in between.
 */
export async function benchTurn(): Promise<void> {
  await withBenchDatabase(async (database) => {
    const { insert, receive, turn } = await measure(database);
    console.log(
      `${turns} turns of ${users} users, one after another, answered by an intent without a model:`,
    );
    const unit = { name: 'INSERT', ms: median(insert) };
    printLine('one-row INSERT', insert, unit);
    printLine('receive a message', receive, unit);
    printLine('turn', turn, unit);
    const met = median(turn) < limitMs ? 'met' : 'NOT MET';
    console.log(`  under ${limitMs} ms at the median: ${met}`);
  });
}

async function measure(database: Database): Promise<Times> {
  const clock = fixedClock('2026-11-23T10:00:00Z');
  const shop = await openShop(database, clock, { intents: coffeeIntents });
  const counters = countersInPostgres(database);
  const tools = { ...shop.tools, counters, assistant: offlineAssistant(shop) };
  const times: Times = { insert: [], receive: [], turn: [] };
  for (let index = -warmingUp; index < turns; index += 1) {
    const inserted = await timed(() =>
      database.query(
        sql`INSERT INTO handled_updates (source, external_id) VALUES ('bench', ${String(index)})`,
      ),
    );
    const received = await timed(() =>
      shop.write('во сколько вы открываетесь?', { who: String(Math.abs(index) % users) }),
    );
    clock.advance(1);
    const { client_id } = shop;
    const { conversation_id } = received.result;
    const taken = await timed(() => runTurn(tools, { client_id, conversation_id }));
    if (index < 0) continue;
    times.insert.push(inserted.ms);
    times.receive.push(received.ms);
    times.turn.push(taken.ms);
  }
  await expectAnswers(database);
  return times;
}

/** A turn that did nothing would be fast, too. */
async function expectAnswers(database: Database): Promise<void> {
  const { replies } = await database.one<{ replies: number }>(
    sql`SELECT count(*) AS replies FROM messages WHERE role = 'assistant'`,
  );
  if (replies !== turns + warmingUp)
    throw new Error(`Of ${turns + warmingUp} turns only ${replies} answered.`);
}
