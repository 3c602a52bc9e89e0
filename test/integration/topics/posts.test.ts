import { randomUUID } from 'node:crypto';
import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { recomputeDueTimes } from '../../../src/handovers/settings-changed.js';
import type { Received } from '../../../src/messages/receive-message.js';
import { sql } from '../../../src/shared/database.js';
import type { Queryable } from '../../../src/shared/database.js';
import { queueReceipt } from '../../../src/topics/delivery-receipts.js';
import type { DeliveryReport } from '../../../src/topics/delivery-receipts.js';
import {
  claimNextPost,
  groupsWithWork,
  groupsWithWorkStatement,
  markPostRetryAt,
  markPostSent,
  releasePosts,
} from '../../../src/topics/post-outbox.js';
import { renderPost } from '../../../src/topics/render-post.js';
import { markTopicGone, moveGroup } from '../../../src/topics/topic-state.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group, olga } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { callPerson, mirror } from '../handovers/requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

type Stage = { shop: Shop; group: Group; user: Received };

async function asked({
  settings = {},
  isForum = true,
}: { settings?: Record<string, unknown>; isForum?: boolean } = {}): Promise<Stage> {
  const shop = await openShop(database, clock, { settings: { group_is_forum: isForum, ...settings } });
  const group = new Group(database, shop, { isForum });
  const user = await shop.write('позовите человека');
  await callPerson(database, shop, user);
  await mirror(shop, user);
  await group.deliver();
  return { shop, group, user };
}

async function claim(shop: Shop, group: Group) {
  return claimNextPost(database, {
    ...(await group.place()),
    token: randomUUID(),
    now: shop.tools.clock.now(),
  });
}

describe("The group's outbox", () => {
  it('sends cards first, then what people asked for, then lines, then receipts', async () => {
    const { shop, group, user } = await asked();
    await shop.write('раз');
    await mirror(shop, user);
    await group.write('/help');
    await group.press(group.find('card'), 'Беру');
    const other = await shop.write('и мне человека', { who: '701' });
    await callPerson(database, shop, other);
    expect(await group.deliver()).toEqual(['card', 'card', 'text', 'recap', 'mirror']);
  });

  it('keeps order: a line that has to wait holds back those behind it', async () => {
    const { shop, group, user } = await asked();
    for (const text of ['раз', 'два']) {
      await shop.write(text);
      await mirror(shop, user);
    }
    const first = await claim(shop, group);
    expect(await claim(shop, group)).toBeNull();
    await markPostRetryAt(database, first!, new Date(clock.now().getTime() + 5000));
    expect(await group.deliver()).toEqual([]);
    clock.advance(1);
    await group.deliver();
    expect(group.all('mirror').slice(-2)).toEqual(['раз', 'два']);
  });

  it('merges lines under pressure: nothing is missing, and a reply to the merged message still answers', async () => {
    const { shop, group, user } = await asked();
    for (let number = 1; number <= 60; number += 1) await shop.write(`строка ${number}`);
    await mirror(shop, user);
    const sent = await group.deliver();
    expect(sent.length).toBeLessThan(5);
    const all = group.all('mirror').join('\n');
    for (let number = 1; number <= 60; number += 1)
      expect(all).toMatch(new RegExp(`строка ${number}(\\n|$)`));
    await group.press(group.find('card'), 'Беру');
    await group.write('понял', { reply_to_message_id: group.find('mirror', 'строка 60').id });
    const [answer] = await database.query<{ reply_to_message_id: string | null }>(sql`
      SELECT reply_to_message_id FROM messages WHERE conversation_id = ${user.conversation_id} AND role = 'manager'`);
    expect(answer?.reply_to_message_id).not.toBeNull();
  });

  it('shows the newest state, however often it changed while a card waited', async () => {
    const { group } = await asked();
    const card = { ...group.find('card') };
    await group.press(card, 'Беру');
    await group.press(card, 'Решено');
    expect((await group.deliver()).filter((kind) => kind === 'card')).toHaveLength(1);
    expect(group.find('card').text).toContain('Решено');
  });

  it('sends a card once more when it changed while it was being sent', async () => {
    const { shop, group } = await asked();
    await group.press(group.find('card'), 'Беру');
    const claimed = await claim(shop, group);
    const old = await renderPost(database, claimed!);
    await group.press(group.find('card'), 'Решено', olga);
    await markPostSent(database, claimed!, { external_id: claimed!.external_id, now: clock.now() });
    expect(old?.type === 'text' && old.buttons.flat()).toHaveLength(3);
    await group.deliver();
    expect(group.find('card').text).toContain('Решено: Ольга');
  });

  it('sends again what a sender was sending when it died', async () => {
    const { shop, group, user } = await asked();
    await shop.write('раз');
    await mirror(shop, user);
    await claim(shop, group);
    expect(await group.deliver()).toEqual([]);
    const { sender_key } = await group.place();
    expect(await releasePosts(database, sender_key)).toBe(1);
    expect(await groupsWithWork(database, sender_key, clock.now())).toHaveLength(1);
    expect(await group.deliver()).toContain('mirror');
    expect(await groupsWithWork(database, sender_key, clock.now())).toEqual([]);
  });

  it('is not held up by a claim that came to nothing', async () => {
    const { shop, group, user } = await asked();
    await shop.write('раз');
    await mirror(shop, user);
    const failing: Queryable = {
      query: async (statement) => {
        if (statement.text.includes('waiting')) throw new Error('deadlock detected');
        return database.query(statement);
      },
      one: (statement) => database.one(statement),
      maybeOne: (statement) => database.maybeOne(statement),
    };
    const now = clock.now();
    const ask = { ...(await group.place()), token: randomUUID(), now };
    await expect(claimNextPost(failing, ask)).rejects.toThrow('deadlock');
    expect(await group.deliver()).toEqual(['mirror']);
  });

  it('looks only at what waits, however much has been sent', async () => {
    const { shop, group } = await asked();
    const { telegram_chat_id } = await group.place();
    await database.query(sql`
      INSERT INTO topic_posts (client_id, telegram_chat_id, kind, dedupe_key, priority, status)
      SELECT ${shop.client_id}, ${telegram_chat_id}, 'mirror', 'old:' || n, 4, 'sent' FROM generate_series(1, 20000) n`);
    await database.query(sql`ANALYZE topic_posts`);
    const rows = await database.query<{ 'QUERY PLAN': string }>(sql`
      EXPLAIN ${groupsWithWorkStatement('telegram:x', clock.now())}`);
    const shape = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(shape).toContain('topic_posts_outbox');
    expect(shape).not.toContain('Seq Scan on topic_posts');
  });

  it('gives nothing to a bot that the client has not set for this group', async () => {
    const { shop, group, user } = await asked();
    await shop.write('раз');
    await mirror(shop, user);
    const { telegram_chat_id } = await group.place();
    const foreign = { sender_key: 'telegram:other', telegram_chat_id, token: randomUUID(), now: clock.now() };
    expect(await claimNextPost(database, foreign)).toBeNull();
  });
});

