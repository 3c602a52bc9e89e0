import type { ModelMessage } from './model.js';
import type { UnreadLine } from '../intents/classifier.js';
import { detailsIn, detailsInWords } from '../messages/message-details.js';
import type { MediaReference } from '../messages/message-kinds.js';

/** A line of a conversation as a model gets it. */
export type SpokenLine = {
  seq: number;
  role: 'user' | 'assistant' | 'manager' | 'system';
  kind: string;
  content: string;
  manager_name: string | null;
  /** Of a file, and what the columns `entities` and `metadata` hold of other kinds. */
  media?: MediaReference | null;
  details?: unknown;
  unsupported_kind?: string | null;
};

/** What a model needs to know of a conversation. */
export type Dialogue = {
  /** Oldest first. */
  lines: readonly SpokenLine[];
  /** The lines up to this seq were read before; the user's lines after it are to be judged. */
  read_seq: number;
  /** Of the conversation that went before this one. */
  summary: string | null;
  /** A stretch in which a person talked, and what stands for it. */
  handback: { from_seq: number; to_seq: number; summary: string } | null;
};

const longestLine = 2_000;

/**
 * A conversation as roles: the user's words in user-role content, ours and the colleagues' in assistant-role content.
 * A stretch that a person talked in is given as its summary.
 */
export function asRoles(dialogue: Dialogue): ModelMessage[] {
  return withSummaries(dialogue).map(({ from, text }) =>
    from === 'customer'
      ? { role: 'user', content: text }
      : { role: 'assistant', content: labelled(from, text) },
  );
}

/** A conversation as data: one JSON text, in which what is to be judged is marked as unread. */
export function asData(dialogue: Dialogue): ModelMessage[] {
  return [{ role: 'user', content: JSON.stringify({ conversation: withSummaries(dialogue) }) }];
}

/** What the user has said that is to be judged, line by line, oldest first. */
export function unreadLines({ lines, read_seq }: Pick<Dialogue, 'lines' | 'read_seq'>): UnreadLine[] {
  return lines
    .filter(({ role, seq, content }) => role === 'user' && seq > read_seq && content.trim() !== '')
    .map(({ seq, content }) => ({ seq, text: content }));
}

/** {@link unreadLines} as one text. */
export function unreadText(dialogue: Pick<Dialogue, 'lines' | 'read_seq'>): string {
  return unreadLines(dialogue)
    .map(({ text }) => text)
    .join('\n');
}

type DataLine = { from: string; text: string; unread?: true };

function withSummaries({ lines, read_seq, summary, handback }: Dialogue): DataLine[] {
  const data: DataLine[] =
    summary === null ? [] : [{ from: 'summary of the earlier conversation', text: summary }];
  let isHandbackTold = handback === null;
  for (const line of lines) {
    const isSummedUp = handback !== null && line.seq >= handback.from_seq && line.seq <= handback.to_seq;
    if (!isHandbackTold && handback !== null && line.seq >= handback.from_seq) {
      data.push({ from: "summary of a colleague's part", text: handback.summary });
      isHandbackTold = true;
    }
    // What the turn has not read is never covered by a summary: the user waits for an answer to it.
    if (!isSummedUp || (line.role === 'user' && line.seq > read_seq)) data.push(asDataLine(line, read_seq));
  }
  return data;
}

function asDataLine(line: SpokenLine, read_seq: number): DataLine {
  const text = [holdingOf(line), line.content].filter(Boolean).join(' ').slice(0, longestLine);
  const isUnread = line.role === 'user' && line.seq > read_seq;
  return { from: speakerOf(line), text, ...(isUnread && { unread: true as const }) };
}

/** What a line holds beside its words: "[image]", "[document price.pdf]", "[location Abay 10 (43.2, 76.9)]". */
function holdingOf({ kind, content, media, details, unsupported_kind }: SpokenLine): string {
  if ((kind === 'text' || kind === 'button') && content !== '') return '';
  const own = media?.emoji ?? media?.file_name ?? detailsInWords(detailsIn(details)) ?? unsupported_kind;
  return `[${[kind, own].filter(Boolean).join(' ')}]`;
}

function speakerOf({ role, manager_name }: SpokenLine): string {
  if (role === 'user') return 'customer';
  if (role === 'manager') return `colleague ${manager_name ?? ''}`.trim();
  return role === 'assistant' ? 'assistant' : 'automatic notice';
}

function labelled(from: string, text: string): string {
  return from === 'assistant' ? text : `[${from}] ${text}`;
}
