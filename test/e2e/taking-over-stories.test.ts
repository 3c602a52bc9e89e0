import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';
import { calledPerson, takenRequest } from './support/steps.js';

const installation = await startInstallation();
const { telegram } = installation;

describe('a manager and the bot', () => {
  it('never speak at once: what the model still thinks of is dropped when a manager takes over', async () => {
    const shop = await installation.newClient({ settings: { topic_mode: 'always' } });
    const { customer, timur } = shop;
    const thinking = shop.model.hold('answer');
    shop.model.answers.answer = () => ({ text: 'Ответ, который опоздал' });
    customer.writes('Какой кофе вы варите?');
    await thinking.arrived;
    const topic = await shop.topicOf();
    timur.writes(topic, '/take');
    await topic.card(/Отвечает Тимур/);
    thinking.release();
    await eventually(async () => expect((await shop.conversations())[0]?.turn_read_seq).toBeGreaterThan(0));
    timur.writes(topic, 'Я отвечу сам');
    await customer.sees('Я отвечу сам');
    expect(customer.told()).toEqual(['Я отвечу сам']);
    expect((await shop.messages()).filter(({ content }) => content.includes('опоздал'))).toEqual([]);
  });

  it('never speak at once: a reply that still waits to be sent is dropped when a manager takes over', async () => {
    const shop = await installation.newClient({ settings: { topic_mode: 'always' } });
    const { customer, timur } = shop;
    const busy = { code: 429, description: 'Too Many Requests: retry after 4', retry_after: 4 };
    const { username } = shop.shopBot;
    telegram.faults.add({
      kind: 'error',
      error: busy,
      method: 'sendMessage',
      botUsername: username,
      chatId: customer.id,
    });
    customer.writes('Во сколько вы открываетесь?');
    await telegram.journal.waitFor({ botUsername: username, method: 'sendMessage', ok: false }, 30_000);
    const topic = await shop.topicOf();
    timur.writes(topic, '/take');
    await topic.card(/Отвечает Тимур/);
    timur.writes(topic, 'Сегодня мы закрыты');
    await customer.sees('Сегодня мы закрыты');
    expect(customer.told()).toEqual(['Сегодня мы закрыты']);
    expect(await shop.messages()).toContainEqual(
      expect.objectContaining({ role: 'assistant', delivery_status: 'dropped' }),
    );
  });

  it('the bot is silent while a request is open', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await calledPerson(shop);
    customer.writes('Во сколько вы открываетесь?');
    await topic.sees(/Во сколько вы открываетесь\?/);
    await timur.presses(topic, 'Беру');
    timur.writes(topic, 'С девяти утра');
    await customer.sees('С девяти утра');
    expect(customer.told().slice(1)).toEqual(['С девяти утра']);
    expect(shop.model.asked).toEqual([]);
  });

  it('the bot answers again after [Вернуть боту], and knows what the manager has promised', async () => {
    const shop = await installation.newClient({ notices: { returned: 'Дальше снова отвечаю я.' } });
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    timur.writes(topic, 'Дарю вам скидку 15% до пятницы');
    await customer.sees('Дарю вам скидку 15% до пятницы');
    shop.model.answers.summary = () => ({ summary: 'Коллега пообещал скидку 15% до пятницы.' });
    shop.model.answers.answer = () => ({ text: 'Эспрессо, и скидка ваша до пятницы.' });
    await timur.presses(topic, 'Вернуть боту');
    await customer.sees('Дальше снова отвечаю я.');
    customer.writes('Какой кофе вы варите?');
    await customer.sees('Эспрессо, и скидка ваша до пятницы.');
    const [summed, question] = ['summary', 'answer'].map((one) =>
      shop.model.asked.findLast(({ purpose }) => purpose === one),
    );
    expect(JSON.stringify(summed?.messages)).toContain('Дарю вам скидку 15% до пятницы');
    const told = question?.messages.map(({ content }) => content).join('\n');
    expect(told).toContain('Коллега пообещал скидку 15% до пятницы.');
    expect(told).not.toContain('Дарю вам скидку');
    expect(await shop.handovers()).toMatchObject([{ status: 'bot_handling' }]);
  });

  it('what the customer asked while the request was open is answered once the bot is back', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await calledPerson(shop);
    customer.writes('Во сколько вы открываетесь?');
    await topic.sees(/Во сколько вы открываетесь\?/);
    await timur.presses(topic, 'Вернуть боту');
    await customer.sees('Мы открыты с 9 до 19.');
  });

  it('a customer who thanks after the end reopens nothing', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    await timur.presses(topic, 'Решено');
    await customer.sees(/Рады были помочь/);
    customer.writes('Спасибо большое!');
    await topic.sees(/Спасибо большое!/);
    customer.writes('Во сколько вы открываетесь?');
    await customer.sees('Мы открыты с 9 до 19.');
    expect(await shop.handovers()).toMatchObject([{ status: 'resolved' }]);
  });
});

