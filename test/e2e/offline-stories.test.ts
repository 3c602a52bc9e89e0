import { startInstallation } from './support/installation.js';
import { coffeeIntents } from './support/shop.js';

const installation = await startInstallation({ env: { OPENAI_API_KEY: '' } });

const intents = coffeeIntents.map((intent) => ({
  ...intent,
  examples: [
    ...intent.examples,
    ...({
      opening_hours: ['до скольки вы открыты?', 'какой у вас график работы?', 'часы работы'],
      menu: ['что есть в меню?', 'сколько стоит капучино?'],
      complaint: ['перепутали мой заказ', 'хочу вернуть деньги за кофе'],
    }[intent.name] ?? []),
  ],
}));

/** Quiet enough for what is written in one go to be one burst, also on a machine that is busy. */
const inOneGo = { debounce_ms: 1_500, debounce_max_ms: 6_000 };

describe('without a model', () => {
  it('a question close to an example is answered', async () => {
    const shop = await installation.newClient({ intents });
    shop.customer.writes('А до скольки вы сегодня открыты?');
    await shop.customer.sees('Мы открыты с 9 до 19.');
    expect(await shop.llmCalls()).toEqual([]);
  });

  it('a question that the shop’s knowledge answers is answered from it', async () => {
    const knowledge = [{ title: 'Сколько стоит капучино?', text: 'Капучино стоит 1100 ₸.' }];
    const shop = await installation.newClient({ intents, knowledge });
    shop.customer.writes('Сколько стоит капучино?');
    await shop.customer.sees('Капучино стоит 1100 ₸.');
  });

  it('a complaint written right after a question reaches a person', async () => {
    const shop = await installation.newClient({ intents, settings: inOneGo });
    shop.customer.writes('Во сколько вы открываетесь?');
    shop.customer.writes('Мне привезли холодный кофе, верните деньги');
    const topic = await shop.topicOf();
    await topic.card(/такие вопросы решает человек/);
    await topic.sees(/Во сколько вы открываетесь/);
    await topic.sees(/Мне привезли холодный кофе/);
    await shop.customer.sees(/Зову коллегу/);
    expect(await shop.handovers()).toMatchObject([{ reason: 'intent', trigger_type: 'intent' }]);
  });

  it('two questions written in one go are both answered', async () => {
    const knowledge = [{ title: 'Сколько стоит капучино?', text: 'Капучино стоит 1100 ₸.' }];
    const shop = await installation.newClient({ intents, knowledge, settings: inOneGo });
    shop.customer.writes('Здравствуйте!');
    shop.customer.writes('До скольки вы открыты?');
    shop.customer.writes('спасибо');
    shop.customer.writes('Сколько стоит капучино?');
    await shop.customer.sees('Мы открыты с 9 до 19.');
    await shop.customer.sees('Капучино стоит 1100 ₸.');
    expect(await shop.handovers()).toEqual([]);
  });

  it('a question that only a model could answer goes to a person, and that is no failure', async () => {
    const shop = await installation.newClient({ intents });
    shop.customer.writes('Что есть в меню?');
    await (await shop.topicOf()).card(/такие вопросы решает человек/);
    expect(await shop.handovers()).toMatchObject([{ reason: 'intent', trigger_type: 'intent' }]);
  });

  it('what nobody understands is asked about once, and then goes to a person', async () => {
    const shop = await installation.newClient({ intents });
    shop.customer.writes('Ыыы ъъъ щщщ');
    const asked = await shop.customer.sees(/не до конца понимаю вопрос/);
    expect(asked.keyboard.flat().map(({ text }) => text)).toEqual(['Позвать человека']);
    shop.customer.writes('Ну ыыы же, ъъъ');
    await (await shop.topicOf()).card(/бот не понял, о чём речь/);
    expect(await shop.handovers()).toMatchObject([{ reason: 'low_confidence', trigger_type: 'intent' }]);
  });

  it('[Позвать человека] under that question calls one', async () => {
    const shop = await installation.newClient({ intents });
    shop.customer.writes('Ыыы ъъъ щщщ');
    await shop.customer.sees(/не до конца понимаю вопрос/);
    await shop.customer.presses('Позвать человека');
    await shop.customer.sees(/Зову коллегу/);
    expect(await shop.handovers()).toMatchObject([{ reason: 'asked_for_human', trigger_type: 'keyword' }]);
  });
});

it('wrote nothing of what people said, and no token, into its log', () => {
  expect(installation.leaks()).toEqual([]);
});
