import { randomBytes, randomInt } from 'node:crypto';
import { unknownObject } from './graph-error.js';
import type { BusinessNumber, Chat, ChatMessage, Customer } from './model.js';

const DAY_MS = 24 * 3_600_000;

export type Where = { phone_number_id: string; customer: string };

/** What was asked of the world can't be done; the message says why and what to do. */
export class ActionError extends Error {}

/** Numbers, customers and their chats, in memory. */
export class World {
  readonly numbers = new Map<string, BusinessNumber>();
  readonly #chats = new Map<string, Chat>();
  readonly #listeners = new Set<(chat: Where) => void>();

  /** @param now milliseconds since 1970 */
  constructor(readonly now: () => number) {}

  /** Returns the number with this id. Throws GraphError 100/33. */
  number(phone_number_id: string): BusinessNumber {
    const number = this.numbers.get(phone_number_id);
    if (!number) throw unknownObject(phone_number_id);
    return number;
  }

  chatOf({ phone_number_id, customer }: Where): Chat | undefined {
    return this.#chats.get(`${phone_number_id}:${customer}`);
  }

  /** Returns the chat, making it where there was none. */
  openChat({ phone_number_id }: { phone_number_id: string }, customer: Customer): Chat {
    const key = `${phone_number_id}:${customer.wa_id}`;
    const known = this.#chats.get(key);
    if (known) return known;
    const chat: Chat = {
      phone_number_id,
      customer,
      messages: [],
      lastFromCustomerAt: null,
      typingUntil: 0,
    };
    this.#chats.set(key, chat);
    return chat;
  }

  /** The chats of a number. */
  chatsOf(phone_number_id: string): Chat[] {
    return [...this.#chats.values()].filter((chat) => chat.phone_number_id === phone_number_id);
  }

  /** The number of a person who goes by an id, if they wrote to this number of the business. */
  byUserId(phone_number_id: string, user_id: string): string | undefined {
    return this.chatsOf(phone_number_id).find(({ customer }) => customer.user_id === user_id)?.customer.wa_id;
  }

  /** The chat and message of this id, if any. */
  find(phone_number_id: string, message_id: string): { chat: Chat; message: ChatMessage } | undefined {
    for (const chat of this.chatsOf(phone_number_id)) {
      const message = chat.messages.find(({ id }) => id === message_id);
      if (message) return { chat, message };
    }
    return undefined;
  }

  /** Puts a message into a chat; what is not said is as for a new one. */
  add(
    chat: Chat,
    message: Pick<ChatMessage, 'from' | 'type' | 'content'> & Partial<ChatMessage>,
  ): ChatMessage {
    const whole: ChatMessage = {
      id: newMessageId(),
      at: this.now(),
      media_id: null,
      reply_to: null,
      status: 'accepted',
      isReadByBusiness: false,
      reactions: {},
      isEdited: false,
      isDeleted: false,
      ...message,
    };
    chat.messages.push(whole);
    if (whole.from === 'customer') chat.lastFromCustomerAt = whole.at;
    else chat.typingUntil = 0;
    this.changed(chat);
    return whole;
  }

  /** Puts back what stood in a chat before the world was made anew; nobody is told. */
  putBack(chat: Chat, messages: readonly ChatMessage[]): void {
    const known = new Set(chat.messages.map(({ id }) => id));
    chat.messages.unshift(...messages.filter(({ id }) => !known.has(id)));
    const last = messages.findLast(({ from }) => from === 'customer')?.at ?? null;
    chat.lastFromCustomerAt ??= last;
  }

  /** Whether free text may be sent: the customer wrote within 24 hours. */
  isWindowOpen(chat: Chat | undefined): boolean {
    const last = chat?.lastFromCustomerAt ?? null;
    return last !== null && this.now() - last < DAY_MS;
  }

  /** Calls the listener with each chat that changes; returns what ends that. */
  subscribe(listener: (chat: Where) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed({ phone_number_id, customer }: Chat): void {
    for (const listener of this.#listeners) listener({ phone_number_id, customer: customer.wa_id });
  }
}

/** An id of a message as WhatsApp gives it; with all characters such an id may have. */
export function newMessageId(): string {
  return `wamid.${randomBytes(28).toString('base64')}`;
}

/** An id of anything else: sixteen digits. */
export function newObjectId(): string {
  return `${randomInt(10 ** 7, 10 ** 8)}${randomInt(10 ** 7, 10 ** 8)}`;
}
