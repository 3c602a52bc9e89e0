import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';

const installation = await startInstallation();

const openingHours = 'Мы открыты с 9 до 19.';

describe('a customer who asks something', () => {
  it('is answered by an intent, and nobody is disturbed', async () => {
    const shop = await installation.newClient();
    shop.customer.writes('Во сколько вы открываетесь?');
    await shop.customer.sees(openingHours);
    const [asked] = await shop.messages();
    expect(asked).toMatchObject({ role: 'user', intent: 'opening_hours' });
    expect(shop.topicNames()).toEqual([]);
    expect((await shop.llmCalls()).map(({ purpose, outcome }) => `${purpose} ${outcome}`)).toEqual([
      'classify ok',
    ]);
  });

  it('gets an answer in the words of the model, made of what the shop knows', async () => {
    const shop = await installation.newClient({
      knowledge: [{ title: 'Кофе', text: 'Варим эспрессо и раф на овсяном молоке.' }],
    });
    shop.model.answers.answer = () => ({ text: 'Эспрессо и раф.' });
    shop.customer.writes('Какой кофе вы варите?');
    await shop.customer.sees('Эспрессо и раф.');
    const question = shop.model.asked.find(({ purpose }) => purpose === 'answer');
    expect(question?.system).toContain('Варим эспрессо и раф на овсяном молоке.');
    expect(question?.system).not.toContain('Какой кофе вы варите?');
    expect(question?.messages).toEqual([{ role: 'user', content: 'Какой кофе вы варите?' }]);
  });

  it('is answered once when Telegram tells of the message three times', async () => {
    const shop = await installation.newClient();
    shop.customer.writes('Во сколько вы открываетесь?');
    installation.telegram.repeatLastUpdate({ bot: shop.shopBot.username, times: 2 });
    await shop.customer.sees(openingHours);
    shop.customer.writes('Мне привезли холодный кофе');
    await shop.topicOf();
    await shop.customer.sees(/Зову коллегу/);
    expect((await shop.messages()).filter(({ role }) => role === 'user')).toHaveLength(2);
    expect(shop.customer.told()).toEqual([openingHours, 'Зову коллегу, ответ придёт сюда же.']);
  });

  it('gets one reply to a burst of five', async () => {
    const shop = await installation.newClient({ settings: { debounce_ms: 1_500, debounce_max_ms: 6_000 } });
    const burst = ['Привет', 'Это кофейня?', 'Хочу зайти', 'Завтра', 'Во сколько вы открываетесь?'];
    for (const line of burst) shop.customer.writes(line);
    await shop.customer.sees(openingHours);
    shop.customer.writes('Мне привезли холодный кофе');
    await shop.customer.sees(/Зову коллегу/);
    expect(shop.customer.told()).toEqual([openingHours, expect.stringContaining('Зову коллегу')]);
    expect(shop.model.asked[0]?.unread).toEqual(burst);
  });

  it('who asks for a person in the second of two quick messages has one conversation, one request, one topic', async () => {
    const shop = await installation.newClient();
    shop.customer.writes('Здравствуйте, я по поводу заказа');
    await new Promise((resolve) => setTimeout(resolve, 200));
    shop.customer.writes('Позовите человека');
    const topic = await shop.topicOf();
    await topic.card(/Новый запрос/);
    expect(await shop.conversations()).toHaveLength(1);
    expect(await shop.users()).toHaveLength(1);
    expect(await shop.handovers()).toMatchObject([{ reason: 'asked_for_human', status: 'pending' }]);
    expect(shop.topicNames()).toEqual(['Анна · Telegram']);
  });

  it('who thanks starts nothing', async () => {
    const shop = await installation.newClient();
    shop.customer.writes('Спасибо!');
    shop.customer.writes('👍');
    await eventually(async () => expect((await shop.messages()).length).toBe(2));
    shop.customer.writes('Во сколько вы открываетесь?');
    await shop.customer.sees(openingHours);
    expect(shop.customer.told()).toEqual([openingHours]);
  });

  it('is greeted by /start and told by /human that a person comes', async () => {
    const shop = await installation.newClient();
    shop.customer.writes('/start');
    await shop.customer.sees(/^Здравствуйте, Анна! Это Полдень\./);
    expect(await shop.handovers()).toEqual([]);
  });

  it('who writes while the model thinks gets one answer to everything', async () => {
    const shop = await installation.newClient();
    shop.model.answers.classify = () => ({ intent: 'menu', confidence: 0.9 });
    shop.model.answers.answer = ({ messages }) => ({ text: `Вопросов: ${messages.length}` });
    const thinking = shop.model.hold('answer');
    shop.customer.writes('Какой кофе вы варите?');
    await thinking.arrived;
    shop.customer.writes('И есть ли десерты?');
    await eventually(async () => expect(await shop.messages()).toHaveLength(2));
    thinking.release();
    await shop.customer.sees('Вопросов: 2');
    expect(shop.model.asked.at(-1)?.messages.map(({ content }) => content)).toEqual([
      'Какой кофе вы варите?',
      'И есть ли десерты?',
    ]);
    shop.customer.writes('Позовите человека');
    await shop.customer.sees(/Зову коллегу/);
    expect(shop.customer.told()).toEqual(['Вопросов: 2', expect.stringContaining('Зову коллегу')]);
  });
});

it('wrote nothing of what people said, and no token, into its log', () => {
  expect(installation.output()).toContain('"started"');
  expect(installation.leaks()).toEqual([]);
});
