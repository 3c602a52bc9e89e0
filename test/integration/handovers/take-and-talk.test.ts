import { randomUUID } from 'node:crypto';
import { claimMessages, settleMessage } from '../../../src/messages/delivery-outbox.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import { sql } from '../../../src/shared/database.js';
import { acquireLeases } from '../../../src/shared/leases.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group, olga, timur } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import type { Received } from '../../../src/messages/receive-message.js';
import { callPerson, latestHandover, mirror } from './requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');

/** A shop whose user has asked for a person, with the card in the group. */
async function asked(
  settings: Record<string, unknown> = {},
): Promise<{ shop: Shop; group: Group; user: Received }> {
  const shop = await openShop(database, clock, { settings });
  const group = new Group(database, shop);
  const user = await shop.write('позовите человека');
  await callPerson(database, shop, user);
  await group.deliver();
  return { shop, group, user };
}

/** What the managers have said to the user. */
async function toUser(shop: Shop, { conversation_id }: Received): Promise<string[]> {
  return (await shop.said(conversation_id))
    .filter(({ role }) => role === 'manager')
    .map(({ content }) => content);
}

describe('A request for a person', () => {
  it('puts a card with who, where and why into a new topic, with a recap, and tells the user', async () => {
    const { shop, group, user } = await asked();
    const card = group.find('card');
    expect(card.text).toContain('Новый запрос');
    expect(card.text).toContain('Клиент: Анна');
    expect(card.text).toContain('Telegram');
    expect(card.text).toContain('просит позвать человека');
    expect(card.buttons).toEqual(['Беру', 'Решено', 'Вернуть боту']);
    expect(group.find('recap').text).toContain('позовите человека');
    expect(await shop.said(user.conversation_id)).toMatchObject([
      { role: 'system', notice: 'handover_opened' },
    ]);
  });

  it("is one request, whichever of the user's messages asks again", async () => {
    const { shop, user } = await asked();
    expect(await callPerson(database, shop, user)).toMatchObject({ outcome: 'joined' });
    const again = await Promise.all([callPerson(database, shop, user), callPerson(database, shop, user)]);
    expect(again.map(({ outcome }) => outcome)).toEqual(['joined', 'joined']);
    expect(await shop.handovers(user.user_id)).toHaveLength(1);
  });

  it('is opened once when two ask at the same moment', async () => {
    const shop = await openShop(database, clock);
    const user = await shop.write('позовите человека');
    const outcomes = await Promise.all([1, 2, 3].map(() => callPerson(database, shop, user)));
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['joined', 'joined', 'opened']);
    expect(new Set(outcomes.map(({ handover_id }) => handover_id)).size).toBe(1);
  });

  it('drops what the bot was about to say', async () => {
    const shop = await openShop(database, clock);
    const user = await shop.write('вопрос');
    await database.query(sql`
      INSERT INTO messages (client_id, conversation_id, user_id, integration_id, external_chat_id, seq, role, direction, content, delivery_status)
      VALUES (${shop.client_id}, ${user.conversation_id}, ${user.user_id}, ${shop.integration_id}, '700', 900, 'assistant', 'outbound', 'ответ бота', 'queued')`);
    await callPerson(database, shop, user);
    expect(await shop.said(user.conversation_id)).toContainEqual(
      expect.objectContaining({ content: 'ответ бота', delivery_status: 'dropped' }),
    );
  });

  it('takes a line of the bot away that could not be sent before a person came', async () => {
    const { shop, group, user } = await asked();
    await group.press(group.find('card'), 'Вернуть боту');
    const { client_id, integration_id } = shop;
    const now = clock.now();
    await queueMessage(
      database,
      { client_id, conversation_id: user.conversation_id, role: 'assistant', content: 'ответ бота' },
      now,
    );
    await mirror(shop, user);
    await group.deliver();
    expect(group.all('mirror').join()).toContain('ответ бота');
    const [lease] = await acquireLeases(database, {
      ...{ keys: [`telegram:${client_id}`], holder: 'test', bellQueue: 'test', ttlSeconds: 60 },
    });
    const claim = () =>
      claimMessages(database, {
        ...{ client_id, integration_id, lease: lease!, delivery_token: randomUUID(), now, limit: 5 },
      });
    for (let { claimed } = await claim(); claimed[0]; { claimed } = await claim()) {
      const [message] = claimed;
      if (message.role === 'assistant') {
        await callPerson(database, shop, user);
        const later = { status: 'queued', due_at: now, uncertain: false } as const;
        await settleMessage(database, message, later, now);
        expect(await claim()).toMatchObject({ claimed: [], dropped: 1 });
      } else await settleMessage(database, message, { status: 'sent' }, now);
    }
    await group.deliver();
    expect(group.all('mirror').join()).not.toContain('ответ бота');
  });
});

