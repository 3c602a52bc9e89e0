import type { Customer } from '../whatsapp/people/customer.js';
import type { SendableKind, SendOptions } from '../whatsapp/people/content.js';
import type { HeardMessage, Outcome } from '../whatsapp/people/heard.js';
import type { HeardKind } from '../whatsapp/people/read-message.js';
import type { OwnerPhone } from '../whatsapp/people/owner-phone.js';
import type { BookChat, BookMedia, BookStatus, ChatBook } from './chat-book.js';
import { fileOf } from './desk.js';
import type { Content, DeskCustomer, FileKind } from './desk.js';
import type { DeskFiles } from './desk-files.js';

type Parts = { phone: OwnerPhone; socket: Customer; book: ChatBook; files: DeskFiles; chat: BookChat };

const sent = {
  photo: 'image',
  video: 'video',
  voice: 'voice',
  audio: 'audio',
  document: 'document',
  sticker: 'sticker',
} as const satisfies Record<FileKind, SendableKind>;
const heard: Partial<Record<HeardKind, FileKind>> = {
  image: 'photo',
  video: 'video',
  video_note: 'video',
  voice: 'voice',
  audio: 'audio',
  document: 'document',
  sticker: 'sticker',
};
const outcomes: Record<Outcome, BookStatus> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'failed',
};

/** A customer with a phone on the local WhatsApp. What the phone sends and hears is written into the chat book. */
export class PhoneCustomer implements DeskCustomer {
  readonly #parts: Parts;
  readonly #leave: () => void;
  #isTyping = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#leave = parts.socket.heard.subscribe(() => this.#look());
    this.#look();
  }

  /** Writes nothing more into the book. */
  leave(): void {
    this.#leave();
  }

  async send(content: Content, reply_to: string | null): Promise<void> {
    const { socket, book, chat } = this.#parts;
    const { text, location, contact } = content;
    const given = fileOf(content);
    const options: SendOptions = { ...(reply_to !== null && { replyTo: reply_to }) };
    const id = given
      ? await socket.sends(sent[given.kind], {
          ...options,
          bytes: given.file.content,
          ...(text !== '' && { caption: text }),
          ...(given.file.file_name !== undefined && { fileName: given.file.file_name }),
          ...(given.file.mime_type !== undefined && { mimetype: given.file.mime_type }),
        })
      : location
        ? await socket.sends('location', { ...options, location })
        : contact
          ? await socket.sends('contact', {
              ...options,
              contact: { name: contact.first_name, phone: contact.phone_number },
            })
          : await socket.writes(text, options);
    const media = this.#mediaOf(content);
    book.add(chat, { external_id: id, author: 'customer', at: Date.now(), text, media, reply_to });
    this.#look();
  }

  async edit(id: string, text: string): Promise<void> {
    const { socket, book, chat } = this.#parts;
    await socket.edits(id, text);
    book.change(chat, id, { text, isEdited: true });
  }

  async remove(id: string): Promise<void> {
    const { socket, book, chat } = this.#parts;
    await socket.deletes(id);
    book.remove(chat, id);
  }

  async react(id: string, emoji: string | null): Promise<void> {
    const { socket, book, chat } = this.#parts;
    await socket.reacts(id, emoji ?? '');
    book.reacted(chat, id, 'customer', emoji ?? undefined);
  }

  async press(): Promise<void> {
    throw new Error('A linked phone has no buttons.');
  }

  async read(ids: string[]): Promise<void> {
    const { socket, book, chat } = this.#parts;
    await socket.reads(...ids);
    for (const id of ids) book.reached(chat, id, 'read');
  }

  async ownerAnswers(text: string): Promise<void> {
    const { phone, socket } = this.#parts;
    await phone.writes(socket.phone, text);
  }

  /** Brings the book to what the phone has heard. */
  #look(): void {
    const { socket, book, chat } = this.#parts;
    for (const message of socket.received()) this.#hear(message);
    for (const { external_id, author } of chat.messages.values()) {
      if (author === 'shop') continue;
      const outcome = socket.outcomeOf(external_id);
      if (outcome) book.reached(chat, external_id, outcomes[outcome]);
      const reaction = socket.heard.reactionTo(external_id);
      if (reaction !== null) book.reacted(chat, external_id, 'shop', reaction);
    }
    const isTyping = socket.seesTyping();
    if (isTyping && !this.#isTyping) book.typing(chat);
    this.#isTyping = isTyping;
  }

  #hear(message: HeardMessage): void {
    const { book, chat } = this.#parts;
    const { id, deleted, edited, reaction, replyTo } = message;
    if (deleted) return book.remove(chat, id);
    const text = message.text ?? '';
    if (!chat.messages.has(id)) {
      const media = this.#heardMedia(message);
      const author = message.fromMe ? 'customer' : 'shop';
      book.add(chat, {
        ...{ external_id: id, author, at: Date.now(), text, media },
        ...{ reply_to: replyTo, status: 'delivered' },
      });
    }
    book.change(chat, id, { text, isEdited: edited });
    if (reaction !== null) book.reacted(chat, id, 'shop', reaction);
  }

  #mediaOf(content: Content): BookMedia | null {
    const { location, contact } = content;
    const given = fileOf(content);
    if (location) return { kind: 'location', ...location };
    if (contact) return { kind: 'contact', ...contact };
    return given && { kind: given.kind, file: this.#parts.files.save(given.file.content, given.file) };
  }

  #heardMedia({ kind, bytes, mimetype, fileName, place, card }: HeardMessage): BookMedia | null {
    const fileKind = heard[kind];
    if (fileKind && bytes) {
      const about = { ...(mimetype !== null && { mime_type: mimetype }), file_name: fileName };
      return { kind: fileKind, file: this.#parts.files.save(bytes, about) };
    }
    if (place) return { kind: 'location', latitude: place.latitude, longitude: place.longitude };
    return card && { kind: 'contact', first_name: card.name, phone_number: card.phone };
  }
}
