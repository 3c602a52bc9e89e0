import { randomUUID } from 'node:crypto';
import type { Channel } from '../../../src/integrations/channel.js';
import { nextMessages } from '../../../src/messages/deliver-message.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import type { Database } from '../../../src/shared/database.js';
import { acquireLeases } from '../../../src/shared/leases.js';
import { claimNextPost } from '../../../src/topics/post-outbox.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import { callPerson, mirror } from '../handovers/requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

/** A database that writes down the first claim it is asked for, breaks off before the answer, and is away for one more statement. */
function breakingOff(): Database {
  let answers: 'not' | 'away' | 'again' = 'not';
  const broken = (): Error => new Error('Connection terminated unexpectedly');
  const asked = async <T>(text: string, ask: () => Promise<T>): Promise<T> => {
    if (answers === 'away') {
      answers = 'again';
      throw broken();
    }
    const result = await ask();
    if (answers === 'again' || !text.includes("'sending'") || !text.includes('RETURNING')) return result;
    answers = 'away';
    throw broken();
  };
  return {
    ...database,
    query: (statement) => asked(statement.text, () => database.query(statement)),
    maybeOne: (statement) => asked(statement.text, () => database.maybeOne(statement)),
  };
}

describe('When PostgreSQL breaks off before it has answered a claim', () => {
  it('the message goes out as soon as it is back, and not when the claim has run out', async () => {
    const shop = await openShop(database, clock);
    const { client_id, integration_id } = shop;
    const { conversation_id } = await shop.write('hello');
    await queueMessage(
      database,
      { client_id, conversation_id, role: 'assistant', content: 'hi' },
      clock.now(),
    );
    const [lease] = await acquireLeases(database, {
      ...{ keys: [`telegram:${client_id}`], holder: 'test', bellQueue: 'test', ttlSeconds: 60 },
    });
    const sender = { client_id, integration_id, lease: lease!, channel: {} as Channel };

    await expect(nextMessages({ ...shop.tools, db: breakingOff() }, sender, 5)).rejects.toThrow('terminated');
    expect(await shop.said(conversation_id)).toMatchObject([{ delivery_status: 'queued' }]);
    expect(await nextMessages(shop.tools, sender, 5)).toMatchObject([{ content: 'hi', attempts: 1 }]);
  });

  it('so does the post to the managers’ group, with all that goes with it', async () => {
    const shop = await openShop(database, clock, { settings: { group_is_forum: true } });
    const group = new Group(database, shop);
    const user = await shop.write('позовите человека');
    await callPerson(database, shop, user);
    await group.deliver();
    for (const text of ['раз', 'два', 'три', 'четыре', 'пять']) await shop.write(text);
    await mirror(shop, user);
    const claim = { ...(await group.place()), now: clock.now() };

    await expect(claimNextPost(breakingOff(), { ...claim, token: randomUUID() })).rejects.toThrow(
      'terminated',
    );
    expect(await group.deliver()).toContain('mirror');
    expect(group.posts.at(-1)?.text).toContain('пять');
  });
});
