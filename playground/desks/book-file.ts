import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BookChat, BookMessage } from './chat-book.js';

type Line =
  | { chat: string; person: number; name: string }
  | { chat: string; message: BookMessage }
  | { chat: string; removed: string };

/**
 * The chat book on disk: a line for each change, appended before anybody is told of it, so that a killed program forgets
 * nothing. Reading it writes it anew with what is left of it.
 */
export class BookFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
  }

  /** @returns the chats as the last line left them */
  read(): Map<string, BookChat> {
    const chats = new Map<string, BookChat>();
    const text = existsSync(this.#path) ? readFileSync(this.#path, 'utf8') : '';
    for (const line of text.split('\n')) takeLine(chats, line);
    const lines = [...chats.values()].flatMap((chat): Line[] => [
      ofChat(chat),
      ...[...chat.messages.values()].map((message) => ({ chat: chat.key, message })),
    ]);
    writeFileSync(`${this.#path}.new`, lines.map(inLine).join(''), { mode: 0o600 });
    renameSync(`${this.#path}.new`, this.#path);
    return chats;
  }

  noteChat(chat: BookChat): void {
    this.#append(ofChat(chat));
  }

  noteMessage({ key }: BookChat, message: BookMessage): void {
    this.#append({ chat: key, message });
  }

  noteRemoved({ key }: BookChat, external_id: string): void {
    this.#append({ chat: key, removed: external_id });
  }

  #append(line: Line): void {
    appendFileSync(this.#path, inLine(line));
  }
}

function ofChat({ key, person, name }: BookChat): Line {
  return { chat: key, person, name };
}

function inLine(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}

function takeLine(chats: Map<string, BookChat>, text: string): void {
  const line = parsed(text);
  if (!line) return;
  if ('person' in line) {
    const { chat: key, person, name } = line;
    chats.set(key, { key, person, name, messages: new Map() });
    return;
  }
  const messages = chats.get(line.chat)?.messages;
  if ('message' in line) messages?.set(line.message.external_id, line.message);
  else messages?.delete(line.removed);
}

/** A line that was cut off by a power failure costs itself only. */
function parsed(text: string): Line | null {
  try {
    return text === '' ? null : (JSON.parse(text) as Line);
  } catch {
    return null;
  }
}
