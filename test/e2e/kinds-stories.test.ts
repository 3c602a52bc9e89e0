import { randomBytes } from 'node:crypto';
import { eventually } from '../support/eventually.js';
import type { Seen } from './support/chats.js';
import { startInstallation } from './support/installation.js';
import type { Shop, ShopOptions, Topic } from './support/shop.js';
import { takenRequest } from './support/steps.js';

const installation = await startInstallation();

/** Many files one after the other take a busy machine long. */
const busyMachineMs = 90_000;

const fileKinds = [
  ...(['photo', 'voice', 'audio', 'video', 'video_note', 'animation', 'document', 'sticker'] as const),
];
const withoutCaption: readonly string[] = ['voice', 'video_note', 'sticker'];

const ofKind = (kind: string) => (message: Seen) => message.media?.kind === kind;

async function bytesOf({ media }: Seen): Promise<string> {
  const response = await fetch(`${installation.env['TELEGRAM_API_ROOT']}${media?.url}`);
  return Buffer.from(await response.arrayBuffer()).toString('base64');
}

const newFile = (file_name: string): { content: string; file_name: string } => ({
  content: randomBytes(2_000).toString('base64'),
  file_name,
});

/** The messages of the newest album among these, in their order. */
function newestAlbum(messages: readonly Seen[]): Seen[] {
  const newest = messages.findLast(({ album_id }) => album_id !== null)?.album_id;
  return newest ? messages.filter(({ album_id }) => album_id === newest) : [];
}

async function inTakenRequest(options: ShopOptions = {}): Promise<{ shop: Shop; topic: Topic }> {
  const shop = await installation.newClient(options);
  return { shop, topic: await takenRequest(shop) };
}

describe.each([
  ['two bots', false],
  ['one bot', true],
])('through %s', (_bots, oneBot) => {
  it(
    'each kind of file goes both ways, as what it is',
    async () => {
      const { shop, topic } = await inTakenRequest({ oneBot });
      const { customer, timur } = shop;
      for (const kind of fileKinds) {
        const file = newFile(`${kind}-клиента.bin`);
        const words = withoutCaption.includes(kind) ? {} : { text: `Вот ${kind} от клиента` };
        customer.sends({ [kind]: file, ...words });
        const shown = await topic.sees(ofKind(kind));
        expect([shown.text, await bytesOf(shown)]).toEqual([words.text ?? '', file.content]);

        const answer = newFile(`${kind}-менеджера.bin`);
        const reply = withoutCaption.includes(kind) ? {} : { text: `Вот ${kind} от менеджера` };
        const said = timur.sends(topic, { [kind]: answer, ...reply });
        const received = await customer.sees(ofKind(kind));
        expect([received.text, await bytesOf(received)]).toEqual([reply.text ?? '', answer.content]);
        await topic.sees(({ message_id, reactions }) => message_id === said && reactions.length > 0);
      }
      expect((await customer.sees(ofKind('document'))).media?.file_name).toBe('document-менеджера.bin');
    },
    busyMachineMs,
  );

  it('an album of three and an album in reply, each as one', async () => {
    const { shop, topic } = await inTakenRequest({ oneBot });
    const { customer, timur } = shop;
    const files = [newFile('1.jpg'), newFile('2.mp4'), newFile('3.jpg')];
    customer.sends({ photo: files[0], text: 'Что из этого есть?', albumId: 'прилавок' });
    customer.sends({ video: files[1], albumId: 'прилавок' });
    const last = customer.sends({ photo: files[2], albumId: 'прилавок' });
    await topic.sees(({ album_id }) => album_id !== null);
    const shown = newestAlbum(topic.messages());
    expect(shown.map(({ media, text }) => [media?.kind, text])).toEqual([
      ['photo', 'Что из этого есть?'],
      ['video', ''],
      ['photo', ''],
    ]);
    expect(await Promise.all(shown.map(bytesOf))).toEqual(files.map(({ content }) => content));

    const answers = [newFile('прайс.pdf'), newFile('меню.pdf')];
    // An answer to the third part of the album is an answer to just that one.
    const replyTo = shown[2]?.message_id;
    const first = timur.sends(topic, { document: answers[0], albumId: 'ответ', ...(replyTo && { replyTo }) });
    timur.sends(topic, { document: answers[1], text: 'Вот прайс и меню', albumId: 'ответ' });
    await customer.sees('Вот прайс и меню');
    const received = newestAlbum(customer.chat());
    expect(received.map(({ media, text }) => [media?.file_name, text])).toEqual([
      ['прайс.pdf', ''],
      ['меню.pdf', 'Вот прайс и меню'],
    ]);
    expect(received[0]?.reply_to?.message_id).toBe(last);
    expect(await Promise.all(received.map(bytesOf))).toEqual(answers.map(({ content }) => content));
    // One receipt for all of it.
    await topic.sees(({ message_id, reactions }) => message_id === first && reactions.length > 0);
    expect(topic.messages().filter(({ reactions }) => reactions.length > 0)).toHaveLength(1);
  });
});