describe('A topic', () => {
  it('that was deleted is made again with a recap and the card', async () => {
    const { shop, group, user } = await asked();
    const { thread_id } = group.find('card');
    const topic = await database.one<{ id: never }>(
      sql`SELECT id FROM topics WHERE user_id = ${user.user_id}`,
    );
    const gone = { client_id: shop.client_id, topic_id: topic.id, thread_id: thread_id!, now: clock.now() };
    await database.transaction((tx) => markTopicGone(tx, gone));
    await database.transaction((tx) => markTopicGone(tx, gone));
    expect(await group.deliver()).toEqual(['card', 'recap']);
    expect(group.find('card').thread_id).not.toBe(thread_id);
    await group.press(group.find('card'), 'Беру');
    expect(await group.deliver()).toEqual(['card']);
  });

  it('moves with its group when that becomes a supergroup', async () => {
    const { group } = await asked();
    const { telegram_chat_id: from, sender_key } = await group.place();
    await database.transaction((tx) =>
      moveGroup(tx, { sender_key, from, to: `${from}-new`, is_forum: true, now: clock.now() }),
    );
    expect((await group.place()).telegram_chat_id).toBe(`${from}-new`);
    await group.write('/queue', { thread_id: null });
    expect(await group.deliver()).toEqual(['card', 'recap', 'text']);
    expect(group.find('text').text).toContain('Анна');
  });

  it('moves again when a client file that still names the old group was applied meanwhile', async () => {
    const { shop, group, user } = await asked();
    const { telegram_chat_id: from, sender_key } = await group.place();
    const move = () =>
      database.transaction((tx) =>
        moveGroup(tx, { sender_key, from, to: `${from}-new`, is_forum: true, now: clock.now() }),
      );
    await move();
    await database.query(
      sql`UPDATE client_settings SET telegram_chat_id = ${from} WHERE client_id = ${shop.client_id}`,
    );
    const profile = await loadClientProfile(database, shop.client_id);
    await database.transaction((tx) => recomputeDueTimes(tx, profile, clock.now()));
    expect(await move()).toBe(true);
    await shop.write('вы тут?');
    await mirror(shop, user);
    expect(await group.deliver()).toEqual(expect.arrayContaining(['card', 'mirror']));
    expect(group.find('mirror', 'вы тут?').thread_id).toBe(group.find('card').thread_id);
  });

  it('is made for everybody where the client wants so', async () => {
    const shop = await openShop(database, clock, { settings: { topic_mode: 'always' } });
    const group = new Group(database, shop);
    const user = await shop.write('во сколько вы открываетесь?');
    await mirror(shop, user);
    await group.deliver();
    expect(group.all('mirror')).toEqual(['во сколько вы открываетесь?']);
  });

  it('does not exist before the first request otherwise', async () => {
    const shop = await openShop(database, clock);
    const user = await shop.write('привет');
    await mirror(shop, user);
    expect(await new Group(database, shop).deliver()).toEqual([]);
  });

  it('shows photos as photos, what can not be shown by its kind, and who said what', async () => {
    const { shop, group, user } = await asked();
    await shop.write('чек', { kind: 'image', media: { channel: 'telegram', file_id: 'f' } });
    await shop.write('', { kind: 'unsupported', unsupported_kind: 'video' });
    await mirror(shop, user);
    await group.deliver();
    expect(group.all('mirror')).toContain('[image] чек');
    expect(group.all('mirror').join('\n')).toContain('(видео)');
    expect(group.all('mirror').join('\n')).toMatch(/Автосообщение\nЗову коллегу|Автосообщение/);
  });
});

