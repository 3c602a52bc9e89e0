import { randomUUID } from 'node:crypto';
import { openAlarms } from '../../../src/integrations/alarms.js';
import { sql } from '../../../src/shared/database.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { noteGroupStanding } from '../../../src/topics/group-standing.js';
import type { GroupStanding } from '../../../src/topics/group-standing.js';
import { claimNextPost, markPostSent } from '../../../src/topics/post-outbox.js';
import { markTopicGone } from '../../../src/topics/topic-state.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import { callPerson, mirror } from '../handovers/requests.js';

const { database } = await testDatabase();

const ready = {
  is_member: true,
  is_forum: true,
  is_admin: true,
  may_write: true,
  may_make_topics: true,
} as const;

async function asked() {
  const clock = fixedClock('2026-11-23T10:00:00Z');
  const shop = await openShop(database, clock, { settings: { group_is_forum: true } });
  const group = new Group(database, shop, { isForum: true });
  const user = await shop.write('позовите человека');
  await callPerson(database, shop, user);
  await mirror(shop, user);
  await group.deliver();
  const { client_id } = shop;
  const { telegram_chat_id } = await group.place();
  const note = (standing: GroupStanding) =>
    noteGroupStanding(
      { db: database, logger: silentLogger },
      { client_id, telegram_chat_id, standing, now: clock.now() },
    );
  const { slug } = await database.one<{ slug: string }>(
    sql`SELECT slug FROM clients WHERE id = ${client_id}`,
  );
  const alarms = async () =>
    (await openAlarms(database)).filter(({ client }) => client === slug).map(({ problem }) => problem);
  return { clock, shop, group, user, note, alarms };
}

describe('How the bot stands in a group', () => {
  it('changes nothing while it stays as it was', async () => {
    const { group, note, alarms } = await asked();
    await note(ready);
    await note(ready);
    expect(await group.deliver()).toEqual([]);
    expect(await alarms()).toEqual([]);
  });

  it('noted twice as lost is one alarm, and over when the bot is back', async () => {
    const { note, alarms } = await asked();
    await note({ is_member: false });
    await note({ is_member: false });
    expect(await alarms()).toEqual([expect.stringMatching(/no longer in it/)]);
    await note(ready);
    expect(await alarms()).toEqual([]);
  });

  it('without topics moves the card of an open request into the group, and takes the old one away', async () => {
    const { group, note, alarms } = await asked();
    const before = group.find('card');
    await note({ ...ready, is_forum: false, may_make_topics: false });
    await group.deliver();
    expect(group.find('alarm').text).toMatch(/Темы выключены/);
    expect(group.find('card').id).not.toBe(before.id);
    expect(group.posts.some(({ id }) => id === before.id)).toBe(false);
    expect(group.all('card')).toHaveLength(1);
    expect(await alarms()).toEqual([]);
  });

  it('with topics that it may not use promises none, and says what to do', async () => {
    const { group, note } = await asked();
    await note({ ...ready, is_forum: false, may_make_topics: false });
    await group.deliver();
    await note({ ...ready, is_admin: false, may_make_topics: false });
    await group.deliver();
    expect(group.find('alarm').text).toMatch(/больше не администратор[^]*Администраторы → добавьте бота/);
    expect(group.all('alarm').join('\n')).not.toMatch(/у каждого клиента будет своя тема/);
  });

  it('without the right to make topics leaves those that are there in use, and says what to do', async () => {
    const { shop, user, group, note, alarms } = await asked();
    await note({ ...ready, may_make_topics: false });
    await group.deliver();
    expect(group.find('alarm').text).toMatch(/боту нельзя управлять темами[^]*Администраторы/);
    expect(await alarms()).toHaveLength(1);
    await shop.write('вы тут?');
    await mirror(shop, user);
    await group.deliver();
    expect(group.find('mirror', 'вы тут?').text).toBe('вы тут?');
    const other = await shop.write('и мне человека', { who: '702' });
    await callPerson(database, shop, other);
    await group.deliver();
    expect(group.find('card').text).toMatch(/Боту нельзя создавать темы: отвечайте ответом/);
  });
});

