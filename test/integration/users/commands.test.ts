import { sql } from '../../../src/shared/database.js';
import type { UserId } from '../../../src/shared/ids.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group, olga } from '../../support/group.js';
import { callPerson, mirror } from '../handovers/requests.js';
import { openTwoMessengers, phone } from './people.js';
import type { TwoMessengers } from './people.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');
const number = '+77010000001';

/** Somebody with an open request on Telegram, in a topic, and somebody who wrote on WhatsApp. */
async function twoPeople({ bothWait = false } = {}) {
  const shop = await openTwoMessengers(database, clock);
  await database.query(sql`UPDATE clients SET timezone = 'Asia/Almaty' WHERE id = ${shop.client_id}`);
  const group = new Group(database, shop);
  const telegram = await shop.write('позовите человека');
  await callPerson(database, shop, telegram);
  await group.deliver();
  const thread_id = group.find('card').thread_id;
  const whatsapp = await shop.onWhatsApp('и тут', [phone(number)], 'Аня');
  if (bothWait) await callPerson(database, shop, whatsapp);
  await group.deliver();
  const say = async (text: string): Promise<string> => {
    await group.write(text, { thread_id });
    await group.deliver();
    return group.find('text').text;
  };
  return { shop, group, telegram, whatsapp, thread_id, say };
}

async function keptAs(shop: TwoMessengers): Promise<UserId[]> {
  const users = await database.query<{ id: UserId }>(
    sql`SELECT id FROM users WHERE client_id = ${shop.client_id} AND merged_into IS NULL ORDER BY created_at`,
  );
  return users.map(({ id }) => id);
}

describe('/merge', () => {
  it.each(['8 701 000 00 01', '+77010000001'])('joins with whom a phone number names: %s', async (wanted) => {
    const { shop, telegram, say } = await twoPeople();
    expect(await say(`/merge ${wanted}`)).toBe(
      '🔗 Тимур объединяет с этим клиентом: Аня (WhatsApp, +77010000001). Теперь всё приходит сюда. Разъединить: /unmerge',
    );
    expect(await keptAs(shop)).toEqual([telegram.user_id]);
  });

  it('asks before it joins with somebody who merely has such a name, and joins at the press', async () => {
    const { shop, group, say } = await twoPeople();
    expect(await say('/merge аня')).toBe('Объединить с этим клиентом: Аня (WhatsApp, +77010000001)?');
    expect(await keptAs(shop)).toHaveLength(2);
    const question = group.find('text');
    expect((await group.press(question, 'Объединить')).text).toBe('Объединено');
    expect((await group.press(question, 'Объединить', olga)).text).toBe('Это уже один и тот же клиент.');
    expect(await keptAs(shop)).toHaveLength(1);
    await group.deliver();
    expect(question.buttons).toEqual([]);
  });

  it('offers each of several who fit', async () => {
    const { shop, group, say } = await twoPeople();
    await shop.onWhatsApp('другая Аня', [phone('+77010000002')], 'Аня');
    expect(await say('/merge аня')).toBe('Подходят несколько. С кем объединить?');
    expect(group.find('text').buttons.toSorted()).toEqual([
      'Аня (WhatsApp, +77010000001)',
      'Аня (WhatsApp, +77010000002)',
    ]);
  });

  it('asks first when both have an open request', async () => {
    const { group, say, shop, telegram } = await twoPeople({ bothWait: true });
    expect(await say('/merge +77010000001')).toContain('Открытый запрос есть и здесь, и у другого: Аня');
    await group.press(group.find('text'), 'Объединить');
    expect(await shop.handovers(telegram.user_id)).toHaveLength(1);
    expect(await keptAs(shop)).toHaveLength(1);
  });

  it('says what it could not find, and what it needs', async () => {
    const { say } = await twoPeople();
    expect(await say('/merge @nobody')).toContain('«@nobody» не нашлось');
    expect(await say('/merge +77019999999')).toContain('не нашлось');
    expect(await say('/merge')).toContain('С кем объединить?');
    expect(await say('/merge https://t.me/c/1/2')).toContain('не нашлось');
    expect(await say('/unmerge')).toBe('С этим клиентом никого не объединяли.');
  });

  it('shows in the one topic on which messenger something was written, and all addresses in /info', async () => {
    const { shop, group, say } = await twoPeople();
    await say('/merge +77010000001');
    await mirror(shop, await shop.onWhatsApp('алло', [phone(number)]));
    await mirror(shop, await shop.write('и тут алло'));
    await group.deliver();
    expect(group.all('mirror')).toEqual(expect.arrayContaining(['WhatsApp: алло', 'Telegram: и тут алло']));
    const info = await say('/info');
    expect(info).toContain('Адреса: Telegram 700, +77010000001');
    expect(info).toContain('Объединён с: Аня');
    expect(await say('/history')).toContain('и тут');
  });

  it('is taken back by /unmerge, also from the topic that was left', async () => {
    const { shop, group, whatsapp, say, thread_id } = await twoPeople({ bothWait: true });
    const left = group.find('card').thread_id;
    expect(left).not.toBe(thread_id);
    await say('/merge +77010000001');
    await group.press(group.find('text'), 'Объединить');
    await group.deliver();
    await group.write('это мне?', { thread_id: left });
    await group.deliver();
    expect(group.find('text')).toMatchObject({ thread_id: left });
    expect(group.find('text').text).toContain('разговор продолжается в теме');
    expect(await shop.said(whatsapp.conversation_id)).not.toContainEqual(
      expect.objectContaining({ content: 'это мне?' }),
    );
    await group.write('/unmerge', { thread_id: left });
    await group.deliver();
    expect(group.all('text').filter((text) => text.includes('Тимур разъединяет клиентов'))).toHaveLength(2);
    expect(await keptAs(shop)).toHaveLength(2);
  });
});

