import { sql } from '../../src/shared/database.js';
import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';
import { calledPerson } from './support/steps.js';
import { allRead, applyAgain, newestRequest } from './support/time.js';

const installation = await startInstallation();
const { telegram, database: db } = installation;

describe('two clients', () => {
  it('with one customer and one managers’ bot: nothing crosses', async () => {
    const coffee = await installation.newClient();
    const flowers = await installation.newClient({ managersBot: coffee.managersBot });
    const anna = coffee.customer;
    const annaAtFlowers = flowers.newCustomer('Анна', anna.id);
    const coffeeTopic = await calledPerson(coffee);
    annaAtFlowers.writes('Позовите человека');
    const flowersTopic = await flowers.topicOf(annaAtFlowers);
    await flowersTopic.card(/Новый запрос/);
    await coffee.timur.presses(coffeeTopic, 'Беру');
    coffee.timur.writes(coffeeTopic, 'Кофе уже едет');
    await anna.sees('Кофе уже едет');
    annaAtFlowers.writes('А мои розы?');
    await flowersTopic.sees(/А мои розы\?/);

    expect(await newestRequest(coffee)).toMatchObject({ status: 'active' });
    expect(await newestRequest(flowers)).toMatchObject({ status: 'pending' });
    expect(annaAtFlowers.told().join()).not.toContain('Кофе уже едет');
    expect(
      coffee
        .groupMessages()
        .map(({ text }) => text)
        .join('\n'),
    ).not.toContain('розы');
    expect(
      flowers
        .groupMessages()
        .map(({ text }) => text)
        .join('\n'),
    ).not.toContain('Кофе');
    const [one, other] = [await coffee.users(), await flowers.users()];
    expect([one.length, other.length]).toEqual([1, 1]);
    expect(one[0]?.id).not.toBe(other[0]?.id);
  });

  it('a forged button with the other client’s request does nothing', async () => {
    const coffee = await installation.newClient();
    const flowers = await installation.newClient({ managersBot: coffee.managersBot });
    const [coffeeTopic, flowersTopic] = [await calledPerson(coffee), await calledPerson(flowers)];
    const [own, foreign] = [await coffeeTopic.card(), await flowersTopic.card()];
    for (const label of ['Беру', 'Решено', 'Вернуть боту']) {
      const data = foreign.keyboard.flat().find(({ text }) => text === label)?.callback_data ?? '';
      await telegram.personPresses({
        person: coffee.timur.id,
        chat: coffee.group,
        messageId: own.message_id,
        data,
        forged: true,
      });
    }
    expect(await newestRequest(flowers)).toMatchObject({ status: 'pending', assigned_to_name: null });
    expect(await newestRequest(coffee)).toMatchObject({ status: 'pending', assigned_to_name: null });
    await coffee.timur.presses(coffeeTopic, 'Беру');
    await coffeeTopic.card(/Отвечает/);
    expect(await newestRequest(flowers)).toMatchObject({ status: 'pending' });
  });
});

describe('a group that belongs to no client', () => {
  it('is told how it is connected, and nothing else: nothing is answered there and nothing is kept', async () => {
    const shop = await installation.newClient();
    await calledPerson(shop);
    const stranger = telegram.createPerson({ first_name: 'Чужой' });
    const group = telegram.createGroup({ title: 'Чужие', is_forum: true, creator: stranger.id }).id;
    telegram.promoteMember({ group, member: shop.managersBot.username });
    for (const text of ['/queue', '/take', 'Кто здесь?', '/connect'])
      telegram.personSends({ person: stranger.id, chat: group, text });
    const saidByBots = (): string[] =>
      installation.chats
        .in(String(group))
        .filter(({ from, service }) => from.is_bot && service === null)
        .map(({ text }) => text);
    // The last is answered, so everything before it has been handled.
    await eventually(() =>
      expect(saidByBots()).toEqual([
        expect.stringContaining(`Номер этой группы: ${group}`),
        expect.stringMatching(/^Чтобы подключить группу/),
      ]),
    );
    const [{ count } = { count: -1 }] = await db.query<{ count: number }>(sql`
      SELECT (SELECT count(*) FROM topics WHERE telegram_chat_id = ${String(group)})::int
        + (SELECT count(*) FROM topic_posts WHERE telegram_chat_id = ${String(group)})::int AS count`);
    expect(count).toBe(0);
    expect(await newestRequest(shop)).toMatchObject({ status: 'pending' });
  });
});

describe('a suspended client', () => {
  it('gets what is written, in the topic too, and its bot says nothing', async () => {
    const shop = await installation.newClient();
    const { customer } = shop;
    const topic = await calledPerson(shop);
    await applyAgain(shop, { client: { status: 'suspended' } });
    const told = customer.told();
    customer.writes('вы сегодня работаете?');
    await topic.sees(/вы сегодня работаете\?/);
    const newcomer = shop.newCustomer('Борис');
    newcomer.writes('во сколько вы открываетесь?');
    await eventually(async () =>
      expect((await shop.messages()).map(({ content }) => content)).toContain('во сколько вы открываетесь?'),
    );
    await eventually(() => allRead(shop));
    expect(customer.told()).toEqual(told);
    expect(newcomer.told()).toEqual([]);
  });
});

describe('an update that nobody understands', () => {
  it('is set aside with its error, and the next one is answered', async () => {
    const shop = await installation.newClient();
    const { customer } = shop;
    customer.sends({ raw: { photo: 'not a list of sizes' } });
    customer.writes('вы сегодня работаете?');
    await customer.sees('Мы открыты с 9 до 19.');
    const failed = await db.query<{ error: string }>(
      sql`SELECT error FROM failed_updates WHERE client_id = ${shop.client_id}`,
    );
    expect(failed).toMatchObject([{ error: expect.stringContaining('photo') }]);
    expect((await shop.messages()).filter(({ role }) => role === 'user')).toHaveLength(1);
  });
});
