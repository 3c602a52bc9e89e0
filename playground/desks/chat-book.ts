import { BookFile } from './book-file.js';

/** What a message shows beside its text. */
export type BookMedia =
  | { kind: 'photo' | 'video' | 'voice' | 'audio' | 'document' | 'sticker' | 'animation'; file: string }
  | { kind: 'location'; latitude: number; longitude: number; title?: string; address?: string }
  | { kind: 'contact'; first_name: string; phone_number: string };

/** How far a message has come, in this order. */
const statuses = ['waiting', 'failed', 'sent', 'delivered', 'read'] as const;
export type BookStatus = (typeof statuses)[number];

/** A message as a customer's phone shows it. */
export type BookMessage = {
  /** Counts up in its chat: what the page calls it by. */
  message_id: number;
  /** What the messenger calls it. */
  external_id: string;
  author: 'customer' | 'shop';
  /** Milliseconds since 1970. */
  at: number;
  text: string;
  media: BookMedia | null;
  /** The messenger's id of the message it answers. */
  reply_to: string | null;
  buttons: { id: string; title: string }[];
  /** What stands on the button that opens the buttons as a list; null = they stand under the message. */
  list: string | null;
  reactions: { customer?: string | undefined; shop?: string | undefined };
  status: BookStatus;
  isEdited: boolean;
};

/** What is said of a message when it appears; the rest is as for a new one. */
export type Appearing = Pick<BookMessage, 'external_id' | 'author' | 'at'> &
  Partial<Omit<BookMessage, 'message_id'>>;

/** A customer's chat with a shop in one messenger. */
export type BookChat = {
  /** `whatsapp:demo-ru:123456` */
  key: string;
  person: number;
  name: string;
  messages: Map<string, BookMessage>;
};

/** What a reader of the book is told: a message appeared, changed or went away, or the shop begins to write. */
export type BookChange =
  | { type: 'message'; chat: BookChat; message: BookMessage }
  | { type: 'edited'; chat: BookChat; message: BookMessage; before: BookMessage }
  | { type: 'deleted'; chat: BookChat; message_id: number }
  | { type: 'chat' | 'typing'; chat: BookChat };

const keptInChat = 300;

/** What was said in all desks, kept between starts: every change is written down before it is told. */
export class ChatBook {
  readonly #file: BookFile;
  readonly #chats: Map<string, BookChat>;
  readonly #tell: (change: BookChange) => void;

  /** @param path a damaged line in it costs what stood there, nothing else */
  constructor(path: string, tell: (change: BookChange) => void) {
    this.#file = new BookFile(path);
    this.#chats = this.#file.read();
    this.#tell = tell;
  }

  chats(): BookChat[] {
    return [...this.#chats.values()];
  }

  chat(key: string): BookChat | undefined {
    return this.#chats.get(key);
  }

  /** Returns the chat, making it where there was none. */
  open(key: string, person: { id: number; name: string }): BookChat {
    const known = this.#chats.get(key);
    if (known) return known;
    const chat: BookChat = { key, person: person.id, name: person.name, messages: new Map() };
    this.#chats.set(key, chat);
    this.#file.noteChat(chat);
    this.#tell({ type: 'chat', chat });
    return chat;
  }

  /** A message appeared. One that stands here already stays as it is: messengers bring things twice. */
  add(chat: BookChat, appearing: Appearing): void {
    if (chat.messages.has(appearing.external_id)) return;
    const last = [...chat.messages.values()].at(-1)?.message_id ?? 0;
    const message: BookMessage = {
      text: '',
      media: null,
      reply_to: null,
      buttons: [],
      list: null,
      reactions: {},
      status: 'sent',
      isEdited: false,
      ...appearing,
      message_id: last + 1,
    };
    chat.messages.set(message.external_id, message);
    this.#file.noteMessage(chat, message);
    const [oldest] = chat.messages.keys();
    if (chat.messages.size > keptInChat && oldest !== undefined) {
      chat.messages.delete(oldest);
      this.#file.noteRemoved(chat, oldest);
    }
    this.#tell({ type: 'message', chat, message });
  }

  /** A message changed; one that is not here any more is nobody's concern. */
  change(
    chat: BookChat,
    external_id: string,
    changes: Partial<Omit<BookMessage, 'message_id' | 'external_id'>>,
  ): void {
    const before = chat.messages.get(external_id);
    if (!before) return;
    const message = { ...before, ...changes, external_id };
    if (JSON.stringify(message) === JSON.stringify(before)) return;
    chat.messages.set(external_id, message);
    this.#file.noteMessage(chat, message);
    this.#tell({ type: 'edited', chat, message, before });
  }

  /** A message has come further; what is said late, of what it has passed already, changes nothing. */
  reached(chat: BookChat, external_id: string, status: BookStatus): void {
    const before = chat.messages.get(external_id);
    if (!before || statuses.indexOf(before.status) >= statuses.indexOf(status)) return;
    this.change(chat, external_id, { status });
  }

  /** Somebody set a reaction, or took it back. */
  reacted(chat: BookChat, external_id: string, who: 'customer' | 'shop', emoji: string | undefined): void {
    const before = chat.messages.get(external_id);
    if (before)
      this.change(chat, external_id, { reactions: { ...before.reactions, [who]: emoji || undefined } });
  }

  remove(chat: BookChat, external_id: string): void {
    const message = chat.messages.get(external_id);
    if (!message) return;
    chat.messages.delete(external_id);
    this.#file.noteRemoved(chat, external_id);
    this.#tell({ type: 'deleted', chat, message_id: message.message_id });
  }

  /** The shop is writing. */
  typing(chat: BookChat): void {
    this.#tell({ type: 'typing', chat });
  }

  /** The message the page calls by this number. */
  numbered(chat: BookChat, message_id: number): BookMessage | undefined {
    return [...chat.messages.values()].find((message) => message.message_id === message_id);
  }
}
