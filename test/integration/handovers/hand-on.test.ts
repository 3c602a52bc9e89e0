import type { Received } from '../../../src/messages/receive-message.js';
import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group, olga, timur } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { callPerson, latestHandover } from './requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');
const boris = { telegram_user_id: 13, name: 'Борис Орлов', username: 'boris_o', is_anonymous: false };

/** A request that Timur has, in a group where Olga and Boris were seen too. */
async function taken(): Promise<{ shop: Shop; group: Group; user: Received }> {
  const shop = await openShop(database, clock);
  const group = new Group(database, shop);
  const user = await shop.write('позовите человека');
  await callPerson(database, shop, user);
  await group.deliver();
  for (const from of [olga, boris]) {
    clock.advance(1);
    await group.write('/queue', { from });
  }
  await group.press(group.find('card'), 'Беру');
  await group.deliver();
  return { shop, group, user };
}

async function withMenu() {
  const at = await taken();
  await at.group.press(at.group.find('card'), 'Передать');
  await at.group.deliver();
  return at;
}

const usual = ['Решено', 'Вернуть боту', 'Передать'];

describe('[Передать]', () => {
  it('offers the others, who was around last first, oneself and the queue, and goes away again', async () => {
    const { group } = await taken();
    expect(group.find('card').buttons).toEqual(usual);
    clock.advance(1);
    expect((await group.press(group.find('card'), 'Передать', olga)).text).toBe('Кому передать запрос?');
    await group.deliver();
    // Olga has just pressed.
    const choices = ['Ольга', 'Борис Орлов', 'Себе', 'В очередь', '◂ Назад'];
    expect(group.find('card').buttons).toEqual(choices);
    expect(group.find('card').text).toContain('Кому передать запрос?');
    await group.press(group.find('card'), '◂ Назад', olga);
    await group.deliver();
    expect(group.find('card').buttons).toEqual(usual);
    expect(group.find('card').text).not.toContain('Кому передать');
  });

  it('gives the request to who is chosen, calls them, and starts the reminders anew', async () => {
    const { shop, group, user } = await withMenu();
    await group.write('Здравствуйте!');
    expect(await latestHandover(database, shop, user)).toMatchObject({ reminder_1_due_at: null });
    clock.advance(20);
    expect((await group.press(group.find('card'), 'Борис Орлов')).text).toBe('Запрос передан: Борис Орлов.');
    await group.deliver();
    const line = group.find('handed_on');
    expect(line.text).toBe('👉 Борис Орлов, запрос теперь у вас. Клиент: Анна. Кто передал: Тимур.');
    expect(line.content).toMatchObject({
      reply_to_external_id: group.find('card').id,
      text: expect.arrayContaining([{ text: 'Борис Орлов', mention: { telegram_user_id: 13 } }]),
    });
    expect(group.find('card').text).toContain('Отвечает Борис Орлов');
    expect(group.find('card').buttons).toEqual(usual);
    const handover = await latestHandover(database, shop, user);
    expect(handover).toMatchObject({ status: 'active', waiting_since: clock.now() });
    expect(handover.reminder_1_due_at!.getTime() - clock.now().getTime()).toBe(30 * 60_000);
  });

  it('puts it back into the queue, where everybody is called and anybody may take it', async () => {
    const { shop, group, user } = await withMenu();
    clock.advance(10);
    expect((await group.press(group.find('card'), 'В очередь')).text).toBe('Запрос снова в очереди.');
    await group.deliver();
    expect(group.find('card').buttons).toEqual(['Беру', 'Решено', 'Вернуть боту']);
    expect(group.find('handed_on').text).toContain('Запрос снова в очереди');
    expect(await latestHandover(database, shop, user)).toMatchObject({
      status: 'pending',
      assigned_to_name: null,
      waiting_since: clock.now(),
    });
    await group.press(group.find('card'), 'Беру', olga);
    await group.deliver();
    expect(group.find('card').text).toContain('Отвечает Ольга');
  });

  it('is taken over by whoever presses [Себе], without a line: they know', async () => {
    const { group } = await withMenu();
    expect((await group.press(group.find('card'), 'Себе', olga)).text).toContain('Запрос ваш');
    await group.deliver();
    expect(group.find('card').text).toContain('Отвечает Ольга');
    expect(group.all('handed_on')).toEqual([]);
  });

  it('tells its taker who presses [Себе] that it is theirs, and shuts the menu', async () => {
    const { group } = await withMenu();
    expect((await group.press(group.find('card'), 'Себе')).text).toBe('Этот запрос уже у вас.');
    await group.deliver();
    expect(group.find('card').buttons).toEqual(usual);
  });

  it('pressed by two at once, hears one and tells the other who has it', async () => {
    const { shop, group, user } = await withMenu();
    const card = { ...group.find('card') };
    const answers = await Promise.all([
      group.press(card, 'Ольга', timur),
      group.press(card, 'Борис Орлов', olga),
    ]);
    const { assigned_to_name } = await latestHandover(database, shop, user);
    const [done, late] = answers[0].alert ? answers.toReversed() : answers;
    expect(done!.text).toBe(`Запрос передан: ${assigned_to_name}.`);
    expect(late).toEqual({
      text: expect.stringContaining(assigned_to_name === 'Ольга' ? 'уже у вас' : 'Вас опередили') as string,
      alert: true,
    });
    await group.deliver();
    expect(group.all('handed_on')).toHaveLength(1);
  });

  it('pressed in a menu that is out of date, says kindly how things stand', async () => {
    const { group } = await withMenu();
    const old = { ...group.find('card') };
    await group.press(old, 'В очередь');
    expect((await group.press(old, 'Ольга')).text).toBe('Запрос снова в очереди.');
    await group.deliver();
    await group.press(group.find('card'), 'Решено', olga);
    expect((await group.press(old, 'Борис Орлов')).text).toMatch(/Уже завершено: Ольга/);
  });

  it('has pages where there are many', async () => {
    const { group } = await taken();
    for (let number = 1; number <= 9; number += 1)
      await group.write('/queue', {
        from: {
          telegram_user_id: 100 + number,
          name: `Менеджер ${number}`,
          username: null,
          is_anonymous: false,
        },
      });
    await group.press(group.find('card'), 'Передать');
    await group.deliver();
    const first = group.find('card').buttons;
    expect(first).toHaveLength(8 + 4);
    await group.press(group.find('card'), 'Ещё ▸');
    await group.deliver();
    const second = group.find('card').buttons;
    expect(second.slice(0, 3).filter((name) => first.slice(0, 8).includes(name))).toEqual([]);
    await group.press(group.find('card'), 'Ещё ▸');
    await group.deliver();
    expect(group.find('card').buttons).toEqual(first);
  });

  it('stays open when the user writes meanwhile, and is shut by whatever changes hands', async () => {
    const { shop, group, user } = await withMenu();
    await group.write('Уже смотрю');
    await shop.write('ну что там?');
    await database.query(sql`
      UPDATE topic_posts SET version = version + 1, status = 'queued' WHERE client_id = ${shop.client_id} AND kind = 'card'`);
    await group.deliver();
    expect(group.find('card').buttons).toContain('Борис Орлов');
    await group.write('/assign @boris_o');
    await group.deliver();
    expect(group.find('card').buttons).toEqual(usual);
    expect(await latestHandover(database, shop, user)).toMatchObject({ assigned_to_name: 'Борис Орлов' });
  });
});