describe('commands do what the buttons do', () => {
  it('/take, /note, /resolve', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await calledPerson(shop);
    timur.writes(topic, '/take');
    await topic.card(/Отвечает Тимур/);
    timur.writes(topic, '/note клиент постоянный, вежливо');
    await topic.sees(/Заметка сохранена, клиент её не видит/);
    timur.writes(topic, '/resolve');
    await customer.sees(/Рады были помочь/);
    await topic.card(/✅ Решено/);
    expect(await shop.handovers()).toMatchObject([{ status: 'resolved', assigned_to_name: timur.name }]);
    expect(customer.told()).toHaveLength(2);
  });

  it('/take in a topic without an open request opens one in the manager’s name', async () => {
    const shop = await installation.newClient({ settings: { topic_mode: 'always' } });
    const { customer, olga } = shop;
    customer.writes('Во сколько вы открываетесь?');
    await customer.sees('Мы открыты с 9 до 19.');
    const topic = await shop.topicOf();
    olga.writes(topic, '/take');
    await topic.card(/Отвечает Ольга/);
    expect(await shop.handovers()).toMatchObject([
      { status: 'active', trigger_type: 'manual', reason: 'manual' },
    ]);
    olga.writes(topic, 'Заходите, угощу круассаном');
    await customer.sees('Заходите, угощу круассаном');
  });

  it('/bot', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    timur.writes(topic, '/bot');
    await topic.card(/Снова отвечает бот/);
    customer.writes('Во сколько вы открываетесь?');
    await customer.sees('Мы открыты с 9 до 19.');
    expect(await shop.handovers()).toMatchObject([{ status: 'bot_handling' }]);
  });

  it('/info, /queue and /help', async () => {
    const shop = await installation.newClient();
    const { timur, olga } = shop;
    const topic = await takenRequest(shop);
    timur.writes(topic, '/info');
    const info = await topic.sees(/О клиенте/);
    expect(info.text).toContain('Анна');
    expect(info.text).toContain(timur.name);
    timur.writes(topic, '/help');
    await topic.sees(/В этой теме вы говорите с клиентом/);
    olga.writes(null, '/queue');
    await eventually(() => {
      const lists = shop
        .groupMessages()
        .filter(({ thread_id, text }) => thread_id === null && text.includes('Открыто: 1'));
      expect(lists[0]?.text).toMatch(new RegExp(`Анна.*отвечает ${timur.name}`, 's'));
    });
    olga.writes(null, '/help');
    await eventually(() => {
      const helps = shop
        .groupMessages()
        .filter(({ thread_id, text }) => thread_id === null && text.includes('Нажмите «Беру»'));
      expect(helps).toHaveLength(1);
    });
  });

  it('a command nobody knows is answered in a topic, and words in General are left alone', async () => {
    const shop = await installation.newClient();
    const { timur, customer } = shop;
    const topic = await takenRequest(shop);
    timur.writes(null, 'Коллеги, кто сегодня работает?');
    timur.writes(topic, '/abracadabra');
    await topic.sees(/Такой команды нет/);
    expect(customer.told()).toHaveLength(1);
  });
});

it('wrote nothing of what people said, and no token, into its log', () => {
  expect(installation.leaks()).toEqual([]);
});
