import type { ClientId } from '../../src/shared/ids.js';
import type { SealedBox } from '../../src/shared/sealed-box.js';
import type { Tools } from '../../src/use-case.js';
import type { FileFetcher, MediaStore } from '../media/media-store.js';
import type { Messenger, Right } from '../messenger.js';
import { askForFile } from './ask-for-file.js';
import { WhatsAppConnection } from './connection.js';
import type { BaileysLibrary } from './context.js';
import { loadBaileys } from './library.js';
import { whatsAppFiles } from './media.js';
import type { NewAddress } from './media.js';
import type { LocalHost } from './media-source.js';
import type { WhatsAppMedia } from './message-body.js';
import type { PhoneMessages } from './phone-messages.js';
import { wantedPhones } from './wanted-phones.js';
import type { WantedPhone } from './wanted-phones.js';

/** Where WhatsApp is reached, and how. */
export type WhatsAppOptions = {
  /** The address of WhatsApp's sockets for a phone; null = none that can be reached here: left alone, as all are unless told. */
  whatsappUrlFor?: (phone: { is_playground: boolean }) => string | null;
  /** Where files of a local WhatsApp lie, as it stands at the moment; null = nowhere but on WhatsApp's own hosts. */
  whatsappFiles?: () => LocalHost | null;
  /** Bytes of the largest file that is fetched; 64 MB unless told. */
  whatsappLargestFile?: number;
  /** How many people a number may write to first in a day. */
  firstContactsPerDay?: number;
  /** After so long a connection counts as lasting; a minute unless told. */
  whatsappLastingMs?: number;
};

type Options = WhatsAppOptions & {
  tools: Tools;
  sealedBox: SealedBox;
  messages: PhoneMessages;
};

/** Fewer than have led to bans. */
const usualFirstContacts = 10;
/** WhatsApp takes documents of 2 GB: none of that size is fetched because somebody has sent it. */
const usualLargestFile = 64 * 1024 * 1024;

/** Phones that are linked to WhatsApp with the phone in the hand. */
export class WhatsAppMessenger implements Messenger {
  readonly #options: Options;
  readonly #connections = new Map<string, { connection: WhatsAppConnection; client_id: ClientId }>();
  readonly #unreadable = new Set<string>();
  #media: MediaStore | null = null;
  #library: BaileysLibrary | null = null;
  #wanted = new Map<string, WantedPhone>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Fetches what was sent to any phone of this installation; what is gone is asked for once more, over a phone of the client. */
  files(): FileFetcher {
    const askAgain = async (client_id: ClientId, media: WhatsAppMedia): Promise<NewAddress | null> => {
      for (const { connection, client_id: owner } of this.#connections.values()) {
        const found = owner === client_id ? await askForFile(connection.context, media) : null;
        if (found) return found;
      }
      return null;
    };
    const { whatsappLargestFile: largest = usualLargestFile, whatsappFiles } = this.#options;
    return (client_id, reference) =>
      whatsAppFiles({ largest, local: whatsappFiles?.() ?? null, askAgain })(client_id, reference);
  }

  /** Files of conversations, once they are there: they are fetched through this messenger, too. */
  useMedia(media: MediaStore): void {
    this.#media = media;
  }

  async look(): Promise<readonly string[]> {
    const { tools, sealedBox } = this.#options;
    this.#wanted = await wantedPhones(tools.db, sealedBox, (sender_key, problem) => {
      if (this.#unreadable.has(sender_key)) return;
      this.#unreadable.add(sender_key);
      tools.logger.error({ sender_key, problem }, 'a phone can’t be served: its credentials can’t be opened');
    });
    for (const [key, { connection }] of this.#connections) {
      const wanted = this.#wanted.get(key);
      if (wanted) connection.update(wanted.link);
    }
    const reachable = [...this.#wanted.values()].filter((phone) => this.#urlFor(phone) !== null);
    if (reachable.length === 0 || !(await this.#isLoaded())) return [];
    return reachable.map(({ sender_key }) => sender_key);
  }

  /** A library that can't be loaded must not keep the other messengers from being looked after. */
  async #isLoaded(): Promise<boolean> {
    try {
      this.#library ??= await loadBaileys();
    } catch (error) {
      this.#options.tools.logger.error({ err: error }, 'phones can’t be served: Baileys could not be loaded');
    }
    return this.#library !== null;
  }

  connect(sender_key: string, right: Right): WhatsAppConnection | null {
    const { tools, sealedBox, messages, firstContactsPerDay, whatsappFiles, whatsappLastingMs } =
      this.#options;
    const wanted = this.#wanted.get(sender_key);
    const url = wanted ? this.#urlFor(wanted) : null;
    const [baileys, media] = [this.#library, this.#media];
    if (!wanted || !url || !baileys || !media) return null;
    const { link } = wanted;
    const { client_id, integration_id: id } = link;
    const connection = new WhatsAppConnection({
      ...{ tools, sealedBox, baileys, link, sender_key, url, messages },
      ...right,
      context: {
        ...{ tools, baileys, media, sender_key, integration: { client_id, id } },
        first_contacts_per_day: firstContactsPerDay ?? usualFirstContacts,
        local_files: whatsappFiles?.() ?? null,
      },
      ...(whatsappLastingMs === undefined ? {} : { lastingMs: whatsappLastingMs }),
    });
    this.#connections.set(sender_key, { connection, client_id });
    return connection;
  }

  forget(sender_key: string): void {
    this.#connections.delete(sender_key);
  }

  #urlFor({ is_playground }: WantedPhone): string | null {
    return this.#options.whatsappUrlFor?.({ is_playground }) ?? null;
  }
}
