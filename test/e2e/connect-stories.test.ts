import { makeConnectCode } from '../../src/integrations/connect-code.js';
import { systemClock } from '../../src/shared/clock.js';
import { sql } from '../../src/shared/database.js';
import { plusMs } from '../../src/shared/durations.js';
import { eventually } from '../support/eventually.js';
import { waitToSee } from './support/chats.js';
import type { Seen } from './support/chats.js';
import { startInstallation } from './support/installation.js';
import { managerOf } from './support/people.js';
import type { Bot, Shop } from './support/shop.js';
import { applyAgain } from './support/time.js';

const installation = await startInstallation();
const { telegram, chats, database } = installation;

/** A shop whose managers have no group yet. */
async function shopWithoutGroup(managersBot: 'of its own' | 'none yet' = 'of its own'): Promise<Shop> {
  const shop = await installation.newClient();
  const settings =
    managersBot === 'none yet'
      ? { telegram_chat_id: null, telegram_bot_token: null }
      : { telegram_chat_id: null };
  await applyAgain(shop, { settings });
  return shop;
}

/** A group made by Dana, who speaks a language. */
function newGroup(language_code = 'ru', is_forum = true) {
  const dana = telegram.createPerson({ first_name: 'Дана', language_code });
  const group = telegram.createGroup({ title: 'Менеджеры', is_forum, creator: dana.id }).id;
  const said = (): Seen[] => chats.in(String(group)).filter(({ from }) => from.is_bot);
  return { dana: managerOf(installation, { id: dana.id, name: 'Дана', group }), group, said };
}

const codeFor = async ({ slug }: Shop): Promise<string> =>
  (await makeConnectCode(database, { slug, now: systemClock.now() })).code;

/** The bot is added as its group's members would add it, once it is connected. */
function adds(bot: Bot, group: number, by: number): void {
  telegram.addMember({ group, member: bot.username, by });
}

describe('a group', () => {
  it('is greeted, told what is missing, and connected by a code', async () => {
    const shop = await shopWithoutGroup();
    const { dana, group, said } = newGroup();
    adds(shop.managersBot, group, dana.id);
    const greeting = await waitToSee(said, new RegExp(`Номер этой группы: ${group}[^]*не администратор`));
    expect(greeting.text).toContain('/connect КОД');
    telegram.promoteMember({ group, member: shop.managersBot.username, can_manage_topics: false });
    await waitToSee(said, /Боту нельзя управлять темами/);
    telegram.promoteMember({ group, member: shop.managersBot.username });
    const ready = await waitToSee(said, /Группа готова/);
    expect(ready.message_id).toBe(greeting.message_id);
    expect(said()).toHaveLength(1);

    dana.writes(null, `/connect ${(await codeFor(shop)).toLowerCase()}`);
    await waitToSee(said, /Группа подключена: запросы клиентов «Полдень»[^]*Группа готова/);
    shop.customer.writes('Позовите человека');
    await waitToSee(said, /Новый запрос[^]*Клиент: Анна/);
    dana.writes(null, '/connect ABCDE-FGH23');
    await waitToSee(said, /уже подключена/);
    const [event] = await database.query<{ actor: string; after: object }>(sql`
      SELECT actor, after FROM audit_events WHERE client_id = ${shop.client_id} AND action = 'connect'`);
    expect(event).toEqual({
      actor: `telegram:${dana.id}`,
      after: { 'settings.telegram_chat_id': String(group) },
    });
  });

  it('may be connected through the customers’ bot, which then serves the managers too', async () => {
    const shop = await shopWithoutGroup('none yet');
    shop.customer.writes('Позовите человека');
    await shop.customer.sees(/Зову коллегу/);
    const { dana, group, said } = newGroup('ru', false);
    telegram.promoteMember({ group, member: shop.shopBot.username });
    await waitToSee(said, /В группе выключены темы/);
    dana.writes(null, `/connect ${await codeFor(shop)}`);
    await waitToSee(said, /Группа подключена/);
    const card = await waitToSee(said, /Новый запрос[^]*Клиент: Анна/);
    dana.writes(null, '/take', { replyTo: card.message_id });
    await waitToSee(said, /Отвечает Дана/);
    dana.writes(null, 'Здравствуйте, это мы', { replyTo: card.message_id });
    await shop.customer.sees('Здравствуйте, это мы');
  });

  it('is not connected by whoever guesses, or by who is no administrator', async () => {
    const shop = await shopWithoutGroup();
    const { dana, group, said } = newGroup();
    const guest = telegram.createPerson({ first_name: 'Гость' });
    telegram.addMember({ group, member: guest.id });
    telegram.promoteMember({ group, member: shop.managersBot.username });
    await waitToSee(said, /Группа готова/);
    const code = await codeFor(shop);
    managerOf(installation, { id: guest.id, name: 'Гость', group }).writes(null, `/connect ${code}`);
    await waitToSee(said, /только её администратор/);
    dana.writes(null, '/connect');
    await waitToSee(said, /^Чтобы подключить группу/);
    const late = await makeConnectCode(database, {
      slug: shop.slug,
      now: plusMs(systemClock.now(), -25 * 3_600_000),
    });
    dana.writes(null, `/connect ${late.code}`);
    await waitToSee(said, /Этот код не подошёл/);
    for (let tries = 0; tries < 4; tries += 1) dana.writes(null, `/connect ABCDE-FGH2${tries + 2}`);
    await eventually(() =>
      expect(said().filter(({ text }) => text.startsWith('Этот код не подошёл'))).toHaveLength(5),
    );
    dana.writes(null, `/connect ${await codeFor(shop)}`);
    await waitToSee(said, /Слишком много неверных кодов/);
    const { telegram_chat_id } = await database.one<{ telegram_chat_id: null }>(sql`
      SELECT telegram_chat_id FROM client_settings WHERE client_id = ${shop.client_id}`);
    expect(telegram_chat_id).toBeNull();
  });

  it('of one client is not taken by another’s code, and a code works once and with its own bot', async () => {
    const [shop, other] = [await shopWithoutGroup(), await shopWithoutGroup()];
    const { dana, group, said } = newGroup();
    for (const { managersBot } of [shop, other])
      telegram.promoteMember({ group, member: managersBot.username });
    const greetings = (): number => said().filter(({ text }) => text.includes('Группа готова')).length;
    await eventually(() => expect(greetings()).toBe(2));
    const code = await codeFor(shop);
    // Both bots hear the command; only the client's own one finds it good.
    dana.writes(null, `/connect@${other.managersBot.username} ${code}`);
    await waitToSee(said, /Этот код не подошёл/);
    dana.writes(null, `/connect@${shop.managersBot.username} ${code}`);
    await waitToSee(said, /Группа подключена/);
    dana.writes(null, `/connect@${other.managersBot.username} ${await codeFor(other)}`);
    await waitToSee(said, /уже подключена к другой компании/);
  });

  it('is greeted in the language of who added the bot', async () => {
    const shop = await shopWithoutGroup();
    const { group, said } = newGroup('en');
    telegram.promoteMember({ group, member: shop.managersBot.username });
    await waitToSee(said, /Its number is -100\d+[^]*The group is ready[^]*\/connect CODE/);
  });
});

it('wrote nothing of what people said, and no token, into its log', () => {
  expect(installation.leaks()).toEqual([]);
});
