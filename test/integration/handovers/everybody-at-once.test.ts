import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group, olga, timur } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import { callPerson, mirror } from './requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

/** The same order every time: a run that fails can be run again. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (state * 1103515245 + 12345) % 2147483648;
    yield state;
  }
}

describe('When everybody acts at once', () => {
  it.each([1, 2, 3])('nothing is sent twice, lost or left between two states (round %i)', async (round) => {
    const shop = await openShop(database, clock);
    const group = new Group(database, shop);
    const user = await shop.write('позовите человека');
    await callPerson(database, shop, user);
    await group.deliver();
    const card = { ...group.find('card') };
    const acts: (() => Promise<unknown>)[] = [
      () => group.press(card, 'Беру', timur),
      () => group.press(card, 'Беру', olga),
      () => group.write('/take', { from: olga }),
      () => group.write('/take'),
      () => group.press(card, 'Решено', olga),
      () => group.press(card, 'Вернуть боту', timur),
      () => group.write('ответ'),
      () => group.write('ответ', { from: olga }),
      () => shop.write('ещё вопрос'),
      () => mirror(shop, user),
      () => callPerson(database, shop, user),
    ];
    const dice = numbers(round);
    const chosen = Array.from({ length: 40 }, () => acts[dice.next().value % acts.length]!);
    await Promise.all(chosen.map((act) => act()));
    await mirror(shop, user);
    await group.deliver();

    const open = await database.query(sql`
      SELECT id FROM handovers WHERE user_id = ${user.user_id} AND status IN ('pending', 'active')`);
    expect(open.length).toBeLessThanOrEqual(1);
    const said = await database.query<{ groups: number; messages: number }>(sql`
      SELECT (SELECT count(*) FROM topic_posts WHERE client_id = ${shop.client_id} AND kind = 'manager_message') AS groups,
        (SELECT count(*) FROM messages WHERE client_id = ${shop.client_id} AND role = 'manager') AS messages`);
    expect(said[0]?.groups).toBe(said[0]?.messages);
    const titles = {
      pending: 'Новый запрос',
      active: 'В работе',
      resolved: 'Решено',
      bot_handling: 'Снова отвечает бот',
    };
    const all = await database.query<{ status: keyof typeof titles; telegram_message_id: number }>(sql`
      SELECT status, telegram_message_id FROM handovers WHERE user_id = ${user.user_id}`);
    for (const { status, telegram_message_id } of all) {
      expect(group.posts.find(({ id }) => id === telegram_message_id)?.text).toContain(titles[status]);
    }
    const unsent = await database.query(sql`
      SELECT kind, status FROM topic_posts WHERE client_id = ${shop.client_id} AND status NOT IN ('sent', 'dropped')`);
    expect(unsent).toEqual([]);
  });
});
