import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';
import type { Shop } from './support/shop.js';
import { calledPerson } from './support/steps.js';
import { timePasses } from './support/time.js';

const installation = await startInstallation({ roles: ['bots', 'workers'] });
const day = 24 * 60;

/** The states of the shop's conversations, oldest first, once they are as expected. */
const conversationsAre = (shop: Shop, expected: string[]): Promise<unknown> =>
  eventually(async () => expect(await statesOf(shop)).toEqual(expected));

const statesOf = async (shop: Shop): Promise<string[]> =>
  (await shop.conversations()).map(({ status }) => status);

describe('a conversation nobody goes on with', () => {
  it('is closed after a day; the next one knows what the last came to', async () => {
    const shop = await installation.newClient();
    const { customer, model } = shop;
    // The manager's name tells the model whose conversation it sums up.
    model.answers.answer = () => ({ action: 'answer', text: `Вам ответит ${shop.timur.name}.` });
    model.answers.summary = () => ({ summary: 'Анна любит раф на овсяном.' });
    customer.writes('какой кофе вы варите?');
    await customer.sees(/Вам ответит/);
    customer.writes('вы сегодня работаете?');
    await customer.sees('Мы открыты с 9 до 19.');
    await timePasses(shop, day + 5);
    await conversationsAre(shop, ['closed']);
    customer.writes('а теперь какой кофе вы варите?');
    await eventually(() => {
      const classified = model.asked.findLast(({ purpose }) => purpose === 'classify');
      expect(classified?.unread).toEqual(['а теперь какой кофе вы варите?']);
      const said = JSON.stringify(classified?.messages);
      expect(said).toContain('Анна любит раф на овсяном.');
      expect(said).not.toContain('вы сегодня работаете?');
    });
    await conversationsAre(shop, ['closed', 'active']);
  });

  it('stays open while its customer waits for a person, and is closed afterwards', async () => {
    const shop = await installation.newClient({
      settings: { auto_close_timeout: 0, conversation_idle_hours: 2 },
    });
    const { customer, timur } = shop;
    const topic = await calledPerson(shop);
    await timePasses(shop, 3 * 60);
    await topic.sees(/🔥 Срочно/);
    await conversationsAre(shop, ['active']);
    await timur.presses(topic, 'Беру');
    timur.writes(topic, 'Чем помочь?');
    await customer.sees('Чем помочь?');
    await timur.presses(topic, 'Решено');
    await customer.sees(/Рады были помочь/);
    await timePasses(shop, 3 * 60);
    // What was still on its way at that moment keeps it open for a quarter of an hour.
    await eventually(async () => {
      await timePasses(shop, 16);
      expect(await statesOf(shop)).toEqual(['closed']);
    });
  });

  it('is the one a manager goes on with, writing first a week later', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await calledPerson(shop);
    await timur.presses(topic, 'Решено');
    await customer.sees(/Рады были помочь/);
    await timePasses(shop, 7 * day);
    await conversationsAre(shop, ['closed']);
    timur.writes(topic, 'Ваш заказ готов');
    await timur.presses(topic, 'Беру и отправить');
    await customer.sees('Ваш заказ готов');
    customer.writes('Спасибо, зайду вечером');
    await topic.sees(/зайду вечером/);
    await conversationsAre(shop, ['active']);
  });
});
