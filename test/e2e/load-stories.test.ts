import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';
import type { Customer } from './support/people.js';
import type { Shop, Topic } from './support/shop.js';

// Five operations in three seconds, where Telegram allows about twenty a minute.
const budget = { operations: 5, seconds: 3 };
const installation = await startInstallation({
  env: { TELEGRAM_GROUP_BUDGET: `${budget.operations}/${budget.seconds}` },
});

/** The moments at which something was done in a group, in milliseconds. */
function operationsIn({ group }: Shop): number[] {
  const questions = /^(get|answer)|MyCommands$|ChatAction$/;
  return installation.telegram.journal
    .list({ chatId: String(group) })
    .filter(({ method }) => !questions.test(method))
    .map(({ at }) => at);
}

async function taken(shop: Shop, customer: Customer): Promise<Topic> {
  customer.writes('Позовите человека');
  const topic = await shop.topicOf(customer);
  await topic.card();
  await shop.timur.presses(topic, 'Беру');
  await topic.card(/Отвечает/);
  return topic;
}

const lastId = (topic: Topic, pattern: RegExp): number =>
  topic.messages().findLast(({ text }) => pattern.test(text))?.message_id ?? Infinity;

describe('sixty messages of a customer while the group has little room', () => {
  it('all reach the topic, behind cards and failures, and Telegram’s limit is kept', async () => {
    const shop = await installation.newClient();
    const { customer: anna, timur } = shop;
    const [boris, vera] = [shop.newCustomer('Борис'), shop.newCustomer('Вера')];
    const topic = await taken(shop, anna);
    const topicOfBoris = await taken(shop, boris);
    boris.blocksBot();

    const lines = Array.from({ length: 60 }, (_, index) =>
      `строка ${index + 1} ${'длинная '.repeat(60)}`.trim(),
    );
    for (const line of lines) anna.writes(line);
    timur.writes(topicOfBoris, 'Заказ готов');
    vera.writes('Позовите человека');

    await eventually(
      () => {
        const seen = topic
          .messages()
          .map(({ text }) => text)
          .join('\n');
        for (const line of lines) expect(seen).toContain(line);
      },
      { withinMs: 60_000 },
    );
    const lastLine = lastId(topic, /строка 60 /);
    const topicOfVera = await shop.topicOf(vera);
    expect((await topicOfVera.card()).message_id).toBeLessThan(lastLine);
    const failure = await topicOfBoris.sees(/заблокировал/);
    expect(failure.message_id).toBeLessThan(lastLine);
    const order = topic
      .messages()
      .map(({ text }) => text)
      .join('\n');
    const places = lines.map((line) => order.indexOf(line));
    expect(places).toEqual(places.toSorted((one, other) => one - other));

    // A little less than the window: what left in time may arrive a little early after the one before came late.
    const moments = operationsIn(shop);
    const windowMs = budget.seconds * 1000 - 300;
    const most = Math.max(
      ...moments.map((from) => moments.filter((at) => at >= from && at < from + windowMs).length),
    );
    expect(most).toBeLessThanOrEqual(budget.operations);
  }, 90_000);
});

describe('a client that is flooded while the model hangs', () => {
  it('keeps no other client’s customer waiting', async () => {
    const [flooded, quiet] = [await installation.newClient(), await installation.newClient()];
    const hanging = flooded.model.hold('classify');
    const crowd = Array.from({ length: 60 }, (_, index) => flooded.newCustomer(`Гость ${index}`));
    for (const customer of crowd) customer.writes('вы сегодня работаете?');
    await hanging.arrived;
    quiet.customer.writes('вы сегодня работаете?');
    await quiet.customer.sees('Мы открыты с 9 до 19.');
    expect(crowd.flatMap((customer) => customer.told())).toEqual([]);
    hanging.release();
    await eventually(() => expect(crowd.flatMap((customer) => customer.told())).toHaveLength(crowd.length), {
      withinMs: 40_000,
    });
  }, 90_000);
});