describe('A topic that was deleted', () => {
  it('shows in its recap what still waited to be posted, and not once more after it', async () => {
    const { clock, shop, group, user } = await asked();
    const { thread_id } = group.find('card');
    for (const text of ['первое', 'второе']) await shop.write(text);
    const long = 'очень длинно '.repeat(40);
    await shop.write(long);
    await mirror(shop, user);
    const { id } = await database.one<{ id: never }>(
      sql`SELECT id FROM topics WHERE user_id = ${user.user_id}`,
    );
    const gone = { client_id: shop.client_id, topic_id: id, thread_id: thread_id ?? 0, now: clock.now() };
    await database.transaction((tx) => markTopicGone(tx, gone));
    const from = group.posts.length;
    await group.deliver();
    const told = group.posts.slice(from).map(({ text }) => text);
    for (const text of ['первое', 'второе'])
      expect(told.filter((shown) => shown.includes(text))).toHaveLength(1);
    // What a recap can't show whole stands under it as a line of its own.
    expect(told.some((shown) => shown.includes(long.trim()))).toBe(true);
  });
});

describe('Who writes in the name of the group', () => {
  const anonymous = { telegram_user_id: 1087968824, name: 'Group', username: null, is_anonymous: true };

  it('is told once a day why nobody hears them, and after each command', async () => {
    const { clock, group } = await asked();
    for (const text of ['здравствуйте', 'вы меня слышите?', 'алло'])
      await group.write(text, { from: anonymous });
    await group.deliver();
    const explained = (): number => group.all('text').filter((text) => /не видно, кто вы/.test(text)).length;
    expect(explained()).toBe(1);
    await group.write('/take', { from: anonymous });
    await group.deliver();
    expect(explained()).toBe(2);
    clock.advance(24 * 60);
    await group.write('и сегодня не слышите?', { from: anonymous });
    await group.deliver();
    expect(explained()).toBe(3);
  });
});

describe('A group without topics', () => {
  it('is told to answer by replies, never to write into a topic', async () => {
    const clock = fixedClock('2026-11-23T10:00:00Z');
    const shop = await openShop(database, clock, { settings: { group_is_forum: false } });
    const group = new Group(database, shop, { isForum: false });
    await callPerson(database, shop, await shop.write('позовите человека'));
    await group.deliver();
    expect((await group.press(group.find('card'), 'Беру')).text).toMatch(/Запрос ваш\. Отвечайте ответом/);
    for (const text of ['/resolve', '/help']) {
      await group.write(text);
      await group.deliver();
      expect(group.find('text').text).toMatch(/ответ(ом|ами) на/);
      expect(group.find('text').text).not.toMatch(/тем[аеу]/);
    }
    await group.write('/help', { reply_to_message_id: group.find('card').id });
    await group.deliver();
    expect(group.find('text').text).toMatch(/ответами на сообщения[^]*\/take — взять запрос/);
  });
});

describe('/queue', () => {
  it('in a group without topics leads to the card of each request', async () => {
    const clock = fixedClock('2026-11-23T10:00:00Z');
    const telegram_chat_id = `-100${process.pid}77`;
    const shop = await openShop(database, clock, { settings: { group_is_forum: false, telegram_chat_id } });
    const group = new Group(database, shop, { isForum: false });
    await callPerson(database, shop, await shop.write('позовите человека'));
    await group.deliver();
    await group.write('/queue');
    await group.deliver();
    const link = `https://t.me/c/${process.pid}77/${group.find('card').id}`;
    expect(group.find('text').content).toMatchObject({
      text: expect.arrayContaining([expect.objectContaining({ link })]),
    });
  });
});

describe('A reply that is quicker than the note of what it replies to', () => {
  it('is waited for, and heard', async () => {
    const clock = fixedClock('2026-11-23T10:00:00Z');
    const shop = await openShop(database, clock, { settings: { group_is_forum: false } });
    const group = new Group(database, shop, { isForum: false });
    await callPerson(database, shop, await shop.write('позовите человека'));
    const place = await group.place();
    const post = await claimNextPost(database, { ...place, token: randomUUID(), now: clock.now() });
    const taking = group.write('/take', { reply_to_message_id: 4242 });
    // The card stands in the group under this number; that it does is noted only now.
    await markPostSent(database, post!, { external_id: 4242, now: clock.now() });
    await taking;
    await group.deliver();
    expect(group.find('card').text).toMatch(/Отвечает Тимур/);
  });
});
