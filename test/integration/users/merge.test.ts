import { receiveMessage } from '../../../src/messages/receive-message.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import { sql } from '../../../src/shared/database.js';
import type { ConversationId, UserId } from '../../../src/shared/ids.js';
import { joinAddresses } from '../../../src/users/join-addresses.js';
import { listUsers } from '../../../src/users/list-users.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group } from '../../support/group.js';
import { inboundMessage } from '../../support/shop.js';
import { takeTurn, coffeeIntents } from '../../support/turns.js';
import { callPerson, latestHandover, mirror } from '../handovers/requests.js';
import { lid, merge, openTwoMessengers, part, phone, pointers } from './people.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');
const anna = [phone('+77010000001')];
const hidden = [lid('111@lid')];

async function activeOf(user_id: UserId): Promise<{ id: ConversationId; channel: string }[]> {
  return database.query(sql`
    SELECT id, channel FROM conversations WHERE user_id = ${user_id} AND status = 'active' ORDER BY channel`);
}

async function statusOf(user_id: UserId): Promise<string[]> {
  const rows = await database.query<{ status: string }>(
    sql`SELECT status FROM handovers WHERE user_id = ${user_id} ORDER BY created_at`,
  );
  return rows.map(({ status }) => status);
}

describe('Two users who are one person', () => {
  it('are the elder of the two, and what comes in at either address is one conversation per messenger', async () => {
    const shop = await openTwoMessengers(database, clock);
    const telegram = await shop.write('привет');
    const whatsapp = await shop.onWhatsApp('я и здесь', anna);
    expect(await merge(database, shop, whatsapp.user_id, telegram.user_id)).toMatchObject({
      result: 'merged',
      elder_id: telegram.user_id,
      younger_id: whatsapp.user_id,
    });
    const next = await shop.onWhatsApp('это снова я', anna);
    expect(next.user_id).toBe(telegram.user_id);
    expect((await activeOf(telegram.user_id)).map(({ channel }) => channel)).toEqual([
      'telegram',
      'whatsapp',
    ]);
    expect(await activeOf(whatsapp.user_id)).toEqual([]);
  });

  it('are found by what any of them was called, also by who was joined to somebody joined since', async () => {
    const shop = await openTwoMessengers(database, clock);
    const { client_id } = shop;
    const elder = await shop.write('привет');
    const middle = await shop.onWhatsApp('я и здесь', anna, 'Айгерим');
    const youngest = await shop.onWhatsApp('и здесь', hidden, 'Дильназ');
    await merge(database, shop, middle.user_id, youngest.user_id);
    await merge(database, shop, elder.user_id, middle.user_id);
    for (const search of ['дильн', 'айг', anna[0]?.value ?? '']) {
      const { items } = await listUsers(database, { client_id, filter: { search }, page: { limit: 10 } });
      expect(items.map(({ id }) => id)).toEqual([elder.user_id]);
    }
  });

  it('are told of once: a second time changes nothing', async () => {
    const shop = await openTwoMessengers(database, clock);
    const telegram = await shop.write('привет');
    const whatsapp = await shop.onWhatsApp('я и здесь', anna);
    await merge(database, shop, telegram.user_id, whatsapp.user_id);
    expect(await merge(database, shop, whatsapp.user_id, telegram.user_id)).toMatchObject({ result: 'same' });
  });

  it('are not passed to a person anew soon after a person has answered one of them', async () => {
    const shop = await openTwoMessengers(database, clock);
    const group = new Group(database, shop);
    const telegram = await shop.write('привет');
    const whatsapp = await shop.onWhatsApp('позовите человека', anna);
    await callPerson(database, shop, whatsapp);
    await group.deliver();
    await group.press(group.find('card'), 'Беру');
    await group.write('Готово');
    await group.press(group.find('card'), 'Решено');
    await merge(database, shop, telegram.user_id, whatsapp.user_id);
    clock.advance(5);
    const understood = { reason: 'low_confidence', trigger_type: 'intent', explicit: false } as const;
    expect(await callPerson(database, shop, telegram, understood)).toMatchObject({ outcome: 'deferred' });
  });

  it('get the answer that one of them was waiting for from the bot', async () => {
    const shop = await openTwoMessengers(database, clock, { intents: coffeeIntents });
    const telegram = await shop.write('привет');
    const whatsapp = await shop.onWhatsApp('во сколько вы открываетесь?', anna);
    await merge(database, shop, telegram.user_id, whatsapp.user_id);
    const goesOn = (await activeOf(telegram.user_id)).find(({ channel }) => channel === 'whatsapp');
    clock.advance(10);
    await takeTurn(shop, clock, { conversation_id: goesOn?.id as ConversationId });
    expect(await shop.said(goesOn?.id as ConversationId)).toContainEqual(
      expect.objectContaining({ content: 'Мы открыты с 9 до 19.' }),
    );
  });

  it('keep what the younger was waiting for: the request goes on as the elder’s, with its taker', async () => {
    const shop = await openTwoMessengers(database, clock);
    const group = new Group(database, shop);
    const telegram = await shop.write('привет');
    const whatsapp = await shop.onWhatsApp('позовите человека', anna);
    await callPerson(database, shop, whatsapp);
    await group.deliver();
    await group.press(group.find('card'), 'Беру');
    const before = await latestHandover(database, shop, whatsapp);
    await merge(database, shop, telegram.user_id, whatsapp.user_id);
    expect(await statusOf(whatsapp.user_id)).toEqual(['resolved']);
    const after = await latestHandover(database, shop, telegram);
    expect(after).toMatchObject({
      status: 'active',
      assigned_to_name: 'Тимур',
      waiting_since: before.waiting_since,
      reminder_1_due_at: before.reminder_1_due_at,
    });
    const events = await database.query<{ type: string }>(sql`
      SELECT type FROM handover_events WHERE handover_id IN (${before.id}, ${after.id}) ORDER BY id`);
    expect(events.map(({ type }) => type)).toEqual(['opened', 'taken', 'merged', 'carried_over']);
    expect(await shop.said(whatsapp.conversation_id)).toEqual([]);
  });

  it('have one request when both had one: it waits since the earlier moment, and its taker keeps it', async () => {
    const shop = await openTwoMessengers(database, clock);
    const group = new Group(database, shop);
    const telegram = await shop.write('позовите человека');
    const whatsapp = await shop.onWhatsApp('и тут позовите', anna);
    await callPerson(database, shop, whatsapp);
    clock.advance(5);
    await callPerson(database, shop, telegram);
    await group.deliver();
    const younger = await latestHandover(database, shop, whatsapp);
    const card = group.posts.find(({ kind }) => kind === 'card');
    if (card) await group.press(card, 'Беру');
    await merge(database, shop, telegram.user_id, whatsapp.user_id);
    const elder = await latestHandover(database, shop, telegram);
    expect([await statusOf(telegram.user_id), await statusOf(whatsapp.user_id)]).toEqual([
      ['active'],
      ['resolved'],
    ]);
    expect(elder).toMatchObject({ assigned_to_name: 'Тимур' });
    expect(younger.waiting_since && elder.waiting_since && elder.waiting_since >= younger.waiting_since).toBe(
      true,
    );
  });

  it('are answered where they wrote last, in one topic; the other topic says where it goes on', async () => {
    const shop = await openTwoMessengers(database, clock);
    const group = new Group(database, shop);
    const telegram = await shop.write('позовите человека');
    await callPerson(database, shop, telegram);
    await group.deliver();
    const whatsapp = await shop.onWhatsApp('и тут позовите', anna);
    await callPerson(database, shop, whatsapp);
    await group.deliver();
    await merge(database, shop, telegram.user_id, whatsapp.user_id);
    await group.deliver();
    const [first, second] = group.posts
      .filter(({ kind }) => kind === 'card')
      .map(({ thread_id }) => thread_id);
    const joined = group.find('text', 'Аня (WhatsApp, +77010000001)');
    expect(joined.thread_id).toBe(first);
    expect(group.find('text', 'продолжается в теме').thread_id).toBe(second);
    expect(group.find('recap', 'и тут позовите').thread_id).toBe(first);

    await mirror(shop, await shop.onWhatsApp('я жду', anna));
    await group.deliver();
    expect(group.find('mirror', 'я жду')).toMatchObject({ thread_id: first });
    await group.write('/take', { thread_id: first ?? null });
    await group.write('Здравствуйте!', { thread_id: first ?? null });
    const [, onWhatsApp] = await activeOf(telegram.user_id);
    expect(await shop.said(onWhatsApp?.id as ConversationId)).toContainEqual(
      expect.objectContaining({ content: 'Здравствуйте!' }),
    );
  });

  it('keep the one topic there is, when only the younger has one', async () => {
    const shop = await openTwoMessengers(database, clock);
    const group = new Group(database, shop);
    const telegram = await shop.write('привет из телеграма');
    const whatsapp = await shop.onWhatsApp('позовите человека', anna);
    await callPerson(database, shop, whatsapp);
    await group.deliver();
    await merge(database, shop, telegram.user_id, whatsapp.user_id);
    await group.deliver();
    expect(new Set(group.posts.map(({ thread_id }) => thread_id)).size).toBe(1);
    expect(group.find('recap', 'привет из телеграма')).toBeDefined();
    await mirror(shop, await shop.write('и ещё'));
    await group.deliver();
    expect(group.find('mirror', 'и ещё').thread_id).toBe(group.find('card').thread_id);
  });

  it('hear nothing more from the bot while a person has one of them, also what it was about to say to the other', async () => {
    const shop = await openTwoMessengers(database, clock);
    const first = await shop.onWhatsApp('позовите человека', anna);
    await callPerson(database, shop, first);
    const second = await shop.onWhatsApp('часы работы', hidden);
    const reply = { client_id: shop.client_id, role: 'assistant' as const, content: 'Мы открыты с 9 до 19.' };
    await database.transaction((tx) =>
      queueMessage(tx, { ...reply, conversation_id: second.conversation_id }, clock.now()),
    );
    await merge(database, shop, first.user_id, second.user_id);
    expect(await shop.said(second.conversation_id)).toEqual([
      expect.objectContaining({ content: 'Мы открыты с 9 до 19.', delivery_status: 'dropped' }),
    ]);
  });

  it('keep what the managers were about to be told of the beginning', async () => {
    const shop = await openTwoMessengers(database, clock);
    const group = new Group(database, shop);
    const telegram = await shop.write('привет');
    await shop.onWhatsApp('я заказывала вчера', anna);
    const whatsapp = await shop.onWhatsApp('позовите человека', anna);
    await callPerson(database, shop, whatsapp);
    await group.deliver(1);
    await merge(database, shop, telegram.user_id, whatsapp.user_id);
    await group.deliver();
    expect(group.find('recap', 'я заказывала вчера')).toBeDefined();
  });

  it('are blocked at every address when they were at one', async () => {
    const shop = await openTwoMessengers(database, clock);
    const telegram = await shop.write('позовите человека');
    await callPerson(database, shop, telegram);
    const whatsapp = await shop.onWhatsApp('спам', anna);
    await database.query(sql`UPDATE users SET blocked_at = ${clock.now()} WHERE id = ${whatsapp.user_id}`);
    await merge(database, shop, telegram.user_id, whatsapp.user_id);
    expect(await statusOf(telegram.user_id)).toEqual(['resolved']);
    const blockedAt = async (id: UserId): Promise<Date | null> =>
      (await database.one<{ blocked_at: Date | null }>(sql`SELECT blocked_at FROM users WHERE id = ${id}`))
        .blocked_at;
    expect(await blockedAt(telegram.user_id)).not.toBeNull();
    await part(database, shop, telegram.user_id);
    expect([await blockedAt(telegram.user_id), await blockedAt(whatsapp.user_id)]).toEqual([
      null,
      clock.now(),
    ]);
  });

  it('form chains that end at the eldest', async () => {
    const shop = await openTwoMessengers(database, clock);
    const [a, b, c] = [
      await shop.write('раз'),
      await shop.onWhatsApp('два', anna),
      await shop.write('три', { who: '9' }),
    ];
    await merge(database, shop, b.user_id, c.user_id);
    await merge(database, shop, c.user_id, a.user_id);
    expect((await shop.write('снова', { who: '9' })).user_id).toBe(a.user_id);
    expect(await merge(database, shop, a.user_id, c.user_id)).toMatchObject({ result: 'same' });
    expect([...(await pointers(database, shop)).values()].filter((into) => into === null)).toHaveLength(1);
  });
});

