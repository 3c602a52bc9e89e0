import { randomBytes } from 'node:crypto';
import type { Seen } from './support/chats.js';
import { startInstallation } from './support/installation.js';
import { calledPerson, takenRequest } from './support/steps.js';

const installation = await startInstallation();

async function bytesOf({ media }: Seen): Promise<string> {
  const response = await fetch(`${installation.env['TELEGRAM_API_ROOT']}${media?.url}`);
  return Buffer.from(await response.arrayBuffer()).toString('base64');
}

/** Bold, links behind words and the like; what Telegram marks by itself (addresses, names, commands) is none. */
const looksOf = ({ entities }: Seen): string[] =>
  entities
    .map(({ type }) => type)
    .filter((type) => /bold|italic|code|pre|quote|text_|strike|underline|spoiler/.test(type));

/**
 * How words are shown that are no text or could disguise the line they stand in: tabs as blanks, half a letter as "�", and
 * without marks that turn a text's direction around.
 */
const asShown = (text: string): string =>
  text
    .replaceAll('\t', ' ')
    .replaceAll('\u0000', '')
    .replaceAll(/[\u202A-\u202E]/g, '')
    .toWellFormed();

const ofKind = (kind: string) => (message: Seen) => message.media?.kind === kind;

/** Six files one after the other take a busy machine long. */
const busyMachineMs = 90_000;

/** Sends each kind of file from the customer to the topic and from the manager to the customer. */
async function carryFiles(oneBot: boolean): Promise<void> {
  const shop = await installation.newClient({ oneBot });
  const { customer, timur } = shop;
  const topic = await takenRequest(shop);
  for (const kind of ['photo', 'voice', 'document'] as const) {
    const file = { content: randomBytes(2_000).toString('base64'), file_name: `${kind}-файл.pdf` };
    const caption = kind === 'voice' ? {} : { text: `Вот ${kind} от клиента` };
    customer.sends({ [kind]: file, ...caption });
    const shown = await topic.sees(ofKind(kind));
    expect(shown.text).toContain(caption.text ?? '');
    expect(await bytesOf(shown)).toBe(file.content);

    const answer = { content: randomBytes(2_000).toString('base64'), file_name: `${kind}-ответ.pdf` };
    const words = kind === 'voice' ? {} : { text: `Вот ${kind} от менеджера` };
    timur.sends(topic, { [kind]: answer, ...words });
    const received = await customer.sees(ofKind(kind));
    expect(received.text).toBe(words.text ?? '');
    expect(await bytesOf(received)).toBe(answer.content);
    if (kind === 'document') {
      expect([shown.media?.file_name, received.media?.file_name]).toEqual([file.file_name, answer.file_name]);
    }
  }
}