describe('A client without a group', () => {
  it('keeps its requests, and their cards come as soon as it has one', async () => {
    const shop = await openShop(database, clock, { settings: { telegram_chat_id: null } });
    const user = await shop.write('человека');
    expect(await callPerson(database, shop, user)).toMatchObject({ outcome: 'opened' });
    await database.query(
      sql`UPDATE client_settings SET telegram_chat_id = ${`-100late-${shop.client_id}`} WHERE client_id = ${shop.client_id}`,
    );
    const profile = await loadClientProfile(database, shop.client_id);
    await database.transaction((tx) => recomputeDueTimes(tx, profile, clock.now()));
    const group = new Group(database, shop);
    expect(await group.deliver()).toEqual(['card', 'recap']);
  });
});

describe('Receipts', () => {
  async function said(stage: Stage): Promise<{ on: number; message_id: DeliveryReport['message_id'] }> {
    await stage.group.press(stage.group.find('card'), 'Беру');
    const on = await stage.group.write('Здравствуйте');
    const { id } = await database.one<{ id: DeliveryReport['message_id'] }>(sql`
      SELECT id FROM messages WHERE conversation_id = ${stage.user.conversation_id} AND role = 'manager' ORDER BY seq DESC LIMIT 1`);
    return { on, message_id: id };
  }

  async function report(
    { shop }: Stage,
    message_id: DeliveryReport['message_id'],
    outcome: DeliveryReport['outcome'],
    reason?: DeliveryReport['reason'],
  ) {
    await database.query(sql`UPDATE messages SET delivery_status = ${outcome} WHERE id = ${message_id}`);
    await queueReceipt(database, {
      client_id: shop.client_id,
      message_id,
      outcome,
      ...(reason && { reason }),
      now: clock.now(),
    });
  }

  it('are a reaction under what the manager wrote', async () => {
    const stage = await asked();
    const { on, message_id } = await said(stage);
    await report(stage, message_id, 'sent');
    await stage.group.deliver();
    expect(stage.group.reactions.get(on)).toBe('👌');
    await report(stage, message_id, 'read');
    await stage.group.deliver();
    expect(stage.group.reactions.get(on)).toBe('👀');
  });

  it('say in words why something did not arrive', async () => {
    const stage = await asked();
    const { on, message_id } = await said(stage);
    await report(stage, message_id, 'failed', 'blocked');
    await stage.group.deliver();
    expect(stage.group.reactions.get(on)).toBe('💔');
    expect(stage.group.find('failure').text).toContain('заблокировал');
    expect(stage.group.find('failure').content).toMatchObject({ reply_to_external_id: on });
    const user = await database.one<{ unreachable_at: Date | null }>(
      sql`SELECT unreachable_at FROM users WHERE id = ${stage.user.user_id}`,
    );
    expect(user.unreachable_at).not.toBeNull();
    expect(stage.group.find('card').text).toContain('заблокировал бота');
  });

  it('offer to send again what nobody knows of, once', async () => {
    const stage = await asked();
    const { message_id } = await said(stage);
    await report(stage, message_id, 'uncertain');
    await stage.group.deliver();
    const line = { ...stage.group.find('failure') };
    expect((await stage.group.press(line, 'Отправить ещё раз')).text).toBe('Отправляю клиенту.');
    expect((await stage.group.press(line, 'Отправить ещё раз')).text).toBe('Это уже отправлено клиенту.');
    await stage.group.deliver();
    expect(stage.group.find('failure').buttons).toEqual([]);
    expect((await stage.shop.said(stage.user.conversation_id)).at(-1)).toMatchObject({
      role: 'manager',
      delivery_status: 'queued',
    });
  });
});

