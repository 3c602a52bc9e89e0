import { randomUUID } from 'node:crypto';
import { claimMessages } from '../../../src/messages/delivery-outbox.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import { sql } from '../../../src/shared/database.js';
import { acquireLeases } from '../../../src/shared/leases.js';
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

it('A client suspended while a turn decides calls nobody any more', async () => {
  const shop = await openShop(database, clock, { intents: coffeeIntents });
  const user = await shop.write('мне привезли холодный кофе');
  const db = {
    ...database,
    transaction: async <T>(work: Parameters<typeof database.transaction<T>>[0]) => {
      await database.query(sql`UPDATE clients SET status = 'suspended' WHERE id = ${shop.client_id}`);
      return database.transaction(work);
    },
  };
  await takeTurn({ ...shop, tools: { ...shop.tools, db } }, clock, user);
  expect(await shop.handovers(user.user_id)).toEqual([]);
  expect(await shop.said(user.conversation_id)).toEqual([]);
});

it('What the bot of a client has not sent yet when the client is suspended stays unsent; what a manager said goes out', async () => {
  const shop = await openShop(database, clock);
  const { client_id, integration_id } = shop;
  const { conversation_id } = await shop.write('часы работы');
  for (const [role, content] of [
    ['assistant', 'Мы открыты с 9 до 19.'],
    ['manager', 'Сегодня до 17.'],
  ] as const)
    await queueMessage(database, { client_id, conversation_id, role, content }, clock.now());
  await database.query(sql`UPDATE clients SET status = 'suspended' WHERE id = ${client_id}`);
  const [lease] = await acquireLeases(database, {
    ...{ keys: [`telegram:${client_id}`], holder: 'test', bellQueue: 'test', ttlSeconds: 60 },
  });
  const claim = async () =>
    claimMessages(database, {
      ...{ client_id, integration_id, lease: lease!, now: clock.now(), limit: 5 },
      delivery_token: randomUUID(),
    });
  expect(await claim()).toEqual({ claimed: [], dropped: 1 });
  expect((await claim()).claimed).toMatchObject([{ content: 'Сегодня до 17.' }]);
});
