import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';
import type { Shop, Topic } from './support/shop.js';
import { takenRequest } from './support/steps.js';
import { newestRequest, timePasses } from './support/time.js';

const installation = await startInstallation();
const question = 'Как мы справились? Оцените, пожалуйста, от 1 до 5.';
const stars = ['⭐ 1', '⭐ 2', '⭐ 3', '⭐ 4', '⭐ 5'];

/** A request that Timur has answered and resolved; the customer is asked how it was. */
async function resolvedRequest(shop: Shop): Promise<Topic> {
  const topic = await takenRequest(shop);
  shop.timur.writes(topic, 'Всё исправили');
  await shop.customer.sees('Всё исправили');
  await shop.timur.presses(topic, 'Решено');
  await shop.customer.sees(question);
  return topic;
}

async function isRated(shop: Shop, rating: number): Promise<void> {
  await eventually(async () => expect(await newestRequest(shop)).toMatchObject({ rating }));
}

describe('a resolved request is rated', () => {
  it('by a button: thanks are shown, the card tells, and nothing else happens', async () => {
    const shop = await installation.newClient();
    const { customer } = shop;
    const topic = await resolvedRequest(shop);
    const asked = await customer.sees(question);
    expect(asked.keyboard.map((row) => row.map(({ text }) => text))).toEqual([stars]);
    const toast = await customer.presses('⭐ 5');
    expect(toast.text).toBe('Спасибо! Ваша оценка: 5 ⭐');
    const given = await customer.sees(`${question}\n⭐⭐⭐⭐⭐`);
    expect(given.keyboard).toEqual([]);
    await topic.card(/Решено: Тимур[^]*⭐ Оценка клиента: 5 из 5/);
    await topic.sees(/⭐ 5/);
    await isRated(shop, 5);
    // The next question is answered as ever; the rating was not.
    const before = customer.told().length;
    customer.writes('во сколько вы открываетесь?');
    await customer.sees('Мы открыты с 9 до 19.');
    expect(customer.told()).toHaveLength(before + 1);
    expect(await shop.handovers()).toHaveLength(1);
  });

  it('by a lone digit, with thanks', async () => {
    const shop = await installation.newClient();
    const { customer } = shop;
    const topic = await resolvedRequest(shop);
    customer.writes('спасибо');
    customer.writes('4!');
    await customer.sees('Спасибо за оценку!');
    await isRated(shop, 4);
    await topic.card(/⭐ Оценка клиента: 4 из 5/);
    // Who thinks better of it says so in the same way.
    customer.writes('5');
    await topic.card(/⭐ Оценка клиента: 5 из 5/);
    await isRated(shop, 5);
    expect(await shop.handovers()).toMatchObject([{ status: 'resolved' }]);
  });

  it('but “5 минут” is no rating: it is answered, and then it is too late for one', async () => {
    const shop = await installation.newClient();
    const { customer } = shop;
    await resolvedRequest(shop);
    customer.writes('5 минут');
    // Nobody knows what that means, and says so.
    await customer.sees(/^(?:Кажется, я не до конца понимаю|Если я не смогу помочь|С этим, к сожалению)/);
    expect(await newestRequest(shop)).toMatchObject({ rating: null });
    const toast = await customer.presses('⭐ 5');
    expect(toast).toMatchObject({
      text: 'Поставить оценку уже нельзя. Если есть вопрос, просто напишите сюда.',
      show_alert: true,
    });
    const told = customer.told().length;
    customer.writes('5');
    await eventually(() => expect(customer.told().length).toBeGreaterThan(told));
    expect(customer.told()).not.toContain('Спасибо за оценку!');
    expect(await newestRequest(shop)).toMatchObject({ rating: null });
  });

  it('not a day later', async () => {
    const shop = await installation.newClient();
    const { customer } = shop;
    await resolvedRequest(shop);
    await timePasses(shop, 24 * 60);
    expect((await customer.presses('⭐ 3')).text).toMatch(/уже нельзя/);
    expect(await newestRequest(shop)).toMatchObject({ rating: null });
  });

  it('only where the business wants it', async () => {
    const shop = await installation.newClient({ settings: { csat_enabled: false } });
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    timur.writes(topic, 'Всё исправили');
    await customer.sees('Всё исправили');
    await timur.presses(topic, 'Решено');
    await customer.sees(/Рады были помочь/);
    customer.writes('во сколько вы открываетесь?');
    await customer.sees('Мы открыты с 9 до 19.');
    expect(customer.told()).not.toContain(question);
  });
});