describe('Commands', () => {
  it('do what the buttons do', async () => {
    const { shop, group, user } = await asked();
    await group.write('/take');
    await group.deliver();
    expect(group.find('text').text).toContain('Запрос ваш');
    expect(group.find('card').text).toContain('Тимур');
    await group.write('/resolve');
    await group.write('/bot');
    await group.deliver();
    expect(group.find('card').text).toContain('Решено: Тимур');
    expect(group.find('text').text).toContain('Открытого запроса здесь нет');
    clock.advance(1);
    await group.write('/take');
    expect((await shop.handovers(user.user_id)).at(-1)).toMatchObject({ status: 'active', reason: 'manual' });
  });

  it('list who waits, tell who somebody is, and help', async () => {
    const { shop, group } = await asked();
    clock.advance(12);
    await group.write('/queue', { thread_id: null });
    await group.write('/info');
    await group.write('/help');
    await group.write('/help', { thread_id: null });
    await group.write('/frobnicate');
    await group.deliver();
    const texts = group.all('text');
    expect(texts[0]).toContain('Анна — ждёт 12 минут');
    expect(texts[1]).toContain('Имя: Анна');
    expect(texts[2]).toContain('/resolve');
    expect(texts[3]).toContain('/queue');
    expect(texts[4]).toContain('/help');
    expect(shop.rung).toContain('posts');
  });

  it('of other bots in the group are none of ours, and General is ignored', async () => {
    const { group } = await asked();
    await group.write('/weather', { thread_id: null });
    await group.write('просто болтаем', { thread_id: null });
    expect(await group.deliver()).toEqual([]);
  });

  it('for a topic say so outside of one', async () => {
    const { group } = await asked();
    await group.write('/take', { thread_id: null });
    await group.deliver();
    expect(group.find('text').text).toContain('теме');
  });
});

describe('A group without topics', () => {
  it('takes replies to the card and to lines as words for the user, and ignores the rest', async () => {
    const { shop, group, user } = await asked({ isForum: false });
    await group.press(group.find('card'), 'Беру');
    await group.write('кто идёт обедать?');
    await group.write('Добрый день!', { reply_to_message_id: group.find('card').id });
    await shop.write('а цена?');
    await mirror(shop, user);
    await group.deliver();
    expect(group.find('mirror', 'а цена?').text).toBe('Анна: а цена?');
    await group.write('300 ₸', { reply_to_message_id: group.find('mirror', 'а цена?').id });
    const said = (await shop.said(user.conversation_id)).filter(({ role }) => role === 'manager');
    expect(said.map(({ content }) => content)).toEqual(['Добрый день!', '300 ₸']);
  });
});

describe('Two clients with one bot for their managers', () => {
  it('see nothing of each other, also under a forged button', async () => {
    const token = { telegram_bot_token_hash: `shared-${randomUUID()}` };
    const one = await asked({ settings: token });
    const other = await asked({ settings: token });
    const forged = { ...one.group.find('card') };
    expect((await other.group.press(forged, 'Беру')).text).toContain('завершён');
    expect(await one.shop.handovers(one.user.user_id)).toMatchObject([{ status: 'pending' }]);
    await other.group.write('/queue', { thread_id: null });
    await other.group.deliver();
    expect(other.group.find('text').text.match(/Анна/g)).toHaveLength(1);
  });
});
