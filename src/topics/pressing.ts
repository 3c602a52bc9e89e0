import type { PressAnswer } from './group-events.js';
import { refusalInWords } from './press-answers.js';
import type { Acting, Outcome } from '../handovers/carry-out.js';
import type { Taker } from '../handovers/handover-decision.js';
import type { Queryable } from '../shared/database.js';
import type { UserId } from '../shared/ids.js';

/** Who presses, for which client and when. */
export type Pressing = Acting & { by: Taker };

/** What came of a press: the answer to the presser, and whose rows have changed. */
export type Pressed = PressAnswer & { user_id: UserId | null };

/** Nothing was changed. */
export function nothingPressed(text: string): Pressed {
  return { text, alert: false, user_id: null };
}

/** What a transition came to: done, in these words, or why not and who was first, in a box to close. */
export async function pressedWith(
  tx: Queryable,
  { profile }: Pressing,
  outcome: Outcome,
  words: string,
): Promise<Pressed> {
  const user_id = outcome.handover?.user_id ?? null;
  if (outcome.ok) return { text: words, alert: false, user_id };
  return { text: await refusalInWords(tx, profile, outcome), alert: true, user_id: null };
}
