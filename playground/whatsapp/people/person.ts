import {
  generateMessageIDV2,
  jidNormalizedUser,
  type AnyMessageContent,
  type proto,
  type WAMessage,
  type WAPresence,
  type WASocket,
} from '@whiskeysockets/baileys';
import { addressOf, addressingOf, type Account, type Addressing } from '../server/accounts.js';
import type { Network } from '../server/network.js';
import { contentOf, type SendableKind, type SendOptions } from './content.js';
import { Heard, type HeardMessage, type Outcome } from './heard.js';
import type { PhoneKeys } from './auth.js';
import { PhoneSocket, type Reach } from './phone-socket.js';
import type { MediaHost } from '../media/media-host.js';

/** What a person is made of. */
export interface PersonParts {
  network: Network;
  media: MediaHost;
  account: Account;
  keys: PhoneKeys;
  reach: Reach;
}

/** Somebody with a phone: a real WhatsApp client that writes, hears and can be offline. */
export class Person {
  readonly heard: Heard;
  protected readonly network: Network;
  protected readonly keys: PhoneKeys;
  readonly #account: Account;
  readonly #socket: PhoneSocket;
  #offline = false;

  constructor({ network, media, account, keys, reach }: PersonParts) {
    this.network = network;
    this.keys = keys;
    this.#account = account;
    this.heard = new Heard(media);
    this.#socket = new PhoneSocket(reach, keys, (socket) => this.heard.listen(socket));
    network.onDevicesChanged(() => this.#socket.forgetDevices());
  }

  get name(): string {
    return this.#account.name;
  }

  /** The number in international form, with `+`. */
  get phone(): string {
    return `+${this.#account.phone}`;
  }

  /** The digits of the address that does not show the number. */
  get lid(): string {
    return this.#account.lid;
  }

  get isOffline(): boolean {
    return this.#offline;
  }

  protected get account(): Account {
    return this.#account;
  }

  /** The person's address of one kind. */
  address(addressing: Addressing): string {
    return addressOf(this.#account, addressing);
  }

  /** Switches the phone on. Resolves when it is connected. */
  async comesOnline(): Promise<void> {
    this.#offline = false;
    await this.#socket.connect();
  }

  /** Switches the phone off; what comes meanwhile waits on the server. */
  async goesOffline(): Promise<void> {
    this.#offline = true;
    await this.#socket.disconnect();
  }

  /** The phone can't open what is sealed for it any more, until it has asked for it once again. */
  losesSessions(): void {
    this.keys.forgetSessions();
  }

  /** What came to this phone, in order; messages that edit, delete or react are shown at what they change. */
  received(): HeardMessage[] {
    return this.heard.messages();
  }

  /** What became of a message this person sent. */
  outcomeOf(id: string): Outcome | undefined {
    return this.heard.outcomeOf(id);
  }

  /**
   * Waits until what this phone heard makes the check return something else than undefined, null or false.
   * @throws an Error when it does not within that time (15 s)
   */
  async until<T>(check: (heard: Heard) => T, withinMs = 15_000): Promise<NonNullable<Exclude<T, false>>> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = check(this.heard);
        if (found === undefined || found === null || found === false) return;
        settle();
        resolve(found as NonNullable<Exclude<T, false>>);
      };
      const timer = setTimeout(() => {
        settle();
        reject(new Error(`${this.name}'s phone did not hear it within ${withinMs} ms.`));
      }, withinMs);
      const stop = this.heard.subscribe(look);
      const settle = (): void => {
        clearTimeout(timer);
        stop();
      };
      look();
    });
  }

  /** Sends anything to an address; returns the message's id. */
  protected async sendTo(
    chat: string,
    content: AnyMessageContent,
    { id, replyTo, disappearsAfter }: SendOptions = {},
  ): Promise<string> {
    const socket = await this.#connected();
    const quoted = replyTo === undefined ? undefined : this.#quoted(chat, replyTo);
    const sent = await socket.sendMessage(chat, content, {
      ...(id === undefined ? {} : { messageId: id }),
      ...(quoted ? { quoted } : {}),
      ...(disappearsAfter === undefined ? {} : { ephemeralExpiration: disappearsAfter }),
    });
    if (!sent?.key.id || !sent.message) throw new Error('Nothing was sent.');
    this.#socket.remember(sent.key.id, sent.message);
    return sent.key.id;
  }

  protected async sendKindTo(chat: string, kind: SendableKind, options: SendOptions = {}): Promise<string> {
    return this.sendTo(chat, contentOf(kind, options), options);
  }

  /** Sends a message as it is, whatever is in it; returns its id. */
  protected async sendRawTo(chat: string, message: proto.IMessage, id?: string): Promise<string> {
    const socket = await this.#connected();
    const messageId = id ?? generateMessageIDV2(socket.user?.id);
    this.#socket.remember(messageId, message);
    return socket.relayMessage(chat, message, { messageId });
  }

  /** Sends what was sent once more under the id it had. */
  protected async repeatTo(chat: string, id: string): Promise<void> {
    const message = this.#socket.sentAs(id);
    if (!message) throw new Error('This phone sent no message with that id.');
    await this.sendRawTo(chat, message, id);
  }

  protected async editTo(chat: string, id: string, text: string): Promise<string> {
    return this.sendTo(chat, { text, edit: { remoteJid: chat, fromMe: true, id } });
  }

  protected async deleteTo(chat: string, id: string): Promise<string> {
    return this.sendTo(chat, { delete: { remoteJid: chat, fromMe: true, id } });
  }

  /** Reacts to a message of either side; an empty emoji takes the reaction back. */
  protected async reactTo(chat: string, id: string, emoji: string): Promise<string> {
    const fromMe = this.#socket.sentAs(id) !== undefined || this.heard.message(id)?.fromMe === true;
    return this.sendTo(chat, { react: { text: emoji, key: { remoteJid: chat, fromMe, id } } });
  }

  /** Marks messages as read or listened to. */
  protected async markTo(chat: string, ids: string[], as: 'read' | 'played'): Promise<void> {
    const socket = await this.#connected();
    await socket.sendReceipt(chat, undefined, ids, as);
  }

  protected async presenceTo(chat: string, presence: WAPresence): Promise<void> {
    const socket = await this.#connected();
    await socket.sendPresenceUpdate(presence, chat);
  }

  async #connected(): Promise<WASocket> {
    if (this.#offline) throw new Error(`${this.name}'s phone is offline.`);
    return this.#socket.open();
  }

  #quoted(chat: string, id: string): WAMessage {
    const heard = this.heard.message(id);
    const message = heard?.raw ?? this.#socket.sentAs(id);
    if (!message) throw new Error('There is no message with that id to reply to.');
    const fromMe = heard ? heard.fromMe : true;
    const participant = fromMe ? this.address(addressingOf(chat)) : jidNormalizedUser(chat);
    return { key: { remoteJid: chat, fromMe, id, participant }, message };
  }
}
