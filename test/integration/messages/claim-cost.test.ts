import { randomUUID } from 'node:crypto';
import { claimMessages } from '../../../src/messages/delivery-outbox.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import { join, raw, sql } from '../../../src/shared/database.js';
import type { Queryable, Sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';

const { database } = await testDatabase();
const waiting = 400;

/** Reads of pages, whether they were in memory or not, that a statement takes. It is run and undone. */
async function readsOf(statement: Sql): Promise<number> {
  const explained = join([sql`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)`, statement], ' ');
  let reads = 0;
  const undo = new Error('undo');
  const run = database.transaction(async (tx) => {
    type Explained = {
      'QUERY PLAN': { Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }[];
    };
    const [row] = await tx.query<Explained>(explained);
    const plan = row?.['QUERY PLAN'][0]?.Plan;
    reads = (plan?.['Shared Hit Blocks'] ?? NaN) + (plan?.['Shared Read Blocks'] ?? NaN);
    throw undo;
  });
  await expect(run).rejects.toBe(undo);
  return reads;
}

describe('a long line of messages to one chat', () => {
  it('is not gone through anew for each of them, also before the planner knows anything of it', async () => {
    const clock = fixedClock('2026-11-23T10:00:00Z');
    const shop = await openShop(database, clock, {});
    const { client_id, integration_id } = shop;
    const { conversation_id } = await shop.write('hello');
    for (let number = 0; number < waiting; number += 1) {
      const message = { client_id, conversation_id, role: 'manager' as const, content: `line ${number}` };
      await queueMessage(database, message, clock.now());
    }
    await database.query(sql`
      INSERT INTO leases (key, holder, bell_queue, fence, expires_at)
      VALUES ('telegram:x', 'test', 'bots-test', 1, now() + ${raw("interval '1 hour'")})`);
    const statements: Sql[] = [];
    const watched: Queryable = { ...database, query: async (statement) => (statements.push(statement), []) };
    const claim = { lease: { key: 'telegram:x', fence: 1 }, delivery_token: randomUUID(), limit: 20 };
    await claimMessages(watched, { client_id, integration_id, now: clock.now(), ...claim });
    // A claim that looks at each waiting message once reads far less than one page for each.
    for (const statement of statements) expect(await readsOf(statement)).toBeLessThan(waiting);
    expect(statements).toHaveLength(1);
  });
});
