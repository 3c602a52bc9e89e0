import { z } from 'zod';
import type { Shown, ShownMessage } from '../graph-api/shown.js';
import type { ChatMessage } from '../graph-api/model.js';
import type { BookChat, BookMedia, BookMessage, BookStatus, ChatBook } from './chat-book.js';
import type { DeskFiles } from './desk-files.js';

type Showing = {
  book: ChatBook;
  files: DeskFiles;
  chat: BookChat;
  /** The bytes of a file by its id. */
  fileOf: (id: string) => Buffer | undefined;
};

const statuses: Record<ShownMessage['status'], BookStatus> = {
  accepted: 'waiting',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'failed',
};
const place = z.object({
  latitude: z.number(),
  longitude: z.number(),
  name: z.string().optional(),
  address: z.string().optional(),
});
const contact = z.object({
  name: z.object({ formatted_name: z.string() }),
  phones: z.array(z.object({ phone: z.string() })).default([]),
});

/** Brings the chat book to what a customer's phone shows of a chat on the Cloud API. */
export function showCloudChat(showing: Showing, { messages, isTyping }: Shown): void {
  const { book, chat } = showing;
  for (const message of messages) {
    if (message.isDeleted) book.remove(chat, message.id);
    else showMessage(showing, message);
  }
  if (isTyping) book.typing(chat);
}

/** What stands in the book as the local Graph API keeps it: enough to be read, answered, pressed and reacted to. */
export function cloudMessagesOf({ messages }: BookChat): ChatMessage[] {
  return [...messages.values()].map((message) => {
    const { external_id: id, at, author, text, reply_to, reactions, status, isEdited, buttons } = message;
    const { customer, shop: business } = reactions;
    return {
      ...{ id, at, reply_to, isEdited, isDeleted: false, media_id: null },
      ...(buttons.length > 0 ? interactiveOf(message) : { type: 'text', content: { body: text } }),
      from: author === 'shop' ? 'business' : 'customer',
      reactions: { ...(customer && { customer }), ...(business && { business }) },
      status: status === 'waiting' ? 'accepted' : status,
      isReadByBusiness: author === 'customer' && status === 'read',
    };
  });
}

function interactiveOf({ text, list, buttons }: BookMessage): Pick<ChatMessage, 'type' | 'content'> {
  const action =
    list === null
      ? { buttons: buttons.map((reply) => ({ type: 'reply', reply })) }
      : { button: list, sections: [{ rows: buttons }] };
  const type = list === null ? 'button' : 'list';
  return { type: 'interactive', content: { type, body: { text }, action } };
}

function showMessage(showing: Showing, message: ShownMessage): void {
  const { book, chat } = showing;
  const { id, text, choices, reactions, isEdited } = message;
  const author = message.from === 'business' ? 'shop' : 'customer';
  if (!chat.messages.has(id)) {
    book.add(chat, {
      ...{ external_id: id, author, at: message.at, text, reply_to: message.reply_to },
      media: mediaOf(showing, message),
      buttons: choices.map(({ id: button, title }) => ({ id: button, title })),
      list: message.list,
    });
  }
  const { customer, business: shop } = reactions;
  book.change(chat, id, { text, isEdited, reactions: { customer, shop } });
  book.reached(chat, id, author === 'shop' ? statuses[message.status] : readStatus(message));
}

/** Two grey ticks of a customer mean that WhatsApp has it for the business, blue ones that the business read it. */
function readStatus({ isReadByBusiness }: ShownMessage): BookStatus {
  return isReadByBusiness ? 'read' : 'delivered';
}

function mediaOf({ files, fileOf }: Showing, message: ShownMessage): BookMedia | null {
  const { type, file, location, contacts } = message;
  const { data: where } = place.safeParse(location);
  if (where) {
    const { latitude, longitude, name, address } = where;
    const words = { ...(name !== undefined && { title: name }), ...(address !== undefined && { address }) };
    return { kind: 'location', latitude, longitude, ...words };
  }
  const { data: person } = contact.safeParse(contacts?.[0]);
  if (person) {
    const { name, phones } = person;
    return { kind: 'contact', first_name: name.formatted_name, phone_number: phones[0]?.phone ?? '' };
  }
  const content = file && fileOf(file.id);
  if (!content) return null;
  const id = files.save(content, { mime_type: file.mime_type, file_name: file.filename });
  return { kind: type === 'image' ? 'photo' : fileKind(type), file: id };
}

function fileKind(type: string): 'video' | 'voice' | 'audio' | 'document' | 'sticker' {
  return type === 'video' || type === 'voice' || type === 'audio' || type === 'sticker' ? type : 'document';
}