describe('[Беру]', () => {
  it('edits the card with the name and the buttons that are left', async () => {
    const { group } = await asked();
    const answer = await group.press(group.find('card'), 'Беру');
    expect(answer.text).toContain('Запрос ваш');
    await group.deliver();
    const card = group.find('card');
    expect(card.edits).toBe(1);
    expect(card.text).toContain('Отвечает Тимур');
    expect(card.buttons).toEqual(['Решено', 'Вернуть боту', 'Передать']);
  });

  it('is won by one of two who press at once, and the other is told by whom and when', async () => {
    const { shop, group, user } = await asked();
    const card = group.find('card');
    const answers = await Promise.all([group.press(card, 'Беру', timur), group.press(card, 'Беру', olga)]);
    const winner = answers[0]?.text.includes('Запрос ваш') ? timur : olga;
    expect(answers.map(({ text }) => text)).toContainEqual(expect.stringContaining('Запрос ваш'));
    expect(answers.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(new RegExp(`(\\d\\d:\\d\\d.*${winner.name}|${winner.name}.*\\d\\d:\\d\\d)`)),
    );
    expect(await latestHandover(database, shop, user)).toMatchObject({
      status: 'active',
      assigned_to_name: winner.name,
    });
  });

  it('delivered twice does nothing the second time', async () => {
    const { shop, group, user } = await asked();
    const card = group.find('card');
    await group.press(card, 'Беру', timur, 'same');
    await group.press(card, 'Беру', timur, 'same');
    const events = await database.query(sql`
      SELECT e.id FROM handover_events e JOIN handovers h ON h.id = e.handover_id
      WHERE h.user_id = ${user.user_id} AND e.type = 'taken'`);
    expect(events).toHaveLength(1);
    expect(await latestHandover(database, shop, user)).toMatchObject({ status: 'active' });
  });

  it('pressed by an anonymous admin explains why it can not be', async () => {
    const { shop, group, user } = await asked();
    const answer = await group.press(group.find('card'), 'Беру', { ...timur, is_anonymous: true });
    expect(answer).toMatchObject({ alert: true, text: expect.stringContaining('Анонимность') });
    expect(await latestHandover(database, shop, user)).toMatchObject({ status: 'pending' });
  });

  it('is refused to those who are no managers where only managers may', async () => {
    const { shop, group, user } = await asked({ managers_only: true });
    expect((await group.press(group.find('card'), 'Беру', olga)).text).toContain('только для менеджеров');
    await database.query(
      sql`INSERT INTO managers (client_id, telegram_user_id, name) VALUES (${shop.client_id}, 11, 'Т.')`,
    );
    expect((await group.press(group.find('card'), 'Беру', timur)).text).toContain('Запрос ваш');
    expect(await latestHandover(database, shop, user)).toMatchObject({ assigned_to_name: 'Тимур' });
  });
});