describe('In a group without topics', () => {
  it('a reply to any line of the person reaches them, also to one from before they were joined', async () => {
    const shop = await openTwoMessengers(database, clock, { settings: { group_is_forum: false } });
    const group = new Group(database, shop, { isForum: false });
    const telegram = await shop.write('позовите человека');
    await callPerson(database, shop, telegram);
    await group.deliver();
    const elders = group.find('card');
    const whatsapp = await shop.onWhatsApp('и тут позовите', [phone(number)]);
    await callPerson(database, shop, whatsapp);
    await group.deliver();
    const youngers = group.find('card');
    await group.write('/merge +77010000001', { reply_to_message_id: elders.id });
    await group.deliver();
    await group.press(group.find('text'), 'Объединить');
    await group.write('/take', { reply_to_message_id: youngers.id });
    await group.write('Здравствуйте!', { reply_to_message_id: youngers.id });
    const said = await database.query<{ content: string }>(sql`
      SELECT content FROM messages WHERE user_id = ${telegram.user_id} AND role = 'manager'`);
    expect(said).toEqual([{ content: 'Здравствуйте!' }]);
    expect(await shop.handovers(telegram.user_id)).toEqual([expect.objectContaining({ status: 'active' })]);
  });
});

describe('/merge as a reply to a contact card', () => {
  it('joins with whom the card names', async () => {
    const { shop, group, telegram, thread_id, whatsapp } = await twoPeople();
    const card = {
      kind: 'contact' as const,
      details: { contact: { phone_number: '77010000001', first_name: 'Я' } },
    };
    await mirror(shop, await shop.write('', card));
    await group.deliver();
    await group.write('/merge', { thread_id, reply_to_message_id: group.find('mirror').id });
    expect(await keptAs(shop)).toEqual([telegram.user_id]);
    expect(whatsapp.user_id).not.toBe(telegram.user_id);
  });
});

describe('/write', () => {
  it('opens a conversation with a number nobody has heard of, in the hands of who wrote', async () => {
    const { shop, group } = await twoPeople();
    await group.write('/write 8 702 000 00 02 Добрый день, ваш заказ готов', { thread_id: null });
    await group.deliver();
    expect(group.find('text', '+77020000002').text).toContain('через «main-number»');
    const message = await database.one<{
      content: string;
      external_chat_id: string;
      role: string;
      handover_id: string;
    }>(sql`
      SELECT content, external_chat_id, role, handover_id FROM messages
      WHERE client_id = ${shop.client_id} AND integration_id = ${shop.phone_id} AND role = 'manager'`);
    expect(message).toMatchObject({
      content: 'Добрый день, ваш заказ готов',
      external_chat_id: '77020000002@s.whatsapp.net',
    });
    const handover = await database.one(sql`
      SELECT status, reason, assigned_to_name, waiting_since FROM handovers WHERE id = ${message.handover_id}`);
    expect(handover).toEqual({
      status: 'active',
      reason: 'manual',
      assigned_to_name: 'Тимур',
      waiting_since: null,
    });
    const answer = await shop.onWhatsApp('спасибо!', [phone('+77020000002')], 'Марат');
    expect(await shop.handovers(answer.user_id)).toHaveLength(1);
  });

  it('goes on where this person has written', async () => {
    const { shop, group, whatsapp } = await twoPeople({ bothWait: true });
    await group.write('/write +77010000001 Здравствуйте', { thread_id: null });
    expect(await shop.said(whatsapp.conversation_id)).toContainEqual(
      expect.objectContaining({ content: 'Здравствуйте', delivery_status: 'queued' }),
    );
    await group.write('/write +77010000001 И я', { thread_id: null, from: olga });
    await group.deliver();
    expect(group.find('text').text).toContain('уже отвечает Тимур');
  });

  it('says in words what is wrong', async () => {
    const { shop, group, whatsapp } = await twoPeople();
    const say = async (text: string): Promise<string> => {
      await group.write(text, { thread_id: null });
      await group.deliver();
      return group.find('text').text;
    };
    expect(await say('/write')).toContain('Кому и что написать?');
    expect(await say('/write Анне привет')).toContain('«Анне» не похоже на номер');
    expect(await say('/write +77010000001')).toContain('Напишите и текст');
    await database.query(sql`UPDATE users SET blocked_at = now() WHERE id = ${whatsapp.user_id}`);
    expect(await say('/write +77010000001 привет')).toContain('заблокирован');
    await database.query(sql`UPDATE integrations SET status = 'error' WHERE id = ${shop.phone_id}`);
    expect(await say('/write +77020000002 привет')).toContain('«main-number» сейчас не на связи');
    await database.query(sql`DELETE FROM integrations WHERE id = ${shop.phone_id}`);
    expect(await say('/write +77020000002 привет')).toContain('WhatsApp не подключён');
  });
});
