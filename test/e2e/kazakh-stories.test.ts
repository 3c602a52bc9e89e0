import { texts } from '../../src/texts/texts.js';
import { eventually } from '../support/eventually.js';
import type { Seen } from './support/chats.js';
import { startInstallation } from './support/installation.js';
import type { Shop } from './support/shop.js';

const installation = await startInstallation();

const intents: Shop['file']['intents'] = [
  {
    name: 'opening_hours',
    action: 'reply',
    reply: 'Күн сайын 9-дан 19-ға дейін жұмыс істейміз.',
    examples: ['нешеге дейін жұмыс істейсіздер?'],
  },
];

/** The texts of a language that take no values. */
function wordingOf(language: string, entry: unknown = texts(language)): string[] {
  if (typeof entry === 'string') return [entry];
  if (typeof entry === 'function') return [];
  return Object.values(entry as object).flatMap((inner) => wordingOf(language, inner));
}

/** What the bots say and write on buttons. */
function shownByBots(messages: Seen[]): string[] {
  return messages
    .filter(({ from }) => from.is_bot)
    .flatMap(({ text, keyboard }) => [text, ...keyboard.flat().map((button) => button.text)]);
}

describe('in Kazakh', () => {
  it('a request goes from the question to [Шешілді], and nobody reads a word of another language', async () => {
    const shop = await installation.newClient({ language: 'kk', intents });
    const { customer, timur, olga } = shop;
    customer.writes('Сәлеметсіз бе!');
    await customer.sees(/^Сәлеметсіз бе, Анна! Бұл — Полдень\. /);
    customer.writes('Нешеге дейін жұмыс істейсіздер?');
    await customer.sees('Күн сайын 9-дан 19-ға дейін жұмыс істейміз.');
    customer.writes('Менеджермен сөйлескім келеді');
    await customer.sees('Әріптесімді шақырып жатырмын, жауап осы жерге келеді.');
    const topic = await shop.topicOf();
    const card = await topic.card(/Жаңа өтініш/);
    expect(card.text).toContain('Клиент: Анна');
    expect(card.text).toContain('Себебі: адаммен сөйлескісі келеді');
    expect(card.keyboard.flat().map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Аламын', 'Шешілді', 'Ботқа қайтару']),
    );

    olga.writes(topic, 'Мұны кім біледі?');
    await topic.sees(/^📝 Жазба, клиентке жіберілген жоқ\. Жауап беру үшін өтінішті алыңыз\./);
    expect(await timur.presses(topic, 'Аламын')).toMatchObject({
      text: 'Өтініш сізде. Тақырыпқа жазыңыз, клиент бәрін көреді.',
    });
    await topic.card(/Жауап береді: Тимур/);
    const answer = timur.writes(topic, 'Сәлеметсіз бе! Қалай көмектесейін?');
    await customer.sees('Сәлеметсіз бе! Қалай көмектесейін?');
    await eventually(() => expect(timur.reactionsOn(answer)).toEqual(['👌']));
    expect(await olga.presses(topic, 'Шешілді')).toMatchObject({ text: 'Дайын, өтініш шешілді.' });
    await customer.sees('Көмектескенімізге қуаныштымыз! Сұрағыңыз болса, осында жаза беріңіз.');
    await topic.card(/Шешілді/);

    const kazakh = wordingOf('kk').join('\n');
    const foreign = [...wordingOf('ru'), ...wordingOf('en')].filter(
      (text) => text.includes(' ') && !kazakh.includes(text),
    );
    const shown = shownByBots([...customer.chat(), ...shop.groupMessages()]);
    expect(shown.filter((text) => foreign.some((wording) => text.includes(wording)))).toEqual([]);
  });

  it('a person can be called by the button under the greeting, and by the word typed with Russian letters', async () => {
    const shop = await installation.newClient({ language: 'kk', intents });
    shop.customer.writes('/start');
    await shop.customer.sees(/^Сәлеметсіз бе, Анна!/);
    await shop.customer.presses('Адаммен сөйлесу');
    await (await shop.topicOf()).card(/Себебі: адаммен сөйлескісі келеді/);
    const dana = shop.newCustomer('Дана');
    dana.writes('маган адам шакырынызшы');
    await dana.sees('Әріптесімді шақырып жатырмын, жауап осы жерге келеді.');
    await (await shop.topicOf(dana)).card(/Клиент: Дана/);
  });

  it('managers ask the bot what it can do and who waits', async () => {
    const shop = await installation.newClient({ language: 'kk', intents });
    shop.customer.writes('Оператор');
    const topic = await shop.topicOf();
    await topic.card(/Жаңа өтініш/);
    shop.timur.writes(topic, '/info');
    await topic.sees(/ℹ️ Клиент туралы[^]*Тілі: қазақ тілі[^]*Өтініш: [^]*Күтіп отыр: /);
    shop.timur.writes(topic, '/help');
    await topic.sees(/Бұл тақырыпта клиентпен сөйлесесіз/);
    shop.timur.writes(null, '/queue');
    await eventually(() =>
      expect(shop.groupMessages().map(({ text }) => text)).toContainEqual(
        expect.stringMatching(/📋 Ашық: 1 өтініш[^]*Анна — .* күтіп отыр/),
      ),
    );
  });

  it('a customer of a Russian shop is answered who writes in Kazakh, the managers read Russian', async () => {
    const shop = await installation.newClient();
    shop.customer.writes('Сәлеметсіз бе, адаммен сөйлескім келеді');
    await shop.customer.sees('Әріптесімді шақырып жатырмын, жауап осы жерге келеді.');
    const topic = await shop.topicOf();
    await topic.card(/Новый запрос[^]*Почему: просит позвать человека/);
    await shop.timur.presses(topic, 'Беру');
    shop.customer.writes('рахмет');
    await topic.sees(/рахмет/);
    await shop.timur.presses(topic, 'Решено');
    await shop.customer.sees('Көмектескенімізге қуаныштымыз! Сұрағыңыз болса, осында жаза беріңіз.');
  });

  it("the menu of the customers' bot is in Kazakh for phones in Kazakh", async () => {
    const shop = await installation.newClient({ language: 'kk', intents });
    const menuFor = async (language_code: string): Promise<string[]> => {
      const answer = await fetch(
        `${installation.env['TELEGRAM_API_ROOT']}/bot${shop.shopBot.token}/getMyCommands`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ scope: { type: 'all_private_chats' }, language_code }),
        },
      );
      const { result } = (await answer.json()) as { result: { description: string }[] };
      return result.map(({ description }) => description);
    };
    await eventually(async () => {
      expect(await menuFor('kk')).toEqual(['әңгімені бастау', 'адаммен сөйлесу']);
      expect(await menuFor('ru')).toEqual(['начать разговор', 'позвать человека']);
    });
  });
});

it('wrote nothing of what people said, and no token, into its log', () => {
  expect(installation.leaks()).toEqual([]);
});
