import type { App } from '../../src/app.js';
import type { Stage } from '../cast.js';
import { createLocalWhatsApp } from '../whatsapp/local-whatsapp.js';
import type { LocalAddress, LocalWhatsApp } from '../whatsapp/local-whatsapp.js';
import type { OwnerPhone } from '../whatsapp/people/owner-phone.js';
import type { ChatBook } from './chat-book.js';
import { connectDemo } from './connect-demo.js';
import type { Desk, DeskCustomer, DeskPerson, DeskServer, Standing } from './desk.js';
import type { DeskFiles } from './desk-files.js';
import { LinkingPhone } from './linking-phone.js';
import { inGroups, personNumber, shopNumber } from './numbers.js';
import { PhoneCustomer } from './phone-customer.js';
import { chatKey } from './view.js';

type Ground = { app: App; book: ChatBook; files: DeskFiles; stateFile: string };

/** Opens the local WhatsApp, for the desks of all demo clients. @param onAddress told once it listens */
export async function openPhoneDesks(
  { stateFile, ...ground }: Ground,
  onAddress: (address: LocalAddress) => void,
): Promise<DeskServer> {
  const whatsapp = await createLocalWhatsApp({ stateFile });
  onAddress(await whatsapp.listen());
  const closing = new AbortController();
  return {
    desk: (stage, show) => new PhoneDesk({ ...ground, whatsapp, stage, show, signal: closing.signal }),
    close: async () => {
      closing.abort();
      await whatsapp.close();
    },
  };
}

type Parts = {
  app: App;
  book: ChatBook;
  files: DeskFiles;
  whatsapp: LocalWhatsApp;
  stage: Stage;
  show: (standing: Standing) => void;
  signal: AbortSignal;
};

/** A demo client's phone on the local WhatsApp, linked to the client, and the customers who write to it. */
class PhoneDesk implements Desk {
  readonly #parts: Parts;
  readonly #customers: PhoneCustomer[] = [];
  #phone: Promise<OwnerPhone> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async open(): Promise<void> {
    const { app, stage, show, signal } = this.#parts;
    const phone = await this.#switchedOn();
    const integration = await connectDemo(app, stage, {
      ...{ platform: 'whatsapp', name: 'linked-phone', credentials: { playground: true } },
    });
    const qr = await new LinkingPhone({
      app,
      phone,
      integration,
      language: stage.language,
      show,
      signal,
    }).linked();
    show({ state: 'ready', number: inGroups(shopNumber(stage, 'whatsapp')), qr });
  }

  async customer(person: DeskPerson): Promise<DeskCustomer> {
    const { whatsapp, stage, book, files } = this.#parts;
    const phone = await this.#switchedOn();
    const socket = await whatsapp.createCustomer({
      name: person.name,
      phone: personNumber(stage, person.id),
      business: shopNumber(stage, 'whatsapp'),
    });
    const chat = book.open(chatKey({ stage, platform: 'whatsapp' }, person.id), person);
    const customer = new PhoneCustomer({ phone, socket, book, files, chat });
    this.#customers.push(customer);
    return customer;
  }

  #switchedOn(): Promise<OwnerPhone> {
    const { whatsapp, stage } = this.#parts;
    this.#phone ??= whatsapp.createPhone({ name: stage.title, phone: shopNumber(stage, 'whatsapp') });
    return this.#phone;
  }

  async close(): Promise<void> {
    for (const customer of this.#customers) customer.leave();
  }
}
