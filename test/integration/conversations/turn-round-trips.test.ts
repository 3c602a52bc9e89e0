import { runTurn } from '../../../src/conversations/run-turn.js';
import { countersInPostgres } from '../../../src/shared/counters-in-postgres.js';
import type { ConversationId } from '../../../src/shared/ids.js';
import { fixedClock } from '../../support/clock.js';
import { countingDatabase } from '../../support/counting-database.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { coffeeIntents, offlineAssistant } from '../../support/turns.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');

async function roundTripsOfTurn(shop: Shop, conversation_id: ConversationId): Promise<number> {
  const db = countingDatabase(database);
  clock.advance(1);
  const tools = { ...shop.tools, db, assistant: offlineAssistant(shop), counters: countersInPostgres(db) };
  await runTurn(tools, { client_id: shop.client_id, conversation_id });
  return db.roundTrips;
}

describe('The way to the database is long, so', () => {
  it('an answer with a fixed text costs three round trips: read, count, commit', async () => {
    const shop = await openShop(database, clock, { intents: coffeeIntents });
    const { conversation_id } = await shop.write('во сколько вы открываетесь?');
    expect(await roundTripsOfTurn(shop, conversation_id)).toBeLessThanOrEqual(3);
    expect(await shop.said(conversation_id)).toMatchObject([{ content: 'Мы открыты с 9 до 19.' }]);
  });

  it('reading thanks costs two', async () => {
    const shop = await openShop(database, clock, { intents: coffeeIntents });
    const { conversation_id } = await shop.write('спасибо!');
    expect(await roundTripsOfTurn(shop, conversation_id)).toBeLessThanOrEqual(2);
    expect(await shop.said(conversation_id)).toEqual([]);
  });

  it('a bell for a turn that somebody else has taken costs one', async () => {
    const shop = await openShop(database, clock, { intents: coffeeIntents });
    const { conversation_id } = await shop.write('спасибо!');
    await roundTripsOfTurn(shop, conversation_id);
    expect(await roundTripsOfTurn(shop, conversation_id)).toBe(1);
  });
});
