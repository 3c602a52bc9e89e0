import { eventually } from '../support/eventually.js';
import { waitToSee } from './support/chats.js';
import type { Seen } from './support/chats.js';
import { startInstallation } from './support/installation.js';
import type { Bot, Shop } from './support/shop.js';
import { takenRequest } from './support/steps.js';
import { applyAgain } from './support/time.js';

const installation = await startInstallation();
const { telegram, chats } = installation;

/** The owner, who has started the given bots, and what each of them has told. */
async function ownerOf(shop: Shop, ...started: Bot[]) {
  const { id } = telegram.createPerson({ first_name: 'Марат', language_code: 'ru' });
  await applyAgain(shop, { settings: { owner_telegram_id: String(id) } });
  for (const bot of started) telegram.personStartsBot({ person: id, bot: bot.username });
  const hearsFrom = (bot: Bot) => (): Seen[] =>
    chats.in(`p${bot.id}_${id}`).filter(({ from, text }) => from.is_bot && /^[⚠✅]/u.test(text));
  return { id, hearsFrom };
}

/** What `/readyz` says needs the owner of a shop. */
async function alarmsOf({ slug }: Shop): Promise<string[]> {
  const { url } = installation.programs[0]!;
  const { alarms } = (await (await fetch(`${url}/readyz`)).json()) as {
    alarms: { client: string; problem: string }[];
  };
  return alarms.filter(({ client }) => client === slug).map(({ problem }) => problem);
}

describe('the owner', () => {
  it('bot loses admin: alarm and what to do', async () => {
    const shop = await installation.newClient();
    const { customer, timur, group, managersBot } = shop;
    const owner = await ownerOf(shop, managersBot);
    const boris = shop.newCustomer('Борис');
    const topic = await takenRequest(shop);
    telegram.demoteMember({ group, member: managersBot.username });
    const hears = owner.hearsFrom(managersBot);
    await waitToSee(hears, /нужна ваша помощь[^]*больше не администратор[^]*Администраторы → добавьте бота/);
    await waitToSee(shop.groupMessages, /бот больше не администратор/);
    expect(await alarmsOf(shop)).toEqual([expect.stringMatching(/no longer an administrator/)]);

    // Nobody is forgotten meanwhile: a new request stands in the group itself, and replies work.
    boris.writes('Позовите человека');
    const card = await waitToSee(shop.groupMessages, /Клиент: Борис[^]*отвечайте ответом на это сообщение/);
    expect(card.thread_id).toBeNull();
    await timur.presses(null, 'Беру');
    timur.writes(null, 'Борис, я вас вижу', { replyTo: card.message_id });
    await boris.sees('Борис, я вас вижу');
    customer.writes('А мне ответят здесь?');
    await topic.sees(/А мне ответят здесь\?/);

    telegram.promoteMember({ group, member: managersBot.username });
    await waitToSee(hears, /^✅ Полдень: снова в порядке/);
    const borisTopic = await shop.topicOf(boris);
    await borisTopic.card(/Отвечает Тимур/);
    timur.writes(borisTopic, 'Теперь у вас своя тема');
    await boris.sees('Теперь у вас своя тема');
    expect(await alarmsOf(shop)).toEqual([]);
    // Once for the outage, not once for each post.
    expect(hears().filter(({ text }) => text.startsWith('⚠'))).toHaveLength(1);
  });

  it('is told of a bot that was removed by the other bot; what waited comes once it is back', async () => {
    const shop = await installation.newClient();
    const { customer, group, managersBot, shopBot } = shop;
    const owner = await ownerOf(shop, shopBot);
    const topic = await takenRequest(shop);
    telegram.removeMember({ group, member: managersBot.username });
    const hears = owner.hearsFrom(shopBot);
    await waitToSee(hears, /бота там больше нет[^]*Добавьте бота в группу/);
    for (const text of ['Первое без бота', 'Второе без бота']) customer.writes(text);
    await eventually(async () => {
      const waiting = await shop.posts('mirror');
      expect(waiting.filter(({ status }) => status === 'queued').length).toBeGreaterThan(1);
    });
    telegram.promoteMember({ group, member: managersBot.username });
    await topic.sees(/Первое без бота/);
    await topic.sees(/Второе без бота/);
    await waitToSee(hears, /^✅/);
    expect(hears().map(({ text }) => text.slice(0, 1))).toEqual(['⚠', '✅']);
  });

  it('is told by the managers’ bot that the customers’ bot has no token any more', async () => {
    const shop = await installation.newClient();
    const { managersBot, shopBot } = shop;
    const owner = await ownerOf(shop, shopBot, managersBot);
    telegram.revokeToken({ bot: shopBot.username });
    await waitToSee(
      owner.hearsFrom(managersBot),
      /Подключение «shop»: Telegram больше не принимает токен[^]*@BotFather/,
    );
    expect(await alarmsOf(shop)).toEqual([expect.stringMatching(/“shop”.*no longer accepts the token/)]);
  });

  it('is told by the customers’ bot that the managers’ bot has no token any more', async () => {
    const shop = await installation.newClient();
    const { managersBot, shopBot } = shop;
    const owner = await ownerOf(shop, shopBot);
    telegram.revokeToken({ bot: managersBot.username });
    await waitToSee(owner.hearsFrom(shopBot), /Бот группы менеджеров: Telegram больше не принимает токен/);
  });

  it('who never started a bot is called in the managers’ group', async () => {
    const shop = await installation.newClient();
    const { shopBot } = shop;
    telegram.revokeToken({ bot: shopBot.username });
    const called = await waitToSee(shop.groupMessages, /^@marat_owner ⚠️ Полдень: нужна ваша помощь/);
    expect(called.thread_id).toBeNull();
  });
});

it('wrote nothing of what people said, and no token, into its log', () => {
  expect(installation.leaks()).toEqual([]);
});
