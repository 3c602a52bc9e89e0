import { sql } from '../../../src/shared/database.js';
import { refreshOpenCards } from '../../../src/topics/cards.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import { callPerson, mirror } from '../handovers/requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

async function called() {
  const shop = await openShop(database, clock);
  const group = new Group(database, shop);
  const user = await shop.write('позовите человека');
  await callPerson(database, shop, user);
  await mirror(shop, user);
  await group.deliver();
  const { sender_key } = await group.place();
  return { shop, group, sender_key, user };
}

describe('A connection that begins', () => {
  it('brings the cards of open requests up to date, after everything that people wait for', async () => {
    const { shop, group, sender_key, user } = await called();
    expect(group.find('card').text).toContain('Ждёт меньше минуты');
    clock.advance(40);
    expect(await refreshOpenCards(database, sender_key, clock.now())).toBe(1);
    await shop.write('вы тут?');
    await mirror(shop, user);
    expect(await group.deliver()).toEqual(['mirror', 'card']);
    expect(group.find('card').text).toContain('Ждёт 40 минут');
    expect(group.all('card')).toHaveLength(1);
    // From then on the card is first again.
    await group.write('/info');
    await group.press(group.find('card'), 'Беру');
    expect((await group.deliver())[0]).toBe('card');
  });

  it('leaves alone what has ended, what was never sent, and what is on its way already', async () => {
    const { group, sender_key, shop } = await called();
    await group.press(group.find('card'), 'Решено');
    await group.deliver();
    expect(await refreshOpenCards(database, sender_key, clock.now())).toBe(0);
    await database.query(sql`DELETE FROM handovers WHERE client_id = ${shop.client_id}`);
    expect(await refreshOpenCards(database, sender_key, clock.now())).toBe(0);
  });

  it('a transition meanwhile makes the card urgent again', async () => {
    const { group, sender_key } = await called();
    await refreshOpenCards(database, sender_key, clock.now());
    await group.write('/info');
    await group.press(group.find('card'), 'Беру');
    expect(await group.deliver()).toEqual(['card', 'text']);
  });
});
