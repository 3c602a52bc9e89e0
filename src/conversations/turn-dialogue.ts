import type { Dialogue } from '../assistant/conversation-for-model.js';
import type { Thinking } from '../assistant/thinking.js';
import type { ClaimedTurn } from './claim-turn.js';
import { readStretch } from './read-lines.js';
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
  const plain = {
    lines: context.lines,
    read_seq: turn.turn_read_seq,
    summary: turn.last_summary,
    handback: null,
  };
  const { handback_from_seq: from_seq, handback_to_seq: to_seq } = turn;
  if (from_seq === null || to_seq === null) return plain;
  const summary = turn.handback_summary ?? (await summarized(db, turn, { from_seq, to_seq }, thinking));
  return summary === null ? plain : { ...plain, handback: { from_seq, to_seq, summary } };
}

/** @returns null when no person said anything in it, or no model is there to be told */
async function summarized(
  db: Queryable,
  turn: ClaimedTurn,
  stretch: { from_seq: number; to_seq: number },
  thinking: Thinking,
): Promise<string | null> {
  // What the user said and no turn has read stands beside the summary; what a person said belongs to it, read or not.
  const lines = (await readStretch(db, turn, stretch)).filter(
    ({ role, seq }) => role !== 'user' || seq <= turn.turn_read_seq,
  );
  if (!lines.some(({ role }) => role === 'manager')) return null;
  const summary = await thinking.summarize(lines);
  if (summary !== null) await keepSummary(db, turn, summary);
  return summary;
}

/** Kept for the stretch it was made of: meanwhile a person may have talked again. */
async function keepSummary(db: Queryable, turn: ClaimedTurn, summary: string): Promise<void> {
  turn.handback_summary = summary;
  await db.query(sql`
    UPDATE conversations SET handback_summary = ${summary}
    WHERE client_id = ${turn.client_id} AND id = ${turn.conversation_id}
      AND handback_from_seq = ${turn.handback_from_seq} AND handback_to_seq = ${turn.handback_to_seq}`);
}
