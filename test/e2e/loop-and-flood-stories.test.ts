import { turnsKey } from '../../src/conversations/restrain-turn.js';
import { countersInPostgres } from '../../src/shared/counters-in-postgres.js';
import type { UserId } from '../../src/shared/ids.js';
import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';
import type { Shop } from './support/shop.js';
import { allRead, timePasses } from './support/time.js';

const installation = await startInstallation({ roles: ['bots', 'workers'] });

/** A program in the customer's place: it answers whatever it is told, at once, until it hears nothing for a while. */
async function programTalks(shop: Shop, answer: (number: number) => string): Promise<void> {
  const { customer } = shop;
  customer.writes(answer(0));
  for (let heard = 1; heard <= 30; heard += 1) {
    // It has written as often as it is about to have heard.
    await eventually(() => customer.told().length >= heard || isSilent(shop, heard));
    if (customer.told().length < heard) return;
    customer.writes(answer(heard));
  }
}

/** Everything that was written has come and is read, and a person is called: the bot will say nothing more. */
async function isSilent(shop: Shop, written: number): Promise<boolean> {
  const received = (await shop.messages()).filter(({ role }) => role === 'user');
  return received.length >= written && (await shop.handovers()).length > 0 && (await allRead(shop));
}

/** The user has nearly reached the limit of answered turns. */
async function nearlyFlooded(shop: Shop): Promise<void> {
  const [user] = await shop.users();
  const key = turnsKey({ client_id: shop.client_id, user_id: user?.id as UserId });
  await countersInPostgres(shop.ground.database).add(key, 29, 600_000);
}

describe('two bots talking', () => {
  it('are stopped at a person within 20 messages', async () => {
    const shop = await installation.newClient();
    shop.model.answers.classify = () => ({ intent: 'menu', confidence: 0.95 });
    let answers = 0;
    shop.model.answers.answer = () => ({ action: 'answer', text: `Ответ ${(answers += 1)}: да.` });
    await programTalks(shop, (number) => `А вот ещё вопрос номер ${number}: какой кофе вы варите?`);
    expect(await shop.handovers()).toMatchObject([
      { status: 'pending', reason: 'loop', trigger_type: 'intent' },
    ]);
    const topic = await shop.topicOf();
    await topic.card(/похоже, здесь пишет другой бот/);
    expect(shop.customer.chat().length).toBeLessThanOrEqual(20);
    const told = shop.customer.told();
    shop.customer.writes('А вот и последний вопрос: какой кофе вы варите?');
    await topic.sees(/последний вопрос/);
    await eventually(() => allRead(shop));
    expect(shop.customer.told()).toEqual(told);
  });

  it('are stopped sooner when one of them only repeats itself, and not again at once', async () => {
    const shop = await installation.newClient();
    const { customer } = shop;
    shop.model.answers.classify = () => ({ intent: 'opening_hours', confidence: 0.95 });
    await programTalks(shop, () => 'Здравствуйте! Вы написали в магазин. Вы сегодня работаете?');
    expect(await shop.handovers()).toMatchObject([{ status: 'pending', reason: 'loop' }]);
    expect(customer.chat().length).toBeLessThanOrEqual(12);
    await timePasses(shop, 61);
    await (await shop.topicOf()).sees(/🔥 Срочно/);
    await timePasses(shop, 61);
    await customer.sees(/Извините, что не довели/);
    customer.writes('вы сегодня работаете?');
    await customer.sees('Мы открыты с 9 до 19.');
    expect(await shop.handovers()).toMatchObject([{ status: 'timeout' }]);
  });
});

describe('a customer who floods', () => {
  it('is told once, then not answered, and answered again later', async () => {
    const shop = await installation.newClient({ settings: { topic_mode: 'always' } });
    const { customer, model } = shop;
    customer.writes('вы сегодня работаете?');
    await customer.sees('Мы открыты с 9 до 19.');
    await nearlyFlooded(shop);
    customer.writes('а завтра?');
    await customer.sees(/Сообщений так много, что я не успеваю\. Подождите, пожалуйста, \d+ минут/);
    const [told, asked] = [customer.told(), model.asked.length];
    customer.writes('а послезавтра?');
    customer.writes('а в субботу?');
    await (await shop.topicOf()).sees(/а в субботу\?/);
    await eventually(() => allRead(shop));
    expect(customer.told()).toEqual(told);
    expect(model.asked).toHaveLength(asked);
    await timePasses(shop, 11);
    customer.writes('вы сегодня работаете?');
    await eventually(() => expect(customer.told()).toEqual([...told, 'Мы открыты с 9 до 19.']));
  });

  it('reaches a person all the same', async () => {
    const shop = await installation.newClient();
    const { customer } = shop;
    customer.writes('вы сегодня работаете?');
    await customer.sees('Мы открыты с 9 до 19.');
    await nearlyFlooded(shop);
    customer.writes('а завтра?');
    await customer.sees(/Сообщений так много/);
    customer.writes('Позовите человека');
    await customer.sees('Зову коллегу, ответ придёт сюда же.');
    await (await shop.topicOf()).card(/просит позвать человека/);
  });
});
