import { startInstallation } from './support/installation.js';
import type { Program } from './support/program.js';
import type { Shop, Topic } from './support/shop.js';
import { calledPerson } from './support/steps.js';
import { newestRequest, timePasses } from './support/time.js';

const installation = await startInstallation({ roles: ['bots'] });
let workers: Program[] = [];

async function startTwoWorkers(): Promise<void> {
  workers = await Promise.all([installation.start('workers'), installation.start('workers')]);
}

const kill = (): Promise<unknown> => Promise.all(workers.map((program) => program.kill()));
const first = (topic: Topic): string[] =>
  topic.messages().flatMap(({ text }) => (text.includes('⏰') ? [text] : []));
const urgent = (topic: Topic): string[] =>
  topic.messages().flatMap(({ text }) => (text.includes('🔥') ? [text] : []));
const sorry = ({ customer }: Shop): string[] =>
  customer.told().filter((text) => text.startsWith('Извините, что не довели'));

describe('with two processes of workers that are killed and started again in between', () => {
  beforeAll(startTwoWorkers, 40_000);

  it('a request is recalled once, recalled to the owner once and closed once, each at its time', async () => {
    const shop = await installation.newClient();
    const topic = await calledPerson(shop);
    await timePasses(shop, 29);
    await kill();
    expect(await newestRequest(shop)).toMatchObject({ reminder_1_sent_at: null });
    await timePasses(shop, 2);
    await startTwoWorkers();
    await topic.sees(/⏰ Анна ждёт ответа уже 31 минуту\. Кто возьмёт\?/);
    expect(urgent(topic)).toEqual([]);

    await timePasses(shop, 30);
    await topic.sees(/^@marat_owner 🔥 Срочно: Анна ждёт 1 час/);
    expect(await newestRequest(shop)).toMatchObject({ status: 'pending', resolved_at: null });

    await kill();
    await timePasses(shop, 60);
    await startTwoWorkers();
    await shop.customer.sees(/Извините, что не довели разговор до конца/);
    await topic.card(/Закрыто/);
    expect(await newestRequest(shop)).toMatchObject({ status: 'timeout' });
    expect([first(topic).length, urgent(topic).length, sorry(shop).length]).toEqual([1, 1, 1]);
    expect(await shop.posts('reminder')).toHaveLength(2);
  }, 60_000);

  it('after an outage of three hours only the urgent reminder comes, and people get the time to act', async () => {
    const shop = await installation.newClient();
    const topic = await calledPerson(shop);
    await kill();
    await timePasses(shop, 180);
    await startTwoWorkers();
    await topic.sees(/^@marat_owner 🔥 Срочно: Анна ждёт 3 часа/);
    const request = await newestRequest(shop);
    expect(request).toMatchObject({
      status: 'pending',
      reminder_1_due_at: null,
      reminder_1_sent_at: null,
      reminder_2_due_at: null,
    });
    // auto_close - reminder_2 = 60 minutes from the reminder on.
    expect(request.auto_close_due_at?.getTime()).toBe(
      (request.reminder_2_sent_at?.getTime() ?? 0) + 60 * 60_000,
    );
    expect(first(topic)).toEqual([]);
    expect(sorry(shop)).toEqual([]);

    await timePasses(shop, 61);
    await shop.customer.sees(/Извините, что не довели разговор до конца/);
    expect(await newestRequest(shop)).toMatchObject({ status: 'timeout' });
    expect(urgent(topic)).toHaveLength(1);
  }, 60_000);
});