describe('Text in the topic', () => {
  it('stays inside before Take, with one offer under the newest', async () => {
    const { shop, group, user } = await asked();
    await group.write('первая мысль');
    await group.deliver();
    await group.write('вторая мысль');
    await group.deliver();
    expect(await toUser(shop, user)).toEqual([]);
    expect(group.posts.filter(({ kind }) => kind === 'offer')).toHaveLength(1);
    expect(group.find('offer').buttons).toEqual(['Беру и отправить']);
  });

  it('is taken and sent by the offer, once', async () => {
    const { shop, group, user } = await asked();
    await group.write('Сейчас посмотрю');
    await group.deliver();
    const offer = { ...group.find('offer') };
    expect((await group.press(offer, 'Беру и отправить')).text).toBe('Отправляю клиенту.');
    expect((await group.press(offer, 'Беру и отправить')).text).toBe('Это уже отправлено клиенту.');
    await group.deliver();
    expect(await toUser(shop, user)).toEqual(['Сейчас посмотрю']);
    expect(group.all('offer')).toEqual([]);
    expect(await latestHandover(database, shop, user)).toMatchObject({
      status: 'active',
      assigned_to_name: 'Тимур',
      waiting_since: null,
      reminder_1_due_at: null,
    });
  });

  it('is still marked as unsent when its author takes the request by the card', async () => {
    const { shop, group, user } = await asked();
    await group.write('Здравствуйте!');
    await group.deliver();
    await group.press(group.find('card'), 'Беру');
    await group.deliver();
    expect(group.find('offer').text).toContain('клиенту не отправлено');
    expect(group.find('offer').buttons).toEqual([]);
    expect(await toUser(shop, user)).toEqual([]);
  });

  it('is still marked as unsent when the request ends over it, and can be sent no more', async () => {
    const { shop, group, user } = await asked();
    await group.write('Сейчас узнаю у кухни');
    await group.deliver();
    await group.press(group.find('card'), 'Решено');
    await group.deliver();
    expect(group.find('offer').text).toContain('клиенту не отправлено');
    expect(group.find('offer').buttons).toEqual([]);
    expect(await toUser(shop, user)).toEqual([]);
  });

  it('is sent once when the offer is pressed twice at the same moment', async () => {
    const { shop, group, user } = await asked();
    await group.write('Сейчас посмотрю');
    await group.deliver();
    const offer = group.find('offer');
    const answers = await Promise.all(
      [timur, timur, olga].map((from) => group.press(offer, 'Беру и отправить', from)),
    );
    expect(answers.filter(({ text }) => text === 'Отправляю клиенту.')).toHaveLength(1);
    expect(await toUser(shop, user)).toEqual(['Сейчас посмотрю']);
  });

  it('goes to the user after Take and ends the wait, and is not mirrored back', async () => {
    const { shop, group, user } = await asked();
    await group.press(group.find('card'), 'Беру');
    clock.advance(5);
    await group.write('Добрый день!');
    clock.advance(1);
    await group.write('Чем помочь?');
    expect(await toUser(shop, user)).toEqual(['Добрый день!', 'Чем помочь?']);
    const handover = await latestHandover(database, shop, user);
    expect(handover.waiting_since).toBeNull();
    expect(handover.first_response_at!.getTime()).toBeLessThan(handover.last_human_at!.getTime());
    await group.deliver();
    expect(group.all('mirror').join()).not.toContain('Добрый день!');
  });

  it('delivered twice goes once', async () => {
    const { shop, group, user } = await asked();
    await group.press(group.find('card'), 'Беру');
    const message_id = await group.write('Добрый день!');
    await group.write('Добрый день!', { message_id });
    expect(await toUser(shop, user)).toEqual(['Добрый день!']);
  });

  it('with // or /note stays inside, also after Take', async () => {
    const { shop, group, user } = await asked();
    await group.press(group.find('card'), 'Беру');
    await group.write('// постоянный гость');
    await group.write('/note просил скидку');
    await group.deliver();
    expect(await toUser(shop, user)).toEqual([]);
    expect(group.find('text').text).toContain('Заметка сохранена');
  });

  it('of another manager stays inside and can be reclaimed and sent', async () => {
    const { shop, group, user } = await asked();
    await group.press(group.find('card'), 'Беру', timur);
    await group.write('Я знаю ответ', { from: olga });
    await group.deliver();
    expect(await toUser(shop, user)).toEqual([]);
    const offer = group.find('offer');
    expect(offer.text).toContain('отвечает Тимур');
    await group.press(offer, 'Забрать и отправить', olga);
    expect(await toUser(shop, user)).toEqual(['Я знаю ответ']);
    expect(await latestHandover(database, shop, user)).toMatchObject({ assigned_to_name: 'Ольга' });
  });

  it('of another manager goes out where any manager may answer, and the request stays with who took it', async () => {
    const { shop, group, user } = await asked({ reply_policy: 'any_manager' });
    await group.press(group.find('card'), 'Беру', timur);
    await group.write('Я знаю ответ', { from: olga });
    expect(await toUser(shop, user)).toEqual(['Я знаю ответ']);
    expect(await latestHandover(database, shop, user)).toMatchObject({ assigned_to_name: 'Тимур' });
  });

  it('without an open request is offered, and the offer opens one and takes it', async () => {
    const { shop, group, user } = await asked();
    await group.press(group.find('card'), 'Решено');
    await group.write('Кстати, ваш заказ готов');
    await group.deliver();
    expect(group.find('offer').text).toContain('открытого запроса сейчас нет');
    await group.press(group.find('offer'), 'Беру и отправить');
    expect(await toUser(shop, user)).toEqual(['Кстати, ваш заказ готов']);
    expect(await shop.handovers(user.user_id)).toContainEqual(
      expect.objectContaining({ status: 'active', reason: 'manual', trigger_type: 'manual' }),
    );
  });

  it('of any kind goes out; what no messenger could show is said in words', async () => {
    const { shop, group, user } = await asked();
    await group.press(group.find('card'), 'Беру');
    const media = { channel: 'telegram', file_id: 'f1' };
    await group.write('вот чек', { kind: 'image', media });
    await group.write('', { kind: 'voice', media });
    await group.write('', { kind: 'document', media });
    await group.write('', { kind: 'sticker', media });
    await group.write('', { kind: 'location', details: { location: { latitude: 43.2, longitude: 76.9 } } });
    await group.write('', { kind: 'unsupported', unsupported_kind: 'checklist' });
    await group.deliver();
    const sent = await database.query(sql`
      SELECT kind, content, media FROM messages WHERE conversation_id = ${user.conversation_id} AND role = 'manager' ORDER BY seq`);
    expect(sent).toEqual([
      { kind: 'image', content: 'вот чек', media },
      { kind: 'voice', content: '', media },
      { kind: 'document', content: '', media },
      { kind: 'sticker', content: '', media },
      { kind: 'location', content: '', media: null },
    ]);
    expect(group.find('text').text).toContain('checklist');
    expect(shop.rung).toContain('delivery');
  });
});

describe('Replies', () => {
  it("to a mirrored line answer the user's message, and the user's replies answer the manager's", async () => {
    const { shop, group, user } = await asked();
    const question = await shop.write('а сколько стоит?');
    await mirror(shop, user);
    await group.deliver();
    await group.press(group.find('card'), 'Беру');
    const said = await group.write('300 ₸', {
      reply_to_message_id: group.find('mirror', 'сколько стоит').id,
    });
    const [answer] = await database.query<{ id: string; reply_to_message_id: string }>(sql`
      SELECT id, reply_to_message_id FROM messages WHERE conversation_id = ${user.conversation_id} AND role = 'manager'`);
    expect(answer?.reply_to_message_id).toBe(question.message_id);
    await database.query(sql`UPDATE messages SET external_message_id = 'ours-1' WHERE id = ${answer!.id}`);
    await shop.write('дорого', { reply_to_external_id: 'ours-1' });
    await mirror(shop, user);
    await group.deliver();
    expect(group.find('mirror', 'дорого').content).toMatchObject({ reply_to_external_id: said });
  });
});
