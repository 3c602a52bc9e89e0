import type { Received } from '../../../src/messages/receive-message.js';
import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { coffeeIntents, takeTurn } from '../../support/turns.js';
import { callPerson, mirror } from '../handovers/requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

/** A client that wants a topic for everybody, with a user who has asked and was answered. */
async function asked(): Promise<{ shop: Shop; group: Group; user: Received }> {
  const shop = await openShop(database, clock, {
    intents: coffeeIntents,
    settings: { topic_mode: 'always' },
  });
  const group = new Group(database, shop);
  const user = await shop.write('часы работы');
  await mirror(shop, user);
  await takeTurn(shop, clock, user);
  await mirror(shop, user);
  await group.deliver();
  return { shop, group, user };
}

describe('Where everybody has a topic', () => {
  it('it is there from the first message on, with both sides, without a card or a recap', async () => {
    const { group } = await asked();
    expect(group.posts.map(({ kind, text }) => [kind, text])).toEqual([
      ['mirror', 'часы работы'],
      ['mirror', expect.stringContaining('Мы открыты с 9 до 19.')],
    ]);
    expect(new Set(group.posts.map(({ thread_id }) => thread_id)).size).toBe(1);
  });

  it('the first request puts its card into it, and repeats nothing', async () => {
    const { shop, group, user } = await asked();
    await shop.write('позовите человека');
    await callPerson(database, shop, user);
    await mirror(shop, user);
    await group.deliver();
    expect(group.all('recap')).toEqual([]);
    expect(group.find('card').thread_id).toBe(group.find('mirror').thread_id);
    expect(group.all('mirror').filter((text) => text.includes('позовите человека'))).toHaveLength(1);
  });

  it("a manager's words without a request are a note, with an offer to take and send", async () => {
    const { shop, group, user } = await asked();
    await group.write('Кстати, у нас новый десерт');
    await group.deliver();
    expect((await shop.said(user.conversation_id)).map(({ role }) => role)).toEqual(['assistant']);
    await group.press(group.find('offer'), 'Беру и отправить');
    expect((await shop.said(user.conversation_id)).at(-1)).toMatchObject({
      role: 'manager',
      content: 'Кстати, у нас новый десерт',
    });
    expect(await shop.handovers(user.user_id)).toMatchObject([{ status: 'active', reason: 'manual' }]);
    await group.deliver();
    expect(group.find('card').text).toContain('Отвечает Тимур');
  });

  it('one that comes late, in a long conversation, begins with a recap that is not repeated line by line', async () => {
    const shop = await openShop(database, clock);
    const group = new Group(database, shop);
    const user = await shop.write('сообщение 1');
    for (let number = 2; number <= 14; number += 1) await shop.write(`сообщение ${number}`);
    await database.query(
      sql`UPDATE client_settings SET topic_mode = 'always' WHERE client_id = ${shop.client_id}`,
    );
    await shop.write('сообщение 15');
    await mirror(shop, user);
    await group.deliver();
    expect(group.posts.map(({ kind }) => kind)).toEqual(['recap']);
    expect(group.find('recap').text).toContain('сообщение 15');
    await shop.write('сообщение 16');
    await mirror(shop, user);
    await group.deliver();
    expect(group.all('mirror')).toEqual(['сообщение 16']);
  });
});
