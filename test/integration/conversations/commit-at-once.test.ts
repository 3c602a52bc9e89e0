import { muteUser } from '../../../src/conversations/mute.js';
import { runTurn } from '../../../src/conversations/run-turn.js';
import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { requestHandover } from '../../../src/handovers/request-handover.js';
import { lockConversations } from '../../../src/handovers/handover-row.js';
import type { Received } from '../../../src/messages/receive-message.js';
import { storeInbound } from '../../../src/messages/store-inbound.js';
import { countersInPostgres } from '../../../src/shared/counters-in-postgres.js';
import { sql } from '../../../src/shared/database.js';
import type { Database, Queryable } from '../../../src/shared/database.js';
import { plusMinutes } from '../../../src/shared/durations.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { inboundMessage, openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { coffeeIntents, offlineAssistant } from '../../support/turns.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');

type Meanwhile = (tx: Queryable, shop: Shop, asked: Received) => Promise<unknown>;

/** A turn whose commit waits for somebody who has locked the user's conversations, and then does something. */
async function turnThatWaits(shop: Shop, asked: Received, meanwhile: Meanwhile): Promise<void> {
  let sent = 0;
  const atOnce: Database['atOnce'] = async (...args) => {
    // The first thing sent is the claim, the second the commit.
    if ((sent += 1) !== 2) return database.atOnce(...args);
    let committing: Promise<unknown> | undefined;
    await database.transaction(async (tx) => {
      await lockConversations(tx, { ...shop, ...asked });
      committing = database.atOnce(...args);
      await eventually(async () => {
        const waiting = await database.query(
          sql`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return waiting.length > 0;
      });
      await meanwhile(tx, shop, asked);
    });
    return committing as never;
  };
  const db = Object.create(database, { atOnce: { value: atOnce } }) as Database;
  clock.advance(1);
  const tools = {
    ...shop.tools,
    db,
    assistant: offlineAssistant(shop),
    counters: countersInPostgres(database),
  };
  await runTurn(tools, { ...shop, conversation_id: asked.conversation_id });
  expect(sent).toBeGreaterThanOrEqual(2);
}

const openedShop = (): Promise<Shop> => openShop(database, clock, { intents: coffeeIntents });
const answersOf = async (shop: Shop, { conversation_id }: Received): Promise<string[]> =>
  (await shop.said(conversation_id)).filter(({ role }) => role === 'assistant').map(({ content }) => content);

const silencers: [what: string, Meanwhile][] = [
  [
    'a person is called',
    async (tx, shop, asked) =>
      requestHandover(tx, {
        ...asked,
        profile: await loadClientProfile(tx, shop.client_id),
        reason: 'keyword',
        trigger_type: 'keyword',
        explicit: true,
        summary: null,
        opening_message_at: clock.now(),
        now: clock.now(),
      }),
  ],
  [
    'the bot is muted',
    (tx, { client_id }, { user_id }) =>
      muteUser(tx, { client_id, user_id, until: plusMinutes(clock.now(), 30) }),
  ],
  [
    'the user is blocked',
    (tx, { client_id }, { user_id }) =>
      tx.query(sql`UPDATE users SET blocked_at = now() WHERE client_id = ${client_id} AND id = ${user_id}`),
  ],
  [
    'the client is suspended',
    (tx, { client_id }) => tx.query(sql`UPDATE clients SET status = 'suspended' WHERE id = ${client_id}`),
  ],
  [
    'another process takes the turn',
    (tx, { client_id }, { conversation_id }) =>
      tx.query(sql`
        UPDATE conversations SET turn_token = ${crypto.randomUUID()} WHERE client_id = ${client_id} AND id = ${conversation_id}`),
  ],
];

describe('While the commit of an answer waits for a lock', () => {
  it.each(silencers)('%s: the answer is not given', async (_what, meanwhile) => {
    const shop = await openedShop();
    const asked = await shop.write('во сколько вы открываетесь?');
    await turnThatWaits(shop, asked, meanwhile);
    expect(await answersOf(shop, asked)).toEqual([]);
  });

  it('nothing happens to it when whoever had the lock changed nothing', async () => {
    const shop = await openedShop();
    const asked = await shop.write('во сколько вы открываетесь?');
    await turnThatWaits(shop, asked, async () => undefined);
    expect(await answersOf(shop, asked)).toEqual(['Мы открыты с 9 до 19.']);
  });

  it('the user writes more: there is one answer to everything', async () => {
    const shop = await openedShop();
    const asked = await shop.write('во сколько вы открываетесь?');
    await turnThatWaits(shop, asked, (tx, { client_id, integration_id }) =>
      storeInbound(tx, {
        client_id,
        integration_id,
        message: inboundMessage('вы сегодня работаете?', clock.now()),
        now: clock.now(),
      }),
    );
    expect(await answersOf(shop, asked)).toHaveLength(1);
    expect(
      await database.one(sql`
        SELECT turn_read_seq, last_seq, turn_due_at FROM conversations WHERE id = ${asked.conversation_id}`),
    ).toEqual({ turn_read_seq: 2, last_seq: 3, turn_due_at: null });
  });

  it('the user edits the question: the new one is answered', async () => {
    const shop = await openedShop();
    const asked = await shop.write('во сколько вы открываетесь?');
    await turnThatWaits(shop, asked, (tx) =>
      tx.query(sql`
        UPDATE messages SET content = 'хочу пожаловаться', edited_at = ${clock.now()} WHERE id = ${asked.message_id}`),
    );
    expect(await answersOf(shop, asked)).toEqual([]);
    expect(await shop.handovers(asked.user_id)).toMatchObject([{ status: 'pending', reason: 'intent' }]);
  });
});