describe('/assign', () => {
  const told = (group: Group): string => group.find('text').text;

  it.each([
    ['@boris_o', 'Борис Орлов'],
    ['@BORIS_O', 'Борис Орлов'],
    ['бор', 'Борис Орлов'],
    ['орлов', 'Борис Орлов'],
    ['Ольга', 'Ольга'],
    ['себе', 'Ольга'],
    ['me', 'Ольга'],
  ])('understands %s', async (args, name) => {
    const { shop, group, user } = await taken();
    await group.write(`/assign ${args}`, { from: olga });
    expect(await latestHandover(database, shop, user)).toMatchObject({
      status: 'active',
      assigned_to_name: name,
    });
  });

  it('finds Семён by “семен”, as names are typed', async () => {
    const { shop, group, user } = await taken();
    await group.write('/queue', { from: { ...boris, telegram_user_id: 15, name: 'Семён', username: null } });
    await group.write('/assign семен');
    expect(await latestHandover(database, shop, user)).toMatchObject({ assigned_to_name: 'Семён' });
  });

  it('puts back into the queue', async () => {
    const { shop, group, user } = await taken();
    await group.write('/assign очередь');
    expect(await latestHandover(database, shop, user)).toMatchObject({ status: 'pending' });
    await group.write('/assign queue');
    await group.deliver();
    expect(told(group)).toBe('Запрос снова в очереди.');
  });

  it('as a reply, gives it to who wrote that message', async () => {
    const { shop, group, user } = await taken();
    const note = await group.write('Могу помочь с этим', { from: boris });
    await group.write('/assign', { reply_to_message_id: note });
    expect(await latestHandover(database, shop, user)).toMatchObject({ assigned_to_name: 'Борис Орлов' });
  });

  it('gives what nobody has taken, and says when it is theirs already', async () => {
    const { shop, group, user } = await taken();
    await group.write('/assign queue');
    await group.write('/assign ольга');
    expect(await latestHandover(database, shop, user)).toMatchObject({ assigned_to_name: 'Ольга' });
    await group.write('/assign ольга');
    await group.deliver();
    expect(told(group)).toBe('Запрос уже у этого менеджера: Ольга.');
  });

  it('lists those it knows when asked without a name or for a stranger, and those who fit', async () => {
    const { shop, group, user } = await taken();
    await group.write('/assign Вася');
    await group.deliver();
    expect(told(group)).toMatch(/«Вася» здесь нет[^]*• Борис Орлов · @boris_o\n• Тимур · @timur\n• Ольга/);
    await group.write('/assign');
    await group.deliver();
    expect(told(group)).toMatch(/Кому передать\?[^]*• Тимур · @timur/);
    await group.write('/queue', {
      from: { ...boris, telegram_user_id: 14, name: 'Борис Ким', username: null },
    });
    await group.write('/assign борис');
    await group.deliver();
    expect(told(group)).toBe('Подходят несколько, напишите точнее:\n• Борис Ким\n• Борис Орлов · @boris_o');
    expect(await latestHandover(database, shop, user)).toMatchObject({ assigned_to_name: 'Тимур' });
  });
});
