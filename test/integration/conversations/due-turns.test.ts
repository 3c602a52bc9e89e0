import { randomUUID } from 'node:crypto';
import { dueIdle, dueMirrors, dueMutes, dueTurns } from '../../../src/conversations/due-turns.js';
import { claimTurn } from '../../../src/conversations/read-turn.js';
import { sql } from '../../../src/shared/database.js';
import type { Queryable, Sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');

/** The plan PostgreSQL has for the only statement something runs. */
async function planOf(run: (db: Queryable) => Promise<unknown>): Promise<string> {
  let statement: Sql | undefined;
  const listening: Queryable = {
    query: async (asked) => ((statement = asked), []),
    one: () => Promise.reject(new Error('not used here')),
    maybeOne: () => Promise.reject(new Error('not used here')),
  };
  await run(listening);
  const rows = await database.query<Record<string, string>>(sql`EXPLAIN ${statement!}`);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

/** Conversations in which nothing is due. */
async function idleConversations(shop: Shop, count: number): Promise<void> {
  await database.query(sql`
    WITH people AS (INSERT INTO users (client_id) SELECT ${shop.client_id} FROM generate_series(1, ${count}::int) RETURNING id)
    INSERT INTO conversations (client_id, user_id, integration_id, channel, external_chat_id)
    SELECT ${shop.client_id}, id, ${shop.integration_id}, 'telegram', id::text FROM people`);
}

describe('What is due', () => {
  it('is taken fairly: the second turn of a busy client comes after the first of every other', async () => {
    const [busy, calm] = [await openShop(database, clock), await openShop(database, clock)];
    for (let user = 0; user < 4; user += 1) await busy.write('привет', { who: `busy${user}` });
    clock.advance(1);
    await calm.write('привет', { who: 'calm' });
    clock.advance(1);
    const due = await dueTurns(database, clock.now(), 3);
    expect(due.map(({ client_id }) => client_id)).toEqual([busy.client_id, calm.client_id, busy.client_id]);
  });

  it('is left alone while somebody has it', async () => {
    const shop = await openShop(database, clock);
    const { conversation_id } = await shop.write('привет');
    clock.advance(1);
    const ids = { client_id: shop.client_id, conversation_id };
    const isDue = async (): Promise<boolean> =>
      (await dueTurns(database, clock.now(), 100)).some((due) => due.conversation_id === conversation_id);
    expect(await isDue()).toBe(true);
    const claims = await Promise.all(
      [1, 2, 3].map(() => claimTurn(database, { ...ids, turn_token: randomUUID() }, clock.now())),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await isDue()).toBe(false);
    await database.query(
      sql`UPDATE conversations SET turn_lease_until = now() - interval '1 second' WHERE id = ${conversation_id}`,
    );
    expect(await isDue()).toBe(true);
  });

  describe('among twenty thousand conversations in which nothing is', () => {
    beforeAll(async () => {
      await idleConversations(await openShop(database, clock), 20_000);
      await database.query(sql`ANALYZE conversations`);
    });

    it.each([
      ['turns', 'conversations_turn_due', dueTurns],
      ['mirrors', 'conversations_mirror_due', dueMirrors],
      ['mutes', 'conversations_mute_due', dueMutes],
      ['conversations nobody goes on with', 'conversations_idle_due', dueIdle],
    ])('is found without reading what is idle: %s', async (_what, index, due) => {
      const plan = await planOf((db) => due(db, clock.now(), 200));
      expect(plan).toContain(index);
      expect(plan).not.toContain('Seq Scan on conversations');
    });
  });
});
