import { startInstallation } from './support/installation.js';
import { takenRequest } from './support/steps.js';
import { timePasses } from './support/time.js';

const installation = await startInstallation();

describe('a request is handed on', () => {
  it('to a named manager and back to the queue: reminders restart', async () => {
    const shop = await installation.newClient();
    const { customer, timur, olga } = shop;
    olga.writes(null, '/queue');
    const topic = await takenRequest(shop);
    timur.writes(topic, 'Минуту, сейчас узнаю');
    await customer.sees('Минуту, сейчас узнаю');

    await timur.presses(topic, 'Передать');
    await timur.presses(topic, olga.name);
    await topic.card(/Отвечает Ольга/);
    const call = await topic.sees(/👉 Ольга[^]*, запрос теперь у вас\. Клиент: Анна\. Кто передал: Тимур/);
    expect(call.entities).toEqual([
      expect.objectContaining({ type: 'text_mention', user: expect.objectContaining({ id: olga.id }) }),
    ]);
    await timePasses(shop, 31);
    await topic.sees(/⏰ Ольга[^]*, вас ждёт Анна/);

    await olga.presses(topic, 'Передать');
    await olga.presses(topic, 'В очередь');
    await topic.card(/Новый запрос/);
    await topic.sees(/🔔 Запрос снова в очереди\. Клиент: Анна\. Кто вернул: Ольга/);
    await timePasses(shop, 31);
    await topic.sees(/⏰ Анна ждёт ответа уже 31 минуту\. Кто возьмёт\?/);

    await timur.presses(topic, 'Беру');
    await topic.card(/Отвечает Тимур/);
    timur.writes(topic, 'Всё готово');
    await customer.sees('Всё готово');
  });

  it('by /assign, and the one who had it no longer reaches the customer by chance', async () => {
    const shop = await installation.newClient();
    const { customer, timur, olga } = shop;
    const topic = await takenRequest(shop);
    olga.writes(topic, '/assign me');
    await topic.card(/Отвечает Ольга/);
    timur.writes(topic, 'Это уже не дойдёт');
    await topic.sees(/Заметка, клиенту не отправлено: отвечает Ольга/);
    olga.writes(topic, 'Здравствуйте, теперь с вами я');
    await customer.sees('Здравствуйте, теперь с вами я');
    olga.writes(topic, `/assign ${timur.name}`);
    await topic.card(/Отвечает Тимур/);
    timur.writes(topic, '/assign Незнакомец');
    await topic.sees(/Менеджера «Незнакомец» здесь нет\.[^]*• Ольга/);
    expect(customer.told().slice(1)).toEqual(['Здравствуйте, теперь с вами я']);
  });

  it('once, when two choose at the same moment: the other is told whose it is', async () => {
    const shop = await installation.newClient();
    const { timur, olga } = shop;
    olga.writes(null, '/queue');
    const topic = await takenRequest(shop);
    await timur.presses(topic, 'Передать');
    const [one, other] = await Promise.all([olga.presses(topic, 'Себе'), timur.presses(topic, 'В очередь')]);
    const late = [one, other].filter(({ show_alert }) => show_alert);
    expect(late).toHaveLength(1);
    expect(late[0]?.text).toMatch(/Вас опередили: с \d\d:\d\d отвечает Ольга|Запрос снова в очереди/);
    await topic.card(/Отвечает Ольга|Новый запрос/);
  });
});

describe('the program starts again', () => {
  it('with the menu still open on the card, how long somebody waits brought up to date, and buttons that work', async () => {
    const shop = await installation.newClient();
    const { timur, olga } = shop;
    olga.writes(null, '/queue');
    const topic = await takenRequest(shop);
    await timur.presses(topic, 'Передать');
    await topic.card(/Кому передать запрос\?/);
    await installation.stop();
    await timePasses(shop, 20);
    await installation.start();
    await topic.card(/Ждёт 20 минут[^]*Кому передать запрос\?/);
    await timur.presses(topic, olga.name);
    await topic.card(/Отвечает Ольга/);
    await topic.sees(/👉 Ольга/);
  });
});
