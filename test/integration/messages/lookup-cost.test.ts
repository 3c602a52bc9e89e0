import { homeChat } from '../../../bots/whatsapp/home-chat.js';
import { personJid } from '../../../bots/whatsapp/ids.js';
import type { Jid } from '../../../bots/whatsapp/ids.js';
import { join, sql } from '../../../src/shared/database.js';
import type { Database, Sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');
const known = 5_000;

type Explained = { 'QUERY PLAN': { Plan: Record<string, number> }[] };

/** Pages that the one statement reads which something runs. */
async function readsOf(work: (db: Database) => Promise<unknown>): Promise<number> {
  let reads = NaN;
  const query = async <Row extends object>(statement: Sql): Promise<Row[]> => {
    const explained = join([sql`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)`, statement], ' ');
    const [row] = await database.query<Explained>(explained);
    const plan = row?.['QUERY PLAN'][0]?.Plan ?? {};
    reads = (plan['Shared Hit Blocks'] ?? NaN) + (plan['Shared Read Blocks'] ?? NaN);
    return database.query<Row>(statement);
  };
  await work({ ...database, query });
  return reads;
}

async function insertConversations({ client_id, integration_id }: Shop): Promise<void> {
  await database.query(sql`
    WITH people AS (
      INSERT INTO users (client_id, name, created_at, last_active_at)
      SELECT ${client_id}, 'U', now(), now() FROM generate_series(1, ${known}) RETURNING id
    )
    INSERT INTO conversations (client_id, user_id, integration_id, channel, external_chat_id)
    SELECT ${client_id}, id, ${integration_id}, 'telegram',
      7701000000 + row_number() OVER () || '@s.whatsapp.net' FROM people`);
  await database.query(sql`ANALYZE conversations`);
}

it('the chat of a person among thousands is found without reading the others', async () => {
  const shop = await openShop(database, clock);
  await insertConversations(shop);
  const { client_id, integration_id: id, tools } = shop;
  const integration = { client_id, id };
  const address = personJid('7701000077@s.whatsapp.net') as Jid;
  const reads = await readsOf((db) => homeChat({ tools: { ...tools, db }, integration }, [address]));
  expect(reads).toBeLessThan(20);
});