describe('between a customer and a manager', () => {
  it('a place and a contact stay a place and a contact, both ways', async () => {
    const { shop, topic } = await inTakenRequest();
    const { customer, timur } = shop;
    const point = { latitude: 43.2389, longitude: 76.8897 };
    const cafe = { ...point, title: 'Полдень', address: 'Абая 10' };
    const contact = { phone_number: '+77010000000', first_name: 'Пётр' };
    customer.sends({ location: point });
    expect((await topic.sees(ofKind('location'))).media).toMatchObject(point);
    customer.sends({ contact });
    expect((await topic.sees(ofKind('contact'))).media).toMatchObject(contact);
    timur.sends(topic, { location: cafe });
    expect((await customer.sees(ofKind('location'))).media).toMatchObject(cafe);
    timur.sends(topic, { contact });
    expect((await customer.sees(ofKind('contact'))).media).toMatchObject(contact);
  });

  it('a poll and a die are told as text, and what was passed on says by whom', async () => {
    const { shop, topic } = await inTakenRequest();
    const { customer, timur } = shop;
    const poll = { question: 'Чай или кофе?', options: [{ text: 'чай' }, { text: 'кофе' }] };
    customer.sends({ raw: { poll } });
    await topic.sees('📊 Чай или кофе?\n• чай\n• кофе');
    timur.sends(topic, { raw: { dice: { emoji: '🎲', value: 5 } } });
    await customer.sees('🎲 5');
    const forward_origin = { type: 'hidden_user', sender_user_name: 'Сосед', date: 1 };
    customer.sends({ text: 'У них скидки', raw: { forward_origin } });
    await topic.sees('↪️ Переслано от: Сосед\nУ них скидки');
  });

  it('what nobody can carry is named on both sides, and nothing is lost', async () => {
    const { shop, topic } = await inTakenRequest();
    const { customer, timur } = shop;
    customer.sends({ raw: { story: { id: 6 } } });
    await topic.sees(/Сообщение, которое здесь не показать \(story\)/);
    timur.sends(topic, { raw: { checklist: { title: 'Купить' } } });
    await topic.sees(/Такое сообщение \(checklist\) пока не отправить клиенту/);
    customer.writes('Так видно меня?');
    await topic.sees(/Так видно меня\?/);
  });

  it('what the bot can’t read is answered by a notice, before anybody is called', async () => {
    const shop = await installation.newClient();
    shop.customer.sends({ raw: { story: { id: 6 } } });
    await shop.customer.sees('Такое сообщение я открыть не могу. Напишите, пожалуйста, текстом.');
    expect(await shop.messages()).toMatchObject([
      { kind: 'unsupported', role: 'user' },
      { notice: 'unsupported' },
    ]);
    expect(await shop.handovers()).toEqual([]);
  });

  it('an album before the request is one turn, one line of the card and one post', async () => {
    const shop = await installation.newClient();
    const { customer } = shop;
    customer.sends({ photo: {}, albumId: 'трещины' });
    customer.sends({ photo: {}, albumId: 'трещины' });
    customer.sends({ video: { file_name: 'как течёт.mp4' }, albumId: 'трещины' });
    const topic = await shop.topicOf();
    await topic.card(/Сообщение: фото ×2, видео как течёт\.mp4/);
    await topic.sees(/: фото ×2, видео как течёт\.mp4$/);
    await topic.sees(({ album_id }) => album_id !== null);
    expect(newestAlbum(topic.messages())).toHaveLength(3);
    expect(await shop.handovers()).toHaveLength(1);
    expect(customer.told()).toHaveLength(1);
  });

  it('a sticker or a die alone calls nobody, a place alone does', async () => {
    const shop = await installation.newClient();
    const { customer } = shop;
    customer.sends({ sticker: {} });
    customer.sends({ raw: { dice: { emoji: '🎯', value: 6 } } });
    customer.writes('во сколько вы открываетесь?');
    await customer.sees('Мы открыты с 9 до 19.');
    expect(await shop.handovers()).toEqual([]);
    customer.sends({ location: { latitude: 43.2, longitude: 76.9, title: 'Двор', address: 'Абая 10' } });
    const topic = await shop.topicOf();
    await topic.card(/Сообщение: место на карте Двор, Абая 10 \(43\.2, 76\.9\)/);
  });

  it('an album of a manager is a note as a whole, or sent as a whole', async () => {
    const shop = await installation.newClient();
    const { customer, timur, olga } = shop;
    const topic = await takenRequest(shop);
    timur.sends(topic, { photo: {}, text: '// только для своих', albumId: 'внутри' });
    timur.sends(topic, { photo: {}, albumId: 'внутри' });
    olga.sends(topic, { photo: {}, albumId: 'наружу' });
    olga.sends(topic, { photo: {}, text: 'Вот столики', albumId: 'наружу' });
    await topic.sees(/Заметка, клиенту не отправлено: отвечает Тимур/);
    await olga.presses(topic, 'Забрать и отправить');
    await customer.sees('Вот столики');
    expect(newestAlbum(customer.chat())).toHaveLength(2);
    expect(customer.chat().filter(ofKind('photo'))).toHaveLength(2);
  });

  it('a caption that is too long goes on right after the file, both ways', async () => {
    const { shop, topic } = await inTakenRequest();
    const { customer, timur } = shop;
    const sentence = 'Очень подробное описание того, что на фотографии. ';
    const long = sentence.repeat(40).trim();
    const whole = (messages: Seen[]): string => messages.map(({ text }) => text).join(' ');
    customer.sends({ photo: {}, text: long });
    await topic.sees(({ text, media }) => media === null && text.endsWith('на фотографии.'));
    expect(whole(topic.messages().slice(-2))).toBe(long);
    timur.sends(topic, { photo: {}, text: long });
    await customer.sees(({ text, media }) => media === null && text.endsWith('на фотографии.'));
    const received = customer.chat().slice(-2);
    expect(received.map(({ media }) => media?.kind)).toEqual(['photo', undefined]);
    expect(whole(received)).toBe(long);
    expect(received[0]?.text).toMatch(/фотографии\.$/);
  });
});

