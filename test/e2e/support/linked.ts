import type { Customer as WhatsAppPerson } from '../../../playground/whatsapp/people/customer.js';
import type { SendableKind, SendOptions } from '../../../playground/whatsapp/people/content.js';
import type { HeardMessage, Outcome } from '../../../playground/whatsapp/people/heard.js';
import type { OwnerPhone } from '../../../playground/whatsapp/people/owner-phone.js';
import type { LocalWhatsApp } from '../../../playground/whatsapp/local-whatsapp.js';
import { askForLink, readLink } from '../../../src/integrations/whatsapp-link.js';
import { linksOfClient } from '../../../src/integrations/whatsapp-link-row.js';
import type { LinkRow } from '../../../src/integrations/whatsapp-link-row.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import { systemClock } from '../../../src/shared/clock.js';
import { sql } from '../../../src/shared/database.js';
import type { ConversationId } from '../../../src/shared/ids.js';
import { eventually } from '../../support/eventually.js';
import { letGoOfLongTimers } from '../../support/let-go-of-timers.js';
import type { Installation } from './installation.js';
import type { Shop, ShopOptions, Topic } from './shop.js';
import { applyAgain } from './time.js';

letGoOfLongTimers();

/** Linking makes hundreds of keys, and two messengers are on the way: on a busy machine that takes its time. */
export const patient = { withinMs: 60_000 };
/** For a whole story. */
export const patientMs = 150_000;

/** The answer to when the shop opens. */
export const opens = 'Мы открыты с 9 до 19.';

type Look = string | RegExp | ((message: HeardMessage) => boolean);
type Addressing = 'phone' | 'lid';

/** A customer who writes to a shop's linked phone, on a real client of the local WhatsApp. */
export type PhoneCustomer = {
  /** The address by which the shop's topic is found: the digits of the LID. */
  id: string;
  name: string;
  /** In international form. */
  phone: string;
  /** @returns WhatsApp's id of the message */
  writes(text: string, options?: SendOptions): Promise<string>;
  sends(kind: SendableKind, options?: SendOptions): Promise<string>;
  edits(id: string, text: string): Promise<unknown>;
  deletes(id: string): Promise<unknown>;
  /** Opens the chat: everything in it is read. */
  reads(): Promise<void>;
  /** Waits for something that stands in the chat with the shop, and was not written here. */
  sees(look: Look): Promise<HeardMessage>;
  /** What came from the shop, oldest first. */
  chat(): HeardMessage[];
  told(): string[];
  /** How far a message of theirs has come. */
  outcomeOf(id: string): Outcome | undefined;
  person: WhatsAppPerson;
};

/** A shop with a linked phone beside its bot. */
export type PhoneShop = {
  shop: Shop;
  phone: OwnerPhone;
  /** Anna, who writes to it. */
  anna: PhoneCustomer;
  /** Somebody else who writes to it. */
  newCustomer(name: string, addressing?: Addressing): Promise<PhoneCustomer>;
  link(): Promise<LinkRow>;
  /** Waits until messages come in and go out. */
  isConnected(): Promise<void>;
  /** What the database knows of the process that holds the number. */
  holder(): Promise<string>;
};

/** What a process needs to reach a local WhatsApp. */
export async function environmentOf(whatsapp: LocalWhatsApp): Promise<Record<string, string>> {
  const { socketUrl, mediaHost, caFile } = await whatsapp.listen();
  return {
    WHATSAPP_WEB_SOCKET_URL: socketUrl,
    WHATSAPP_MEDIA_HOST: mediaHost,
    NODE_EXTRA_CA_CERTS: caFile,
  };
}

/** Gives a new client of a running installation a phone that is linked, with Anna as its customer. */
export async function openPhoneShop(
  installation: Installation,
  whatsapp: LocalWhatsApp,
  options: ShopOptions = {},
): Promise<PhoneShop> {
  const { database, box } = installation;
  const shop = await installation.newClient(options);
  const { client_id } = shop;
  await applyAgain(shop, {
    integrations: [
      ...(shop.file.integrations ?? []),
      { platform: 'whatsapp', name: 'main-number', credentials: {} },
    ],
  });
  const phone = await whatsapp.createPhone({ name: 'Полдень' });
  const newCustomer = async (name: string, addressing: Addressing = 'phone'): Promise<PhoneCustomer> =>
    customerOf(shop, await whatsapp.createCustomer({ name, business: phone.phone, addressing }));
  const link = async (): Promise<LinkRow> => {
    const [row] = await linksOfClient(database, client_id);
    if (!row) throw new Error('The shop has no linked phone.');
    return row;
  };
  const isConnected = async (): Promise<void> => {
    await eventually(async () => expect((await link()).state).toBe('connected'), patient);
  };
  const { integration_id } = await link();
  await askForLink(database, { client_id, integration_id, method: 'qr', now: systemClock.now() });
  const show = { client_id, integration_id, language: 'ru' };
  phone.scan(
    await eventually(
      async () => (await readLink(database, box, { ...show, now: systemClock.now() })).qr ?? false,
      patient,
    ),
  );
  await isConnected();
  return {
    ...{ shop, phone, newCustomer, link, isConnected },
    anna: await newCustomer('Анна'),
    async holder() {
      const lease = await database.one<{ holder: string }>(sql`
        SELECT l.holder FROM leases l JOIN integrations i ON l.key = 'whatsapp:' || i.credentials_hash
        WHERE i.client_id = ${client_id}`);
      return lease.holder;
    },
  };
}

