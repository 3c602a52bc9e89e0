import { randomBytes } from 'node:crypto';
import type { proto } from '@whiskeysockets/baileys';
import type { Addressing } from '../server/accounts.js';
import { contentOf, type SendableKind, type SendOptions } from './content.js';
import { Person, type PersonParts } from './person.js';

/** Whom a customer writes to, and under which of its addresses. */
export interface Conversation {
  business: Person;
  addressing: Addressing;
}

/** Somebody who writes to a business. */
export class Customer extends Person {
  readonly #business: Person;
  #addressing: Addressing;

  constructor(parts: PersonParts, { business, addressing }: Conversation) {
    super(parts);
    this.#business = business;
    this.#addressing = addressing;
  }

  /** Goes on under the other kind of address: the same person, another conversation to those who can't join them. */
  writesBy(addressing: Addressing): void {
    this.#addressing = addressing;
  }

  /** Whether those who get messages from the LID are not told the number. */
  hidesPhone(hides: boolean): void {
    this.account.hidesPhone = hides;
    this.network.kept.account(this.account);
  }

  async writes(text: string, options: SendOptions = {}): Promise<string> {
    return this.sendTo(this.#chat, { text, linkPreview: null }, options);
  }

  /** Sends something else than text; a tiny sample when nothing is given. */
  async sends(kind: SendableKind, options: SendOptions = {}): Promise<string> {
    return this.sendKindTo(this.#chat, kind, options);
  }

  /** Sends several pictures as one album; returns the pictures' ids. */
  async sendsAlbum(pictures: SendOptions[]): Promise<string[]> {
    const album = await this.sendTo(this.#chat, {
      album: { expectedImageCount: pictures.length, expectedVideoCount: 0 },
    });
    const albumParentKey = { remoteJid: this.#chat, fromMe: true, id: album };
    const ids: string[] = [];
    for (const { bytes, caption } of pictures) {
      const picture = contentOf('image', { bytes, caption });
      ids.push(await this.sendTo(this.#chat, { ...picture, albumParentKey }));
    }
    return ids;
  }

  /** Sends a message as it is: one whose file points anywhere, one no client would send. */
  async sendsRaw(message: proto.IMessage, id?: string): Promise<string> {
    return this.sendRawTo(this.#chat, message, id);
  }

  /** Sends a picture whose file is said to lie anywhere and to be of any size (bytes). */
  async sendsFileAt(
    url: string,
    { size, directPath }: { size: number; directPath?: string },
  ): Promise<string> {
    return this.sendsRaw({
      imageMessage: {
        ...{ url, mimetype: 'image/jpeg', fileLength: size, height: 1, width: 1 },
        ...{ mediaKey: randomBytes(32), fileSha256: randomBytes(32), fileEncSha256: randomBytes(32) },
        ...(directPath !== undefined && { directPath }),
      },
    });
  }

  /** Sends a message once more under the id it had. */
  async repeats(id: string): Promise<void> {
    await this.repeatTo(this.#chat, id);
  }

  async edits(id: string, text: string): Promise<string> {
    return this.editTo(this.#chat, id, text);
  }

  async deletes(id: string): Promise<string> {
    return this.deleteTo(this.#chat, id);
  }

  /** An empty emoji takes the reaction back. */
  async reacts(id: string, emoji: string): Promise<string> {
    return this.reactTo(this.#chat, id, emoji);
  }

  /** Marks messages as read; without ids all that came. */
  async reads(...ids: string[]): Promise<void> {
    await this.#mark(ids, 'read');
  }

  /** Listens to voice notes. */
  async plays(...ids: string[]): Promise<void> {
    await this.#mark(ids, 'played');
  }

  async types(): Promise<void> {
    await this.presenceTo(this.#chat, 'composing');
  }

  async stopsTyping(): Promise<void> {
    await this.presenceTo(this.#chat, 'paused');
  }

  /** Whether the business is shown as typing or recording. */
  seesTyping(): boolean {
    const presence = this.heard.presenceIn(this.#chat);
    return presence === 'composing' || presence === 'recording';
  }

  get #chat(): string {
    return this.#business.address(this.#addressing);
  }

  async #mark(ids: string[], as: 'read' | 'played'): Promise<void> {
    const wanted = ids.length > 0 ? ids : this.received().map(({ id }) => id);
    const byChat = new Map<string, string[]>();
    for (const id of wanted) {
      const chat = this.heard.message(id)?.chat ?? this.#chat;
      byChat.set(chat, [...(byChat.get(chat) ?? []), id]);
    }
    for (const [chat, read] of byChat) await this.markTo(chat, read, as);
  }
}
