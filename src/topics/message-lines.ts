import type { StyledText } from './styled-text.js';
import { messageKinds } from '../messages/message-kinds.js';
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
  integration_id: string;
  reply_to_message_id: MessageId | null;
  edited_at: Date | null;
  deleted_at: Date | null;
  created_at: Date;
  origin: string | null;
  unsupported_kind: string | null;
  manager_name: string | null;
  user_name: string | null;
};

export const shownColumns = sql`
  m.id, m.role, m.kind, m.content, m.media, m.media_file, m.integration_id, m.reply_to_message_id, m.edited_at,
  m.deleted_at, m.created_at, m.metadata->>'origin' AS origin, m.metadata->>'unsupported_kind' AS unsupported_kind,
  (SELECT g.name FROM managers g WHERE g.client_id = m.client_id AND g.id = m.manager_id) AS manager_name,
  (SELECT u.name FROM users u WHERE u.client_id = m.client_id AND u.id = m.user_id) AS user_name`;

/** Kinds whose file goes to the other side; the rest is told in words. */
export function isCarriedFile(kind: MessageKind): kind is 'image' | 'voice' | 'document' {
  return kind === 'image' || kind === 'voice' || kind === 'document';
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

/** What was said, in words: the text, or the name of what can't be shown as text. */
export function wording(words: Texts, message: ShownMessage): StyledText {
  const marks: StyledText = [];
  if (message.edited_at) marks.push({ text: ` ${words.topic.edited}`, look: 'italic' });
  if (message.deleted_at) marks.push({ text: ` ${words.topic.deleted}`, look: 'italic' });
  if (message.kind === 'text' || message.kind === 'button') return [{ text: message.content }, ...marks];
  if (isCarriedFile(message.kind)) return message.content ? [{ text: message.content }, ...marks] : marks;
  const label: StyledText = [{ text: words.topic.unsupported(kindInWords(words, message)), look: 'italic' }];
  return message.content ? [...label, { text: `\n${message.content}` }, ...marks] : [...label, ...marks];
}

/** "видео"; a word of the messenger's own where we have none for it. */
function kindInWords({ topic }: Texts, { kind, unsupported_kind }: ShownMessage): string {
  if (kind !== 'unsupported') return topic.kinds[kind];
  const known = messageKinds.find((name) => name === unsupported_kind);
  return known ? topic.kinds[known] : (unsupported_kind ?? topic.kinds.unsupported);
}
