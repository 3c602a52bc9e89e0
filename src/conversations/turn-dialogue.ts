import type { Dialogue } from '../assistant/conversation-for-model.js';
import type { Thinking } from '../assistant/assistant.js';
import type { ClaimedTurn } from './claim-turn.js';
import type { Line } from './read-lines.js';
import type { TurnContext } from './read-turn.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';

/**
 * What the assistant sees of a conversation. If a person has talked in it and gave it back, their stretch is told as a
 * summary, made the first time it is needed and kept.
 */
export async function turnDialogue(
  db: Queryable,
  turn: ClaimedTurn,
  { context, thinking }: { context: TurnContext; thinking: Thinking },
): Promise<Dialogue> {
  const plain = { lines: context.lines, read_seq: turn.turn_read_seq, summary: turn.summary, handback: null };
  const { handback_from_seq: from_seq, handback_to_seq: to_seq } = turn;
  if (from_seq === null || to_seq === null) return plain;
  const stretch = context.lines.filter((line) => isWithin(line, from_seq, to_seq) && line.seq <= turn.turn_read_seq);
  // Long ago: nothing of it would be told anyway, but what was promised still counts.
  const summary = turn.handback_summary ?? (stretch.length > 0 ? await thinking.summarize(stretch) : null);
  if (summary === null) return plain;
  if (turn.handback_summary === null) await keepSummary(db, turn, summary);
  return { ...plain, handback: { from_seq, to_seq, summary } };
}

function isWithin({ seq }: Line, from: number, to: number): boolean {
  return seq >= from && seq <= to;
}

/** Kept for the stretch it was made of: meanwhile a person may have talked again. */
async function keepSummary(db: Queryable, turn: ClaimedTurn, summary: string): Promise<void> {
  turn.handback_summary = summary;
  await db.query(sql`
    UPDATE conversations SET handback_summary = ${summary}
    WHERE client_id = ${turn.client_id} AND id = ${turn.conversation_id}
      AND handback_from_seq = ${turn.handback_from_seq} AND handback_to_seq = ${turn.handback_to_seq}`);
}
