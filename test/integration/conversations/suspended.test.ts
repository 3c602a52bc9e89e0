import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import { coffeeIntents, takeTurn } from '../../support/turns.js';
import { mirror } from '../handovers/requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

it('A suspended client’s users are heard and shown, and neither answered nor passed to a person', async () => {
  const shop = await openShop(database, clock, {
    intents: coffeeIntents,
    settings: { topic_mode: 'always' },
  });
  const group = new Group(database, shop);
  const suspend = (status: string) =>
    database.query(sql`UPDATE clients SET status = ${status} WHERE id = ${shop.client_id}`);
  await suspend('suspended');
  const user = await shop.write('часы работы');
  await takeTurn(shop, clock, user);
  await shop.write('/start', { command: 'start' });
  await shop.write('позовите человека', { command: 'human' });
  await takeTurn(shop, clock, user);
  await mirror(shop, user);
  await group.deliver();
  expect(group.all('mirror').join()).toContain('позовите человека');
  expect(await shop.said(user.conversation_id)).toEqual([]);
  expect(await shop.handovers(user.user_id)).toEqual([]);
  await suspend('active');
  await shop.write('часы работы?');
  await takeTurn(shop, clock, user);
  expect(await shop.said(user.conversation_id)).toMatchObject([{ content: 'Мы открыты с 9 до 19.' }]);
});
