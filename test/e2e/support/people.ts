import { waitToSee } from './chats.js';
import type { Look, Seen } from './chats.js';
import type { Ground } from './installation.js';
import type { Bot } from './shop.js';

/** A topic of a group, by its number. */
type Place = { thread: number };

export type Toast = { answered: boolean; text: string | null; show_alert: boolean };

/** What a person sends beside text: one file, a place, or fields of a kind nobody knows. */
export type Sent = Partial<
  Pick<
    Parameters<Ground['telegram']['personSends']>[0],
    | 'text'
    | ('photo' | 'voice' | 'document' | 'audio' | 'video' | 'video_note' | 'animation' | 'sticker')
    | ('location' | 'contact' | 'raw' | 'replyTo' | 'albumId')
  >
>;

/** A customer in the private chat with the shop's bot. */
export type Customer = {
  id: number;
  name: string;
  /** @returns the message's id */
  writes(text: string, more?: Sent): number;
  sends(what: Sent): number;
  /** Changes what they wrote, or the file they sent. */
  edits(messageId: number, text: string, file?: Pick<Sent, 'photo' | 'document'>): void;
  /** Puts an emoji on a message of the chat; null takes it away. */
  reacts(messageId: number, emoji: string | null): void;
  /** What has been put on a message of the chat. */
  reactionsOn(messageId: number): string[];
  /** Waits for something the bot says. */
  sees(look: Look): Promise<Seen>;
  /** Everything in the chat, oldest first. */
  chat(): Seen[];
  /** What the bot has said, oldest first. */
  told(): string[];
  /** Presses the newest button with this label, once it is there. */
  presses(label: string): Promise<Toast>;
  blocksBot(): void;
  /** Presses START again, which Telegram also tells as a `/start`. */
  unblocksBot(): void;
};

/** A manager in the group. Without a topic it is the group itself (General). */
export type Manager = {
  id: number;
  name: string;
  /** @returns the message's id */
  writes(where: Place | null, text: string, more?: Sent): number;
  sends(where: Place | null, what: Sent): number;
  /** Changes what they wrote, or the file they sent. */
  edits(messageId: number, text: string, file?: Pick<Sent, 'photo' | 'document'>): void;
  /** Puts an emoji on a message of the group; null takes it away. */
  reacts(messageId: number, emoji: string | null): void;
  /** Presses the newest button with this label, once it is there. @returns what Telegram shows to the presser */
  presses(where: Place | null, label: string): Promise<Toast>;
  /** What has been put on a message of this manager, e.g. `👌`. */
  reactionsOn(messageId: number): string[];
};

export function customerOf(
  ground: Ground,
  {
    shopBot,
    name,
    language,
    person,
  }: { shopBot: Bot; name: string; language: string; person?: number | undefined },
): Customer {
  const { telegram, chats } = ground;
  const id = person ?? telegram.createPerson({ first_name: name, language_code: language }).id;
  const chat = (): Seen[] => chats.in(`p${shopBot.id}_${id}`);
  const fromBot = (): Seen[] => chat().filter(({ from }) => from.is_bot);
  const sends = (what: Sent): number => {
    keepSecret(ground, what.text);
    return telegram.personSends({ person: id, chat: shopBot.username, ...what }).message_id;
  };
  return {
    id,
    name,
    sends,
    writes: (text, more = {}) => sends({ ...more, text }),
    ...changing(ground, { person: id, chat: shopBot.username }),
    reactionsOn: (messageId) => reactionsOn(chat(), messageId),
    sees: (look) => waitToSee(fromBot, look),
    chat,
    told: () => fromBot().map(({ text }) => text),
    presses: (label) => press(ground, { person: id, chat: shopBot.username, label, messages: fromBot }),
    blocksBot: () => void telegram.personBlocksBot({ person: id, bot: shopBot.username }),
    unblocksBot: () => void telegram.personStartsBot({ person: id, bot: shopBot.username }),
  };
}

export function managerOf(
  ground: Ground,
  { id, name, group }: { id: number; name: string; group: number },
): Manager {
  const { telegram, chats } = ground;
  const standing = (): Seen[] => chats.in(String(group));
  const sends = (where: Place | null, what: Sent): number => {
    keepSecret(ground, what.text);
    return telegram.personSends({ person: id, chat: group, ...(where && { thread: where.thread }), ...what })
      .message_id;
  };
  return {
    id,
    name,
    sends,
    writes: (where, text, more = {}) => sends(where, { ...more, text }),
    ...changing(ground, { person: id, chat: group }),
    presses: (where, label) =>
      press(ground, {
        ...{ person: id, chat: group, label },
        messages: () => standing().filter(({ thread_id }) => thread_id === (where?.thread ?? null)),
      }),
    reactionsOn: (messageId) => reactionsOn(standing(), messageId),
  };
}

function changing(
  ground: Ground,
  place: { person: number; chat: number | string },
): Pick<Customer, 'edits' | 'reacts'> {
  return {
    edits: (messageId, text, file = {}) => {
      keepSecret(ground, text);
      ground.telegram.personEdits({ ...place, messageId, text, ...file });
    },
    reacts: (messageId, emoji) => void ground.telegram.personReacts({ ...place, messageId, emoji }),
  };
}

function reactionsOn(messages: Seen[], messageId: number): string[] {
  const found = messages.find(({ message_id }) => message_id === messageId);
  return found?.reactions.flatMap(({ emoji }) => emoji) ?? [];
}

async function press(
  { telegram }: Ground,
  pressed: { person: number; chat: number | string; label: string; messages: () => Seen[] },
): Promise<Toast> {
  const { person, chat, label, messages } = pressed;
  const hasIt = ({ keyboard }: Seen): boolean => keyboard.flat().some(({ text }) => text === label);
  const { message_id: messageId, keyboard } = await waitToSee(messages, hasIt);
  const data = keyboard.flat().find(({ text }) => text === label)?.callback_data ?? '';
  return telegram.personPresses({ person, chat, messageId, data });
}

/** Words shorter than this may stand in a log by chance. */
const tellingLength = 12;

function keepSecret({ secrets }: Ground, text: string | undefined): void {
  if (text !== undefined && text.length >= tellingLength && !text.startsWith('/')) secrets.add(text);
}