/** A customer asks for a person, and Timur takes the request. @returns the topic, with the card saying so */
export async function takenFrom({ shop, anna }: PhoneShop, customer = anna): Promise<Topic> {
  const topic = await calledFrom({ shop }, customer);
  await shop.timur.presses(topic, 'Беру');
  await topic.card(/Отвечает Тимур/);
  return topic;
}

/** A customer asks for a person. @returns the topic, with the card in it and the customer told */
export async function calledFrom({ shop }: Pick<PhoneShop, 'shop'>, customer: PhoneCustomer): Promise<Topic> {
  await customer.writes('Позовите человека');
  await customer.sees('Зову коллегу, ответ придёт сюда же.');
  const topic = await shop.topicOf(customer);
  await topic.card(/Новый запрос[^]*WhatsApp/);
  return topic;
}

/** A customer has asked something and was answered: there is a conversation to go on with. */
export async function answered(customer: PhoneCustomer): Promise<void> {
  await customer.writes('во сколько вы открываетесь?');
  await customer.sees(opens);
}

/** Puts so many messages into the outbox, every other one a manager's. @returns their texts */
export async function queueFor(
  { shop }: PhoneShop,
  customer: PhoneCustomer,
  count: number,
): Promise<string[]> {
  const { client_id, ground } = shop;
  const db = ground.database;
  const { id: conversation_id } = await db.one<{ id: ConversationId }>(sql`
    SELECT c.id FROM conversations c JOIN user_identities i ON i.client_id = c.client_id AND i.user_id = c.user_id
    WHERE c.client_id = ${client_id} AND i.value = ${customer.id}`);
  const texts = Array.from({ length: count }, (_, index) => `${customer.name}, сообщение ${index + 1}`);
  for (const [index, content] of texts.entries()) {
    const role = index % 2 === 0 ? 'assistant' : 'manager';
    await queueMessage(db, { client_id, conversation_id, role, content }, systemClock.now());
  }
  return texts;
}

/** What came from the shop after the first answer, in order; each must have come once. */
export function heardAfterAnswer(customer: PhoneCustomer): string[] {
  expect(customer.chat().filter(({ times }) => times > 1)).toEqual([]);
  return customer.told().slice(1);
}

function customerOf({ ground }: Shop, person: WhatsAppPerson): PhoneCustomer {
  const chat = (): HeardMessage[] => person.received().filter(({ fromMe }) => !fromMe);
  const keep = (text: string): void => void (text.length >= 12 && ground.secrets.add(text));
  return {
    ...{ id: person.lid, name: person.name, phone: person.phone, person, chat },
    async writes(text, options) {
      keep(text);
      return person.writes(text, options);
    },
    sends: (kind, options) => person.sends(kind, options),
    async edits(id, text) {
      keep(text);
      return person.edits(id, text);
    },
    deletes: (id) => person.deletes(id),
    reads: () => person.reads(),
    sees: (look) => waitToSee(chat, look),
    told: () => chat().map(({ text }) => text ?? ''),
    outcomeOf: (id) => person.outcomeOf(id),
  };
}

async function waitToSee(messages: () => HeardMessage[], look: Look): Promise<HeardMessage> {
  return eventually(() => {
    const found = messages().findLast((message) => {
      if (typeof look === 'function') return look(message);
      return typeof look === 'string' ? message.text === look : look.test(message.text ?? '');
    });
    if (found) return found;
    const there = messages().map(({ kind, text }) => `  [${kind}] ${(text ?? '').slice(0, 200)}`);
    throw new Error(`Nobody sees ${String(look)}; there is:\n${there.join('\n')}`);
  }, patient);
}
