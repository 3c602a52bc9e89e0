import { closeIdleConversation } from '../../../src/conversations/close-idle.js';
import { muteUser, unmuteUser } from '../../../src/conversations/mute.js';
import { conversationToGoOnWith } from '../../../src/conversations/reopen-conversation.js';
import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { sql } from '../../../src/shared/database.js';
import { plusMinutes } from '../../../src/shared/durations.js';
import { blockUser, unblockUser } from '../../../src/users/block.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import { coffeeIntents, offlineAssistant, takeTurn } from '../../support/turns.js';
import { callPerson } from '../handovers/requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

describe('At the same moment', () => {
  it('a manager goes on with a closed conversation and the user writes: there is one that goes on', async () => {
    const shop = await openShop(database, clock, { intents: coffeeIntents });
    const profile = await loadClientProfile(database, shop.client_id);
    const { user_id } = await shop.write('привет');
    for (let round = 0; round < 15; round += 1) {
      await database.query(sql`
        UPDATE conversations SET status = 'closed', closed_at = ${clock.now()}, idle_due_at = NULL
        WHERE client_id = ${shop.client_id}`);
      clock.advance(1);
      const [goesOn, written] = await Promise.all([
        database.transaction((tx) => conversationToGoOnWith(tx, { profile, user_id, now: clock.now() })),
        shop.write(`и снова ${round}`),
      ]);
      expect(written.conversation_id).toBe(goesOn);
      const active = await database.query(
        sql`SELECT id FROM conversations WHERE client_id = ${shop.client_id} AND status = 'active'`,
      );
      expect(active).toEqual([{ id: goesOn }]);
    }
  });

  it('a conversation is closed and a person is called: it stays open', async () => {
    const shop = await openShop(database, clock, { intents: coffeeIntents });
    for (let round = 0; round < 10; round += 1) {
      const user = await shop.write('часы работы', { who: `who${round}` });
      await takeTurn(shop, clock, user);
      await database.query(
        sql`UPDATE messages SET delivery_status = 'sent' WHERE client_id = ${shop.client_id} AND direction = 'outbound'`,
      );
      clock.advance(25 * 60);
      await Promise.all([
        closeIdleConversation({ ...shop.tools, assistant: offlineAssistant(shop) }, { ...shop, ...user }),
        database.transaction(async (tx) => {
          const profile = await loadClientProfile(tx, shop.client_id);
          await conversationToGoOnWith(tx, { profile, user_id: user.user_id, now: clock.now() });
        }),
        callPerson(database, shop, user),
      ]);
      const profile = await loadClientProfile(database, shop.client_id);
      const goesOn = await database.transaction((tx) =>
        conversationToGoOnWith(tx, { profile, user_id: user.user_id, now: clock.now() }),
      );
      expect(goesOn).toBe(user.conversation_id);
    }
  });

  it('everything that silences the bot meets everything the user does, and nobody loses', async () => {
    const shop = await openShop(database, clock, { intents: coffeeIntents });
    const profile = await loadClientProfile(database, shop.client_id);
    const user = await shop.write('часы работы');
    const { user_id } = user;
    const of = { client_id: shop.client_id, user_id };
    const now = clock.now();
    const acting = { profile, by: null, now };
    for (let round = 0; round < 10; round += 1) {
      await Promise.all([
        database.transaction((tx) => blockUser(tx, user_id, acting)),
        database.transaction((tx) => blockUser(tx, user_id, acting)),
        database.transaction((tx) => unblockUser(tx, user_id, acting)),
        database.transaction((tx) => muteUser(tx, { ...of, until: plusMinutes(now, 30) })),
        database.transaction((tx) => unmuteUser(tx, { ...of, now })),
        ...Array.from({ length: 4 }, (_, number) => shop.write(`вопрос ${round}.${number}`)),
        takeTurn(shop, clock, user),
      ]);
    }
    await database.transaction((tx) => blockUser(tx, user_id, acting));
    await takeTurn(shop, clock, user);
    await database.transaction((tx) => unblockUser(tx, user_id, acting));
    const before = await shop.said(user.conversation_id);
    await shop.write('часы работы');
    await takeTurn(shop, clock, user);
    expect((await shop.said(user.conversation_id)).slice(before.length)).toMatchObject([
      { content: 'Мы открыты с 9 до 19.' },
    ]);
  }, 60_000);
});