describe('between a customer and a manager', () => {
  it.concurrent(
    'a photo, a voice message and a file go both ways through two bots',
    () => carryFiles(false),
    busyMachineMs,
  );

  it.concurrent(
    'a photo, a voice message and a file go both ways through one bot',
    () => carryFiles(true),
    busyMachineMs,
  );

  it.concurrent('a voice message from before the request can be heard in its topic', async () => {
    const shop = await installation.newClient();
    const content = randomBytes(500).toString('base64');
    shop.customer.sends({ voice: { content } });
    const topic = await shop.topicOf();
    expect(await bytesOf(await topic.sees(ofKind('voice')))).toBe(content);
  });

  it.concurrent('what can’t be carried yet is told in words, and nothing is lost', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    customer.sends({ raw: { dice: { emoji: '🎲', value: 6 } } });
    await topic.sees(/Сообщение, которое здесь не показать \(dice\)/);
    customer.sends({ location: { latitude: 43.2, longitude: 76.9 } });
    await topic.sees(/Сообщение, которое здесь не показать \(место на карте\)/);
    timur.sends(topic, { sticker: {} });
    await topic.sees(/Такое сообщение \(стикер\) пока не отправить клиенту/);
    customer.writes('Так видно меня?');
    await topic.sees(/Так видно меня\?/);
  });

  it.concurrent('what the bot can’t read is answered by a notice, before anybody is called', async () => {
    const shop = await installation.newClient();
    shop.customer.sends({ raw: { dice: { emoji: '🎲', value: 6 } } });
    await shop.customer.sees('Такое сообщение я открыть не могу. Напишите, пожалуйста, текстом.');
    expect(await shop.messages()).toMatchObject([
      { kind: 'unsupported', role: 'user' },
      { notice: 'unsupported' },
    ]);
    expect(await shop.handovers()).toEqual([]);
  });

  it.concurrent.each([
    ['markup', '<b>жирный</b> <script>alert("1")</script> &amp; &#60; <a href="x">x</a>'],
    ['Markdown', '*звёзды* _черта_ `код` [ссылка](http://пример) \\*'],
    ['SQL', "Robert'); DROP TABLE messages;-- \\'"],
    ['placeholders', '{user_name} ${ENV} %s %n {{mustache}} $1 \\1'],
    ['letters of all kinds', 'Zalgơ̷̢ ﷽ 👩‍👩‍👧‍👦🏳️‍🌈 עברית \u202Eнаоборот\u202C ＡＢＣ ᚠᛇᚻ'],
    ['line breaks and blanks', 'первая\n\n\nпоследняя\tс табуляцией\u00A0и пробелом'],
    ['a broken half of a letter', 'половина \uD83D и ноль \u0000 внутри'],
    ['commands of others', '!/take /del@other_bot @everyone #тег'],
  ])('a text with %s is shown as it was written, both ways', async (_what, text) => {
    const shop = await installation.newClient({ oneBot: true });
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    customer.writes(text);
    const shown = asShown(customer.chat().at(-1)?.text ?? '');
    await topic.sees((message) => message.text.includes(shown) && looksOf(message).length === 0);
    timur.writes(topic, `Отвечаю: ${text}`);
    expect(looksOf(await customer.sees(`Отвечаю: ${shown}`))).toEqual([]);
  });

  it.concurrent('a text of 10,000 characters arrives whole both ways', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    const words = Array.from({ length: 1_700 }, (_, index) => `слово${index}`);
    const long = words.join(' ').slice(0, 10_000).trim();
    const plain = (text: string): string => text.replaceAll(/\s/g, '');
    customer.writes(long);
    await topic.sees(({ text }) => text.endsWith(long.slice(-20)));
    expect(
      plain(
        topic
          .messages()
          .map(({ text }) => text)
          .join(''),
      ),
    ).toContain(plain(long));
    timur.writes(topic, long);
    await customer.sees(({ text }) => text.endsWith(long.slice(-20)));
    expect(plain(customer.told().slice(1).join(''))).toBe(plain(long));
  });

  it.concurrent('a long question stands whole in the topic that is made for it', async () => {
    const shop = await installation.newClient();
    const question = `Позовите человека! ${'Очень важная подробность. '.repeat(40)}Конец вопроса`;
    shop.customer.writes(question);
    const topic = await shop.topicOf();
    await topic.sees(({ text }) => text.includes(question));
  });

  it.concurrent('a hostile name does no harm', async () => {
    const shop = await installation.newClient();
    const { customer } = shop;
    const villain = shop.newCustomer('<b>Вася</b> {client_name} _*`');
    villain.writes('Позовите человека');
    const topic = await shop.topicOf(villain);
    await topic.card(/Клиент: <b>Вася<\/b> \{client_name\} _\*`/);
    await calledPerson(shop);
    expect(shop.topicNames().toSorted()).toEqual([
      '<b>Вася</b> {client_name} _*` · Telegram',
      `${customer.name} · Telegram`,
    ]);
  });
});

it('wrote nothing of what people said, and no token, into its log', () => {
  expect(installation.leaks()).toEqual([]);
});
