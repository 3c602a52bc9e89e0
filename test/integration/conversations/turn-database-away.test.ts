import { runTurn } from '../../../src/conversations/run-turn.js';
import { countersInPostgres } from '../../../src/shared/counters-in-postgres.js';
import type { Counters } from '../../../src/shared/counters.js';
import { sql } from '../../../src/shared/database.js';
import type { Database } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import { coffeeIntents, offlineAssistant, takeTurn } from '../../support/turns.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');
const refused = (): Error =>
  Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });

/** A database that, once it has gone, refuses so many statements before it is back. */
function leavingDatabase(refusals: number): { db: Database; leave: () => void } {
  let left = 0;
  const reached = <T>(work: () => Promise<T>): Promise<T> => {
    if (left === 0) return work();
    left -= 1;
    return Promise.reject(refused());
  };
  const db: Database = {
    ...database,
    query: (statement) => reached(() => database.query(statement)),
    one: (statement) => reached(() => database.one(statement)),
    maybeOne: (statement) => reached(() => database.maybeOne(statement)),
    atOnce: (statements, durability) => reached(() => database.atOnce(statements, durability)),
    transaction: (work) => reached(() => database.transaction(work)),
  };
  return { db, leave: () => (left = refusals) };
}

describe('When PostgreSQL goes away for a moment', () => {
  it('a turn that was being thought about is taken again as soon as it is back, not when its claim has run out', async () => {
    const shop = await openShop(database, clock, { intents: coffeeIntents });
    const asked = await shop.write('во сколько вы открываетесь?');
    const { db, leave } = leavingDatabase(2);
    const counters: Counters = {
      ...countersInPostgres(database),
      // What is decided is counted before it is committed.
      add: async (key, by, lifeMs) => {
        leave();
        return countersInPostgres(database).add(key, by, lifeMs);
      },
    };
    clock.advance(1);
    const tools = { ...shop.tools, db, assistant: offlineAssistant(shop), counters };
    await expect(runTurn(tools, { ...shop, conversation_id: asked.conversation_id })).rejects.toThrow(
      'ECONNREFUSED',
    );

    await takeTurn(shop, clock, asked);
    expect(await shop.said(asked.conversation_id)).toMatchObject([{ content: 'Мы открыты с 9 до 19.' }]);
  });

  it('so is one whose claim was written down and never answered', async () => {
    const shop = await openShop(database, clock, { intents: coffeeIntents });
    const asked = await shop.write('во сколько вы открываетесь?');
    const { db, leave } = leavingDatabase(1);
    const deaf: Database = {
      ...db,
      async atOnce(statements, durability) {
        await database.atOnce(statements, durability);
        leave();
        throw refused();
      },
    };
    clock.advance(1);
    const assistant = offlineAssistant(shop);
    const tools = { ...shop.tools, db: deaf, assistant, counters: countersInPostgres(database) };
    await expect(runTurn(tools, { ...shop, conversation_id: asked.conversation_id })).rejects.toThrow(
      'ECONNREFUSED',
    );
    const { lease } = await database.one<{ lease: Date | null }>(sql`
      SELECT turn_lease_until AS lease FROM conversations WHERE client_id = ${shop.client_id} AND id = ${asked.conversation_id}`);
    expect(lease).toBeNull();

    await takeTurn(shop, clock, asked);
    expect(await shop.said(asked.conversation_id)).toMatchObject([{ content: 'Мы открыты с 9 до 19.' }]);
  });
});