describe('Parting two users who were merged', () => {
  it('gives each their addresses, conversations and requests back', async () => {
    const shop = await openTwoMessengers(database, clock);
    const group = new Group(database, shop);
    const telegram = await shop.write('привет');
    const whatsapp = await shop.onWhatsApp('позовите человека', anna);
    await callPerson(database, shop, whatsapp);
    await group.deliver();
    await merge(database, shop, telegram.user_id, whatsapp.user_id);
    await shop.onWhatsApp('ещё тут', anna);
    expect(await part(database, shop, telegram.user_id)).toMatchObject({ younger_id: whatsapp.user_id });
    const next = await shop.onWhatsApp('и теперь', anna);
    expect(next.user_id).toBe(whatsapp.user_id);
    expect((await activeOf(telegram.user_id)).map(({ channel }) => channel)).toEqual(['telegram']);
    expect((await activeOf(whatsapp.user_id)).map(({ channel }) => channel)).toEqual(['whatsapp']);
    expect((await statusOf(whatsapp.user_id)).toSorted()).toEqual(['pending', 'resolved']);
    expect(await statusOf(telegram.user_id)).toEqual([]);
    const texts = await database.query<{ content: string }>(sql`
      SELECT content FROM messages WHERE user_id = ${whatsapp.user_id} AND role = 'user' ORDER BY created_at`);
    expect(texts.map(({ content }) => content)).toEqual(['позовите человека', 'ещё тут', 'и теперь']);
    expect(await part(database, shop, telegram.user_id)).toBeNull();
  });

  it('gives each their own name back, although one of them has written as both meanwhile', async () => {
    const shop = await openTwoMessengers(database, clock);
    const { client_id, integration_id } = shop;
    const written = inboundMessage('привет', clock.now(), { who: '77' });
    const marat = { ...written, from: { ...written.from, name: 'Марат', username: 'marat' } };
    const telegram = await receiveMessage(shop.tools, { client_id, integration_id, message: marat });
    const whatsapp = await shop.onWhatsApp('здравствуйте', hidden, 'Зульфия');
    await merge(database, shop, telegram.user_id, whatsapp.user_id);
    await shop.onWhatsApp('ещё тут', [...hidden, ...anna], 'Зульфия');
    await part(database, shop, telegram.user_id);
    const users = await database.query(sql`
      SELECT name, username, phone FROM users WHERE client_id = ${client_id} ORDER BY created_at`);
    expect(users).toEqual([
      { name: 'Марат', username: 'marat', phone: null },
      { name: 'Зульфия', username: null, phone: null },
    ]);
  });

  it('gives back an address that the one was first heard of at while they were held to be the other', async () => {
    const shop = await openTwoMessengers(database, clock);
    const [telegram, other] = [await shop.write('привет'), await shop.write('и я', { who: '78' })];
    const whatsapp = await shop.onWhatsApp('здравствуйте', hidden);
    await merge(database, shop, telegram.user_id, whatsapp.user_id);
    await shop.onWhatsApp('ещё тут', [...hidden, ...anna]);
    const second = phone('+77010000002');
    await joinAddresses(shop.tools, { client_id: shop.client_id, identities: [...hidden, second] });
    await part(database, shop, telegram.user_id);
    for (const address of [...anna, second])
      expect((await shop.onWhatsApp('и теперь', [address])).user_id).toBe(whatsapp.user_id);
    expect((await shop.write('и я', { who: '78' })).user_id).toBe(other.user_id);
  });

  it('from the topic that was left, parts the one whose topic it was, not who was joined last', async () => {
    const shop = await openTwoMessengers(database, clock);
    const telegram = await shop.write('привет');
    const [second, third] = [await shop.onWhatsApp('два', anna), await shop.onWhatsApp('три', hidden)];
    await merge(database, shop, telegram.user_id, second.user_id);
    await merge(database, shop, telegram.user_id, third.user_id);
    expect(await part(database, shop, second.user_id)).toMatchObject({ younger_id: second.user_id });
    expect((await pointers(database, shop)).get(third.user_id)).toBe(telegram.user_id);
    expect(await part(database, shop, telegram.user_id)).toMatchObject({ younger_id: third.user_id });
    expect((await shop.onWhatsApp('и теперь', anna)).user_id).toBe(second.user_id);
    expect((await shop.onWhatsApp('и я', hidden)).user_id).toBe(third.user_id);
  });

  it('gives back every chat of one who was several before, so that nothing meant for one reaches the other', async () => {
    const shop = await openTwoMessengers(database, clock);
    const telegram = await shop.write('привет');
    const whatsapp = await shop.onWhatsApp('я и здесь', anna);
    const third = await shop.onWhatsApp('и здесь', hidden);
    await merge(database, shop, whatsapp.user_id, third.user_id);
    await merge(database, shop, telegram.user_id, whatsapp.user_id);
    await shop.onWhatsApp('снова здесь', hidden);
    await part(database, shop, telegram.user_id);
    expect((await activeOf(telegram.user_id)).map(({ channel }) => channel)).toEqual(['telegram']);
    const [goesOn] = await activeOf(whatsapp.user_id);
    expect(await shop.onWhatsApp('и теперь', anna)).toMatchObject({
      user_id: whatsapp.user_id,
      conversation_id: goesOn?.id,
    });
  });

  it('moves a request of the elder out of the topic that is the younger’s again', async () => {
    const shop = await openTwoMessengers(database, clock);
    const group = new Group(database, shop);
    const telegram = await shop.write('привет');
    const whatsapp = await shop.onWhatsApp('позовите человека', anna);
    await callPerson(database, shop, whatsapp);
    await group.deliver();
    await group.press(group.find('card'), 'Беру');
    await group.press(group.find('card'), 'Решено');
    await merge(database, shop, telegram.user_id, whatsapp.user_id);
    await callPerson(database, shop, await shop.write('позовите человека'));
    await group.deliver();
    const joint = group.find('card', 'Новый запрос').thread_id;
    await part(database, shop, telegram.user_id);
    await group.deliver();
    const own = group.find('card', 'Новый запрос').thread_id;
    expect(own).not.toBe(joint);
    expect(group.posts.filter(({ kind, thread_id }) => kind === 'card' && thread_id === joint)).toHaveLength(
      1,
    );
    await group.press(group.find('card', 'Новый запрос'), 'Беру');
    await group.write('Здравствуйте!', { thread_id: own });
    expect(await shop.said(telegram.conversation_id)).toContainEqual(
      expect.objectContaining({ content: 'Здравствуйте!' }),
    );
  });
});
