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

describe('between a customer and a manager', () => {
  it('a voice message from before the request can be heard in its topic', async () => {
    const shop = await installation.newClient();
    const content = randomBytes(500).toString('base64');
    shop.customer.sends({ voice: { content } });
    const topic = await shop.topicOf();
    expect(await bytesOf(await topic.sees(ofKind('voice')))).toBe(content);
  });

  it.each([
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

  it('a text of 10,000 characters arrives whole both ways', async () => {
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

  it('a long question stands whole in the topic that is made for it', async () => {
    const shop = await installation.newClient();
    const question = `Позовите человека! ${'Очень важная подробность. '.repeat(40)}Конец вопроса`;
    shop.customer.writes(question);
    const topic = await shop.topicOf();
    await topic.sees(({ text }) => text.includes(question));
  });

  it('a hostile name does no harm', async () => {
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
