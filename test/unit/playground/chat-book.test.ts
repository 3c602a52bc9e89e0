import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChatBook } from '../../../playground/desks/chat-book.js';
import type { BookChange, BookChat } from '../../../playground/desks/chat-book.js';

const folder = mkdtempSync(join(tmpdir(), 'estafeta-chat-book-'));
let file = '';
let told: string[] = [];
let book: ChatBook;
let chat: BookChat;

/** What a reader was told, in a word or two each. */
function inWords(change: BookChange): string {
  if (change.type === 'message') return `message ${change.message.text}`;
  if (change.type === 'edited') return `edited ${change.message.text} ${change.message.status}`;
  return change.type;
}

function open(): void {
  told = [];
  book = new ChatBook(file, (change) => told.push(inWords(change)));
  chat = book.open('whatsapp:demo:1', { id: 1, name: 'Anna' });
}

function says(external_id: string, text: string): void {
  book.add(chat, { external_id, author: 'customer', at: 1_000, text });
}

const texts = (): string[] => [...chat.messages.values()].map(({ text }) => text);

beforeEach(() => {
  file = join(folder, `${Math.random()}.jsonl`);
  open();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the book of the chats beside Telegram', () => {
  it('keeps what was said, changed, read and taken back for the next start', () => {
    says('a', 'Hello');
    says('b', 'Do you open on Sunday?');
    says('c', 'Oops');
    book.change(chat, 'b', { text: 'Do you open today?', isEdited: true });
    book.reached(chat, 'b', 'read');
    book.reacted(chat, 'a', 'shop', '👍');
    book.remove(chat, 'c');
    const before = [...chat.messages.values()];
    open();
    expect([...chat.messages.values()]).toEqual(before);
    expect(texts()).toEqual(['Hello', 'Do you open today?']);
    expect(chat.messages.get('b')).toMatchObject({ status: 'read', isEdited: true });
    expect(chat.messages.get('a')?.reactions).toEqual({ shop: '👍' });
  });

  it('goes on counting where it was, so that nothing new has the number of something old', () => {
    says('a', 'Hello');
    open();
    says('b', 'Again');
    expect([...chat.messages.values()].map(({ message_id }) => message_id)).toEqual([1, 2]);
    expect(book.numbered(chat, 2)?.text).toBe('Again');
  });

  it('shows once what a messenger brings twice', () => {
    says('a', 'Hello');
    says('a', 'Hello');
    expect(texts()).toEqual(['Hello']);
    expect(told).toEqual(['chat', 'message Hello']);
  });

  it('never takes a tick back, whatever order receipts come in', () => {
    says('a', 'Hello');
    book.reached(chat, 'a', 'read');
    book.reached(chat, 'a', 'delivered');
    book.reached(chat, 'a', 'read');
    expect(chat.messages.get('a')?.status).toBe('read');
    expect(told).toEqual(['chat', 'message Hello', 'edited Hello read']);
  });

  it('takes a reaction back', () => {
    says('a', 'Hello');
    book.reacted(chat, 'a', 'customer', '❤');
    book.reacted(chat, 'a', 'customer', undefined);
    open();
    expect(chat.messages.get('a')?.reactions).toEqual({});
  });

  it('forgets no more than a line that was cut off', () => {
    says('a', 'Hello');
    appendFileSync(file, '{"chat":"whatsapp:demo:1","mess');
    open();
    says('b', 'Again');
    open();
    expect(texts()).toEqual(['Hello', 'Again']);
  });
});
