import { wantedLook } from '../../../src/topics/topic-look.js';
import { findTopicOfUser } from '../../../src/topics/topic-row.js';
import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import { callPerson } from '../handovers/requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

it('a topic looks as the newest request stands, by the name of today; one post for all its transitions', async () => {
  const shop = await openShop(database, clock);
  const group = new Group(database, shop);
  const user = await shop.write('позовите человека');
  await callPerson(database, shop, user);
  const look = async () => {
    const topic = await database.transaction((tx) => findTopicOfUser(tx, { ...shop, user_id: user.user_id }));
    return wantedLook(database, topic!);
  };
  expect(await look()).toEqual({ name: 'Анна · Telegram', icon: '❗️' });
  await group.deliver();
  await group.press(group.find('card'), 'Беру');
  await database.query(sql`UPDATE users SET name = 'Анна Ким' WHERE id = ${user.user_id}`);
  expect(await look()).toEqual({ name: 'Анна Ким · Telegram', icon: '💬' });
  await group.write('/assign queue');
  expect(await look()).toMatchObject({ icon: '❗️' });
  await group.write('/resolve');
  expect(await look()).toMatchObject({ icon: '✅' });
  await group.write('/take');
  await group.write('/bot');
  expect(await look()).toMatchObject({ icon: '🤖' });
  const posts = await database.query<{ priority: number; version: number }>(sql`
    SELECT priority, version FROM topic_posts WHERE client_id = ${shop.client_id} AND kind = 'topic_state'`);
  expect(posts).toEqual([{ priority: 6, version: 6 }]);
});
