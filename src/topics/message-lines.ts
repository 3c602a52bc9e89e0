import type { StyledText } from './styled-text.js';
import { detailsIn, detailsInWords } from '../messages/message-details.js';
import { isFile, messageKinds } from '../messages/message-kinds.js';
import type { MediaReference, MessageKind } from '../messages/message-kinds.js';
import { sql } from '../shared/database.js';
import type { MessageId } from '../shared/ids.js';
import type { Texts } from '../texts/text-shape.js';

/** A message as the managers' group shows it. */
export type ShownMessage = {
  id: MessageId;
  role: 'user' | 'assistant' | 'manager' | 'system';
  kind: MessageKind;
  content: string;
  media: MediaReference | null;
  media_file: string | null;
  /** What the column `entities` holds; read it with `detailsIn`. */
  details: unknown;
  /** Names the album it is a part of. */
  album_id: string | null;
  integration_id: string;
  reply_to_message_id: MessageId | null;
  edited_at: Date | null;
  deleted_at: Date | null;
  created_at: Date;
  origin: string | null;
  unsupported_kind: string | null;
  /** Its text is what was heard in it. */
  is_heard: boolean;
  /** Who wrote it first, when the user passed it on. */
  forwarded_from: string | null;
  manager_name: string | null;
  user_name: string | null;
};

export const shownColumns = sql`
  m.id, m.role, m.kind, m.content, m.media, m.media_file, m.entities AS details, m.album_id, m.integration_id, m.reply_to_message_id, m.edited_at,
  m.deleted_at, m.created_at, m.metadata->>'origin' AS origin, m.metadata->>'unsupported_kind' AS unsupported_kind,
  m.metadata->>'forwarded_from' AS forwarded_from, m.metadata ? 'heard' AS is_heard,
  (SELECT g.name FROM managers g WHERE g.client_id = m.client_id AND g.id = m.manager_id) AS manager_name,
  (SELECT u.name FROM users u WHERE u.client_id = m.client_id AND u.id = m.user_id) AS user_name`;

/** Whether what a message holds goes to the other side as what it is: a file, a place, a contact. The rest is told in words. */
export function isCarried(kind: MessageKind): boolean {
  return isFile(kind) || kind === 'location' || kind === 'contact';
}

/** Who said it, when that was not the user: "🤖 Бот". */
export function speaker(words: Texts, { role, origin, manager_name }: ShownMessage): string | null {
  switch (role) {
    case 'user':
      return null;
    case 'assistant':
      return words.topic.assistant;
    case 'system':
      return words.topic.system;
    case 'manager':
      return origin === 'phone' || !manager_name ? words.topic.phone : words.topic.manager(manager_name);
  }
}

/**
 * What is written beside what a message holds: the text, or the caption of a file that is shown itself; the name of what
 * can't be shown.
 */
export function wording(words: Texts, message: ShownMessage): StyledText {
  const { kind, content, unsupported_kind } = message;
  if (kind === 'reaction') return [{ text: reactionInWords(words, content), look: 'italic' }];
  const said: StyledText = content === '' ? [] : [{ text: saidIn(words, message) }];
  if (kind === 'unsupported') {
    const label = words.topic.unsupported(nameOf(words, { kind, unsupported_kind }));
    said.unshift({ text: said.length > 0 ? `${label}\n` : label, look: 'italic' });
  }
  return [...passedOn(words, message, said.length > 0 ? '\n' : ''), ...said, ...marks(words, message)];
}

/** What a user has put on a message; nothing = it was taken away again. */
function reactionInWords({ topic }: Texts, emoji: string): string {
  return emoji === '' ? topic.reactionTakenBack : topic.reacted(emoji);
}

/** A message where there is only text to show it in: "файл прайс.pdf", "место на карте Абая 10", the caption behind it. */
export function messageInWords(words: Texts, message: ShownMessage): StyledText {
  const { kind, content } = message;
  if (!isCarried(kind)) return wording(words, message);
  const label: StyledText[number] = { text: labelOf(words, message), look: 'italic' };
  const said: StyledText = content === '' ? [] : [{ text: ` ${saidIn(words, message)}` }];
  return [...passedOn(words, message, ' '), label, ...said, ...marks(words, message)];
}

/** What is sent together, told together: "фото ×2, видео" and whatever is written under the parts. */
export function albumInWords(words: Texts, parts: readonly ShownMessage[]): StyledText {
  const [first, ...others] = parts;
  if (!first) return [];
  if (others.length === 0) return messageInWords(words, first);
  const names = parts.map((part) => labelOf(words, part));
  const counted = [...new Set(names)].map((name) => {
    const count = names.filter((other) => other === name).length;
    return count > 1 ? `${name} ×${count}` : name;
  });
  const captions = parts.flatMap((part): StyledText =>
    part.content === '' ? [] : [{ text: ` ${saidIn(words, part)}` }],
  );
  return [...passedOn(words, first, ' '), { text: counted.join(', '), look: 'italic' }, ...captions];
}

/** The parts of each album stand together, every other message by itself; in the order in which each began. */
export function byAlbum<Message extends Pick<ShownMessage, 'album_id' | 'role'>>(
  messages: readonly Message[],
): Message[][] {
  const stacks: Message[][] = [];
  for (const message of messages) {
    const album = stacks.find(
      ([first]) =>
        first &&
        message.album_id !== null &&
        first.album_id === message.album_id &&
        first.role === message.role,
    );
    if (album) album.push(message);
    else stacks.push([message]);
  }
  return stacks;
}

/** What somebody wrote, or was heard to say. */
function saidIn({ topic }: Texts, { content, is_heard }: ShownMessage): string {
  return is_heard ? topic.heard(content) : content;
}

/** "файл прайс.pdf", "стикер 👍", "контакт Анна, +77010000000". */
function labelOf(words: Texts, message: ShownMessage): string {
  const { kind, media } = message;
  const own = media?.emoji ?? media?.file_name ?? detailsInWords(detailsIn(message.details));
  return [words.topic.kinds[kind], own].filter(Boolean).join(' ');
}

function marks(words: Texts, { edited_at, deleted_at }: ShownMessage): StyledText {
  const said: StyledText = [];
  if (edited_at) said.push({ text: ` ${words.topic.edited}`, look: 'italic' });
  if (deleted_at) said.push({ text: ` ${words.topic.deleted}`, look: 'italic' });
  return said;
}

function passedOn(words: Texts, { forwarded_from, details }: ShownMessage, end: string): StyledText {
  const { ad } = detailsIn(details);
  const lines = [
    forwarded_from ? words.topic.forwarded(forwarded_from) : '',
    ad ? words.topic.fromAd([ad.title, ad.url].filter(Boolean).join(' ')) : '',
  ];
  return lines.filter(Boolean).map((text) => ({ text: `${text}${end}`, look: 'italic' }));
}

/** "видео"; a word of the messenger's own where we have none for it. */
function nameOf(
  { topic }: Texts,
  { kind, unsupported_kind }: Pick<ShownMessage, 'kind' | 'unsupported_kind'>,
): string {
  if (kind !== 'unsupported') return topic.kinds[kind];
  const known = messageKinds.find((name) => name === unsupported_kind);
  return known ? topic.kinds[known] : (unsupported_kind ?? topic.kinds.unsupported);
}
