import { randomUUID } from 'node:crypto';
import type { Channel } from '../../../src/integrations/channel.js';
import { recoverAbandoned } from '../../../src/messages/deliver-message.js';
import { claimMessages } from '../../../src/messages/delivery-outbox.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import type { Database } from '../../../src/shared/database.js';
import { acquireLeases } from '../../../src/shared/leases.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

it('a message whose outcome can not be written down keeps no other one waiting', async () => {
  const shop = await openShop(database, clock);
  const { client_id, integration_id } = shop;
  const users = [await shop.write('hello', { who: '701' }), await shop.write('hello', { who: '702' })];
  for (const { conversation_id } of users)
    await queueMessage(
      database,
      { client_id, conversation_id, role: 'assistant', content: 'hi' },
      clock.now(),
    );
  const [lease] = await acquireLeases(database, {
    ...{ keys: [`telegram:${client_id}`], holder: 'test', bellQueue: 'test', ttlSeconds: 60 },
  });
  const sender = { client_id, integration_id, lease: lease!, channel: {} as Channel };
  const claim = { ...sender, delivery_token: randomUUID(), now: clock.now(), limit: 5 };
  expect((await claimMessages(database, claim)).claimed).toHaveLength(2);
  let failures = 1;
  const shaky: Database = {
    ...database,
    transaction: async (work) => {
      if (failures-- > 0) throw new Error('this one can not be settled');
      return database.transaction(work);
    },
  };
  await recoverAbandoned({ ...shop.tools, db: shaky }, sender, { all: true });
  const statuses = await Promise.all(users.map(({ conversation_id }) => shop.said(conversation_id)));
  expect(
    statuses
      .flat()
      .map(({ delivery_status }) => delivery_status)
      .toSorted(),
  ).toEqual(['queued', 'sending']);
});
