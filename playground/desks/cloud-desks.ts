import type { App } from '../../src/app.js';
import { shortId } from '../../src/shared/ids.js';
import type { Stage } from '../cast.js';
import { createLocalGraph } from '../graph-api/local-graph.js';
import type { LocalGraph } from '../graph-api/local-graph.js';
import { playgroundMark } from '../tokens.js';
import type { BookChat, ChatBook } from './chat-book.js';
import { CloudCustomer } from './cloud-customer.js';
import { cloudMessagesOf, showCloudChat } from './cloud-view.js';
import { connectDemo, demoSecret } from './connect-demo.js';
import type { Desk, DeskCustomer, DeskPerson, DeskServer, Standing } from './desk.js';
import type { DeskFiles } from './desk-files.js';
import { inGroups, personNumber, shopNumber } from './numbers.js';
import { chatKey } from './view.js';

type Ground = {
  app: App;
  book: ChatBook;
  files: DeskFiles;
  /** Resolves with the program's own address, once it listens: webhooks come there. */
  ownAddress: Promise<string>;
};

/** Opens the local Graph API, for the desks of all demo clients. @param onRoot told once it listens */
export async function openCloudDesks(ground: Ground, onRoot: (root: string) => void): Promise<DeskServer> {
  const graph = await createLocalGraph();
  onRoot(await graph.listen());
  return {
    desk: (stage, show) => new CloudDesk({ ...ground, graph, stage, show }),
    close: () => graph.close(),
  };
}

type Parts = Ground & { graph: LocalGraph; stage: Stage; show: (standing: Standing) => void };

/** A demo client's number on the Cloud API, and the customers who write to it. */
class CloudDesk implements Desk {
  readonly #parts: Parts;
  readonly #phoneNumberId: string;
  readonly #leave: () => void;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#phoneNumberId = `1${shopNumber(parts.stage, 'whatsapp_cloud')}`;
    this.#leave = parts.graph.subscribe(({ phone_number_id, customer }) => {
      if (phone_number_id === this.#phoneNumberId) this.#show(customer);
    });
  }

  async open(): Promise<void> {
    const { app, graph, stage, show, ownAddress } = this.#parts;
    const phone_number_id = this.#phoneNumberId;
    const credentials = {
      phone_number_id,
      access_token: playgroundMark + demoSecret(stage, 'access_token'),
      app_secret: demoSecret(stage, 'app_secret'),
      verify_token: demoSecret(stage, 'verify_token'),
    };
    const number = shopNumber(stage, 'whatsapp_cloud');
    graph.addNumber({ ...credentials, display_phone_number: number, verified_name: stage.title });
    const given = { platform: 'whatsapp_cloud', name: 'official', credentials } as const;
    const { integration_id } = await connectDemo(app, stage, given);
    this.#putBack();
    graph.setCallback(phone_number_id, `${await ownAddress}/whatsapp-cloud/${shortId(integration_id)}`);
    show({ state: 'ready', number: inGroups(number), qr: null });
  }

  /** The local Graph API forgets everything when it is closed; the book does not. */
  #putBack(): void {
    const { book, graph, stage } = this.#parts;
    const desk = { stage, platform: 'whatsapp_cloud' } as const;
    for (const chat of book.chats()) {
      if (chat.key !== chatKey(desk, chat.person)) continue;
      const wa_id = personNumber(stage, chat.person);
      const customer = { wa_id, name: chat.name, hides_number: false };
      graph.putBack({ phone_number_id: this.#phoneNumberId, customer, messages: cloudMessagesOf(chat) });
    }
  }

  async customer(person: DeskPerson): Promise<DeskCustomer> {
    const { graph, stage } = this.#parts;
    const where = { phone_number_id: this.#phoneNumberId, from: personNumber(stage, person.id) };
    return new CloudCustomer(graph, { ...where, name: person.name });
  }

  async close(): Promise<void> {
    this.#leave();
  }

  #show(customer: string): void {
    const { graph, book, files } = this.#parts;
    const chat = this.#chatOf(customer);
    const shown = graph.shown({ phone_number_id: this.#phoneNumberId, customer });
    if (chat) showCloudChat({ book, files, chat, fileOf: (id) => graph.file(id) }, shown);
  }

  /** The chat of whoever has this number; also of a customer of the demo whom the shop writes to first. */
  #chatOf(customer: string): BookChat | undefined {
    const { book, stage } = this.#parts;
    const desk = { stage, platform: 'whatsapp_cloud' } as const;
    const has = (id: number): boolean => personNumber(stage, id) === customer;
    const known = book.chats().find(({ key, person }) => has(person) && key === chatKey(desk, person));
    const person = stage.customers.find(({ id }) => has(id));
    return known ?? (person && book.open(chatKey(desk, person.id), person));
  }
}
