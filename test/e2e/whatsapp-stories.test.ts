import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createLocalWhatsApp } from '../../playground/whatsapp/local-whatsapp.js';
import { eventually } from '../support/eventually.js';
import { waitToSee } from './support/chats.js';
import type { Seen } from './support/chats.js';
import { startInstallation } from './support/installation.js';
import { calledFrom, environmentOf, openPhoneShop, patient, patientMs, takenFrom } from './support/linked.js';
import type { PhoneShop } from './support/linked.js';
import { calledPerson } from './support/steps.js';
import { allRead, applyAgain, timePasses } from './support/time.js';

const whatsapp = await createLocalWhatsApp();
const installation = await startInstallation({
  env: { ...(await environmentOf(whatsapp)), WHATSAPP_FIRST_CONTACTS_PER_DAY: '1' },
});
afterAll(() => whatsapp.close());

/** A manager's message has got this reaction. */
async function isMarked({ shop }: PhoneShop, message: number, emoji: string): Promise<void> {
  await eventually(() => expect(shop.timur.reactionsOn(message)).toEqual([emoji]), patient);
}

/** The bytes of what stands in the group. */
async function fileBehind({ shop }: PhoneShop, url: string | undefined): Promise<Buffer> {
  const response = await fetch(`${shop.ground.telegram.app.listeningOrigin}${url}`);
  return Buffer.from(await response.arrayBuffer());
}

describe('a customer who writes to a linked phone', () => {
  it(
    'is answered, asks for a person, gets the manager’s text, photo and voice, and is heard; rates by a digit',
    async () => {
      const opened = await openPhoneShop(installation, whatsapp);
      const { shop, anna } = opened;
      const { timur } = shop;
      const asked = await anna.writes('во сколько вы открываетесь?');
      await anna.sees('Мы открыты с 9 до 19.');
      await eventually(() => expect(anna.outcomeOf(asked)).toBe('read'), patient);
      expect(anna.told()).toEqual(['Мы открыты с 9 до 19.']);

      const topic = await takenFrom(opened);
      const text = timur.writes(topic, 'Здравствуйте, слушаю вас');
      await anna.sees('Здравствуйте, слушаю вас');
      const photo = Buffer.from('фото витрины');
      timur.sends(topic, { photo: { content: photo, mime_type: 'image/jpeg' }, text: 'Вот что есть' });
      const shown = await anna.sees('Вот что есть');
      expect([shown.kind, shown.bytes]).toEqual(['image', photo]);
      const voice = Buffer.from('голос Тимура');
      const said = timur.sends(topic, { voice: { content: voice } });
      const heard = await anna.sees(({ kind }) => kind === 'voice');
      expect([heard.bytes, heard.mimetype]).toEqual([voice, expect.stringContaining('audio/ogg')]);
      for (const message of [text, said]) await isMarked(opened, message, '👌');
      await anna.reads();
      for (const message of [text, said]) await isMarked(opened, message, '👀');

      const spoken = Buffer.from('голос Анны');
      await anna.sends('voice', { bytes: spoken });
      const inTopic = await topic.sees(({ media, from }) => media?.kind === 'voice' && from.is_bot);
      expect(await fileBehind(opened, inTopic.media?.url)).toEqual(spoken);
      await anna.sends('location', { location: { latitude: 43.25, longitude: 76.95, name: 'Абая 10' } });
      await topic.sees(({ media }) => media?.latitude === 43.25);

      const question = timur.writes(topic, 'Доставить туда?');
      const { id } = await anna.sees('Доставить туда?');
      const answer = await anna.writes('Да, к трём часам', { replyTo: id });
      expect((await topic.sees('Да, к трём часам')).reply_to?.message_id).toBe(question);
      await anna.edits(answer, 'Да, к четырём часам');
      await topic.sees(/Да, к четырём часам/);
      await anna.deletes(answer);
      await topic.sees(/Да, к четырём часам[^]*🗑 удалено/);

      await timur.presses(topic, 'Решено');
      await anna.sees(/Оцените, пожалуйста, от 1 до 5/);
      await anna.writes('5');
      await topic.card(/Решено: Тимур[^]*⭐ Оценка клиента: 5 из 5/);
      expect(await shop.handovers()).toMatchObject([{ status: 'resolved' }]);
      expect(anna.chat().filter(({ times }) => times > 1)).toEqual([]);
    },
    patientMs,
  );

  it.each([
    ['the number first', 'phone', 'lid'],
    ['the LID first, which did not tell the number', 'lid', 'phone'],
  ] as const)(
    'writes by number and by LID, %s: one user, one conversation, one topic',
    async (_order, first, second) => {
      const opened = await openPhoneShop(installation, whatsapp);
      const { shop } = opened;
      const vera = await opened.newCustomer('Вера', first);
      vera.person.hidesPhone(true);
      const topic = await takenFrom(opened, vera);
      shop.timur.writes(topic, 'Слушаю вас, Вера');
      await vera.sees('Слушаю вас, Вера');

      vera.person.writesBy(second);
      await vera.writes('Это снова я, и с другого адреса');
      await topic.sees('Это снова я, и с другого адреса');
      shop.timur.writes(topic, 'Вижу, что это вы');
      await vera.sees('Вижу, что это вы');
      expect(await shop.users()).toHaveLength(1);
      expect(await shop.conversations()).toHaveLength(1);
      expect(await shop.handovers()).toHaveLength(1);
      expect(shop.topicNames()).toEqual(['Вера · WhatsApp']);
    },
    patientMs,
  );

  it(
    'sends a file that lies on this machine, in its network, or has 3 GB: it is not fetched, the manager is told why',
    async () => {
      const opened = await openPhoneShop(installation, whatsapp);
      const { anna } = opened;
      const topic = await takenFrom(opened);
      const knocks: unknown[] = [];
      const neighbour = createServer((socket) => knocks.push(socket.destroy())).listen(0, '127.0.0.1');
      await once(neighbour, 'listening');
      const { port } = neighbour.address() as AddressInfo;
      const refused = (): Seen[] => topic.messages().filter(({ text }) => /лежит не у WhatsApp/.test(text));
      const addresses = [`https://127.0.0.1:${port}/a`, `https://[::1]:${port}/a`, 'https://10.0.0.5/a'];
      for (const [index, url] of addresses.entries()) {
        await anna.person.sendsFileAt(url, { size: 1_000 });
        await eventually(() => expect(refused()).toHaveLength(index + 1), patient);
      }
      const { mediaHost } = await whatsapp.listen();
      await anna.person.sendsFileAt(`https://${mediaHost}/huge`, { size: 3 * 1024 ** 3 });
      await topic.sees(/файл слишком большой/);
      expect(knocks).toEqual([]);
      neighbour.close();
    },
    patientMs,
  );
});

