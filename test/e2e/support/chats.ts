import type { LocalTelegram } from '../../../playground/bot-api/local-telegram.js';
import { eventually } from '../../support/eventually.js';

/** A message as people see it in a chat of the local Telegram. */
export type Seen = {
  message_id: number;
  /** What is written, or stands under a file. */
  text: string;
  /** How parts of the text look, or what they lead to. */
  entities: { type: string }[];
  from: { id: number; name: string; is_bot: boolean };
  thread_id: number | null;
  edited: boolean;
  reply_to: { message_id: number; text: string } | null;
  media: {
    kind: string;
    url?: string;
    file_name?: string | null;
    size?: number;
    latitude?: number;
    longitude?: number;
    title?: string;
    address?: string;
    phone_number?: string;
    first_name?: string;
  } | null;
  /** Names the album it is a part of. */
  album_id: string | null;
  keyboard: { text: string; callback_data: string }[][];
  reactions: { id: number; emoji: string[] }[];
  /** What Telegram itself says, such as that a topic was made; null when somebody wrote it. */
  service: Record<string, unknown> | null;
};

/** What a message is recognised by: its exact text, a pattern, or anything else. */
export type Look = string | RegExp | ((message: Seen) => boolean);

export type Chats = {
  /** What stands in a chat, oldest first. */
  in(chatKey: string): Seen[];
  /** Looks no further. */
  close(): void;
};

/** All chats of a local Telegram as people see them, kept up as they change. */
export function watchChats(telegram: LocalTelegram): Chats {
  const chats = new Map<string, Map<number, Seen>>();
  const close = telegram.subscribe(({ type, chat, data }) => {
    if (chat === null) return;
    const messages = chats.get(chat) ?? new Map<number, Seen>();
    chats.set(chat, messages);
    if (type === 'message' || type === 'edited') messages.set((data as Seen).message_id, data as Seen);
    if (type === 'deleted') messages.delete((data as Seen).message_id);
  });
  return { in: (chatKey) => [...(chats.get(chatKey)?.values() ?? [])], close };
}

export function looksLike(look: Look): (message: Seen) => boolean {
  if (typeof look === 'function') return look;
  return typeof look === 'string' ? ({ text }) => text === look : ({ text }) => look.test(text);
}

/**
 * Waits until a message stands among others.
 *
 * @param look what it is recognised by
 * @throws Error with what was there instead
 */
export async function waitToSee(messages: () => Seen[], look: Look, withinMs?: number): Promise<Seen> {
  const fits = looksLike(look);
  return eventually(
    () => {
      const found = messages().findLast(fits);
      if (found) return found;
      const there = messages().map(
        ({ text, media }) => `  ${media ? `[${media.kind}] ` : ''}${text.slice(0, 200)}`,
      );
      throw new Error(`Nobody sees ${String(look)}; there is:\n${there.join('\n')}`);
    },
    withinMs === undefined ? {} : { withinMs },
  );
}