describe('a file', () => {
  const huge = { file_name: 'свадьба.mp4', pretend_size: 25_000_000 };

  it('over 20 MB can’t pass between two bots, and both sides are told in words', async () => {
    const { shop, topic } = await inTakenRequest();
    const { customer, timur } = shop;
    customer.sends({ video: huge, text: 'Вот наше видео' });
    const told = await topic.sees(/свадьба\.mp4/);
    expect(told.text).toBe(
      'Вот наше видео\n📎 видео свадьба.mp4, 25 МБ: файл слишком большой (бот может передать до 20 МБ)',
    );
    const said = timur.sends(topic, { document: huge });
    await topic.sees(/Не доставлено: файл слишком большой \(бот может передать до 20 МБ\)/);
    await topic.sees(
      ({ message_id, reactions }) =>
        message_id === said && reactions.some(({ emoji }) => emoji.includes('💔')),
    );
  });

  it('over 20 MB in an album is told apart, and the others are shown', async () => {
    const { shop, topic } = await inTakenRequest();
    const { customer } = shop;
    customer.sends({ photo: {}, text: 'Праздник', albumId: 'праздник' });
    customer.sends({ photo: {}, albumId: 'праздник' });
    customer.sends({ video: huge, albumId: 'праздник' });
    await topic.sees(/видео свадьба\.mp4, 25 МБ: файл слишком большой/);
    expect(newestAlbum(topic.messages()).map(({ media }) => media?.kind)).toEqual(['photo', 'photo']);
  });

  it('over 20 MB passes where both sides have one bot', async () => {
    const { shop, topic } = await inTakenRequest({ oneBot: true });
    shop.customer.sends({ video: huge });
    await topic.sees(ofKind('video'));
  });

  it('is served again after Telegram forgot it', async () => {
    const shop = await installation.newClient({ oneBot: true });
    const { customer, shopBot, ground } = shop;
    const topic = await takenRequest(shop);
    const file = newFile('чек.pdf');
    customer.sends({ document: file });
    await topic.sees(ofKind('document'));
    // The topic is deleted: what stood in it is shown again, and by its id the file can't be had any more.
    const forgotten = {
      code: 400,
      description: 'Bad Request: wrong file_id or the file is temporarily unavailable',
    };
    ground.telegram.faults.add({
      ...{ botUsername: shopBot.username, method: 'sendDocument', kind: 'error' },
      error: forgotten,
    });
    ground.telegram.deleteTopic({ group: shop.group, thread: topic.thread });
    customer.writes('Чек видно?');
    const again = await eventually(async () => {
      const found = await shop.topicOf();
      return found.thread !== topic.thread && found;
    });
    const shown = await again.sees(ofKind('document'));
    expect(await bytesOf(shown)).toBe(file.content);
    expect(shown.media?.file_name).toBe('чек.pdf');
  });
});

it('wrote nothing of what people said, and no token, into its log', () => {
  expect(installation.leaks()).toEqual([]);
});