describe('a customer is written to by', () => {
  it(
    'the owner, on the phone itself: the bot is silent for a while, the topic shows it, and a request that waits is the phone’s',
    async () => {
      const opened = await openPhoneShop(installation, whatsapp, { settings: { topic_mode: 'always' } });
      const { shop, phone, anna } = opened;
      await anna.writes('во сколько вы открываетесь?');
      await anna.sees('Мы открыты с 9 до 19.');
      const topic = await shop.topicOf(anna);

      await phone.writes(anna.phone, 'Здравствуйте, это Марат, сам отвечу');
      await topic.sees(/📱 С телефона[^]*это Марат, сам отвечу/);
      await anna.writes('вы сегодня работаете?');
      await topic.sees('вы сегодня работаете?');
      await eventually(() => allRead(shop), patient);
      expect(anna.told()).toEqual(['Мы открыты с 9 до 19.', 'Здравствуйте, это Марат, сам отвечу']);

      await timePasses(shop, 31);
      await anna.writes('вы сегодня работаете?');
      await eventually(() => expect(anna.told().at(-1)).toBe('Мы открыты с 9 до 19.'), patient);

      await anna.writes('Позовите человека');
      await topic.card(/Новый запрос/);
      await phone.writes(anna.phone, 'Да, слушаю вас внимательно');
      await topic.card(/Отвечает с телефона/);
      await topic.sees(/📱 С телефона[^]*слушаю вас внимательно/);
      expect(await shop.handovers()).toMatchObject([{ status: 'active', assigned_to_name: 'с телефона' }]);
    },
    patientMs,
  );

  it(
    'a manager by /write: it reaches a customer who never wrote; refused with the reason: no WhatsApp there, too many new people today',
    async () => {
      const opened = await openPhoneShop(installation, whatsapp);
      const { shop } = opened;
      const { timur } = shop;
      timur.writes(null, '/write +77770000000 Ваш заказ готов');
      const nobody = await shop.topicOf({ id: '+77770000000' });
      await nobody.sees(/Ваш заказ готов/);
      await nobody.sees(/💔 Не доставлено: у этого номера нет WhatsApp/);

      const gleb = await opened.newCustomer('Глеб');
      timur.writes(null, `/write ${gleb.phone} Глеб, ваш заказ готов`);
      await gleb.sees('Глеб, ваш заказ готов');
      await gleb.writes('Спасибо, еду к вам');
      const topic = await shop.topicOf(gleb);
      await topic.sees('Спасибо, еду к вам');
      await topic.card(/Отвечает Тимур/);

      const dina = await opened.newCustomer('Дина');
      timur.writes(null, `/write ${dina.phone} Дина, ваш заказ готов`);
      const resting = await shop.topicOf({ id: dina.phone });
      await resting.sees(/💔 Не доставлено: номер сегодня писал многим новым людям/);
      expect(dina.told()).toEqual([]);
      timur.writes(topic, 'Ждём вас, Глеб');
      await gleb.sees('Ждём вас, Глеб');
    },
    patientMs,
  );

  it(
    'a manager, to somebody on Telegram and WhatsApp who is joined into one topic: where they wrote last',
    async () => {
      const opened = await openPhoneShop(installation, whatsapp);
      const { shop } = opened;
      const { timur, customer } = shop;
      const topic = await calledPerson(shop);
      const anya = await opened.newCustomer('Аня');
      const left = await calledFrom(opened, anya);
      timur.writes(topic, '/merge аня');
      await timur.presses(topic, 'Объединить');
      await topic.sees(/объединяет с этим клиентом: Аня \(WhatsApp/);
      await left.sees(/разговор продолжается в теме: Анна \(Telegram\)/);
      await timur.presses(topic, 'Беру');
      timur.writes(topic, 'Отвечаю вам в WhatsApp');
      await anya.sees('Отвечаю вам в WhatsApp');
      customer.writes('А теперь я в Telegram');
      await topic.sees('Telegram: А теперь я в Telegram');
      timur.writes(topic, 'Отвечаю вам в Telegram');
      await customer.sees('Отвечаю вам в Telegram');
      await anya.writes('И снова в WhatsApp');
      await topic.sees('WhatsApp: И снова в WhatsApp');
      timur.writes(topic, 'И снова отвечаю там же');
      await anya.sees('И снова отвечаю там же');
      expect(customer.told()).not.toContain('И снова отвечаю там же');
      expect(anya.told()).not.toContain('Отвечаю вам в Telegram');
    },
    patientMs,
  );
});

describe('WhatsApp ends the connection', () => {
  it(
    'for a moment: nobody is told; taken by another program, locked, removed: the owner is told each time',
    async () => {
      const opened = await openPhoneShop(installation, whatsapp);
      const { shop, phone, anna } = opened;
      const { telegram, chats } = shop.ground;
      const owner = telegram.createPerson({ first_name: 'Марат', language_code: 'ru' }).id;
      await applyAgain(shop, { settings: { owner_telegram_id: String(owner) } });
      telegram.personStartsBot({ person: owner, bot: shop.managersBot.username });
      const hears = (): Seen[] =>
        chats.in(`p${shop.managersBot.id}_${owner}`).filter(({ from }) => from.is_bot);
      const leaves = async (code: number): Promise<void> => {
        whatsapp.kick(phone.phone, code);
        await eventually(async () => expect((await opened.link()).state).not.toBe('connected'), patient);
      };
      const before = hears().length;
      await leaves(515);
      await opened.isConnected();
      await anna.writes('во сколько вы открываетесь?');
      await anna.sees('Мы открыты с 9 до 19.');
      expect(hears()).toHaveLength(before);

      await leaves(440);
      await waitToSee(hears, /«main-number»: этой привязкой к WhatsApp пользуется другая программа/);
      shop.timur.writes(null, '/link');
      await opened.isConnected();
      await leaves(403);
      await waitToSee(hears, /«main-number»: WhatsApp не пускает этот номер/);
      shop.timur.writes(null, '/link');
      await opened.isConnected();
      await waitToSee(hears, /^✅[^]*WhatsApp не пускает этот номер/);
      phone.unlink();
      await waitToSee(hears, /«main-number»: номер отключён/);
      expect(installation.output()).not.toContain('"level":60');
    },
    patientMs,
  );
});

it('wrote no text and no secret into its log', () => expect(installation.leaks()).toEqual([]));
