import type { Dialogue, SpokenLine } from '../assistant/conversation-for-model.js';
import { readConversation } from '../conversations/read-lines.js';
import { isPleasantry } from '../intents/pleasantries.js';
import type { Line } from '../conversations/read-lines.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ConversationId } from '../shared/ids.js';

/** Something a user asks, as the model will see it. */
export type TrialQuestion = {
  /** The past conversation it was asked in; null: it was typed for the trial. */
  conversation_id: ConversationId | null;
  /** Its place in that conversation; null for what was typed. */
  seq: number | null;
  /** The words asked. */
  question: string;
  /** What was said to it then; null for what was typed or never answered. */
  said: string | null;
  dialogue: Dialogue;
};

/** Of a long conversation so many questions are asked again: the newest ones. */
const mostOfOne = 3;
/** As much as a turn sees of what went before. */
const linesOfContext = 30;

/** Questions that were typed: each begins a conversation of its own. */
export function typedQuestions(messages: readonly string[]): TrialQuestion[] {
  return messages.map((question) => {
    const line: SpokenLine = { seq: 1, role: 'user', kind: 'text', content: question, manager_name: null };
    const dialogue = { lines: [line], read_seq: 0, summary: null, handback: null };
    return { conversation_id: null, seq: null, question, said: null, dialogue };
  });
}

/**
 * What the user asked in a conversation, each time with what stood before it. Thanks, commands and files without a word ask nothing.
 *
 * @returns at most three, the newest ones, oldest first; none for a conversation of another client
 */
export async function pastQuestions(
  db: Queryable,
  of: { client_id: ClientId; conversation_id: ConversationId },
): Promise<TrialQuestion[]> {
  const lines = await readConversation(db, of);
  const questions = stretches(lines).flatMap(({ from, to }): TrialQuestion[] => {
    const asked = lines.slice(from, to);
    const question = asked
      .filter(asksSomething)
      .map(({ content }) => content)
      .join('\n');
    if (question === '') return [];
    const dialogue = {
      lines: lines.slice(Math.max(0, from - linesOfContext), to),
      read_seq: (asked[0]?.seq ?? 1) - 1,
      summary: null,
      handback: null,
    };
    const { seq = 0 } = asked[0] ?? {};
    return [{ conversation_id: of.conversation_id, seq, question, said: answerAfter(lines, to), dialogue }];
  });
  return questions.slice(-mostOfOne);
}

/** Thanks, a file without a word, `/start` and other commands: no model is asked about them. */
function asksSomething({ kind, content, command }: Line): boolean {
  return command === null && content.trim() !== '' && !isPleasantry({ kind, text: content });
}

/** Where the user wrote without being answered in between: places in the list, the end excluded. */
function stretches(lines: readonly Line[]): { from: number; to: number }[] {
  return lines.flatMap((line, from) => {
    if (line.role !== 'user' || lines[from - 1]?.role === 'user') return [];
    const length = lines.slice(from).findIndex(({ role }) => role !== 'user');
    return [{ from, to: length < 0 ? lines.length : from + length }];
  });
}

/** What was said until the user wrote again. */
function answerAfter(lines: readonly Line[], from: number): string | null {
  const rest = lines.slice(from);
  const end = rest.findIndex(({ role }) => role === 'user');
  const said = rest.slice(0, end < 0 ? rest.length : end).map(({ content }) => content);
  return said.filter(Boolean).join('\n') || null;
}
