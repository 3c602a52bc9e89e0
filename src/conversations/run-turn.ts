import { randomUUID } from 'node:crypto';
import type { Assistant } from '../assistant/assistant.js';
import { giveTurnBack } from './claim-turn.js';
import type { ClaimedTurn, TurnIds } from './claim-turn.js';
import { commitTurn } from './commit-turn.js';
import type { CommitOutcome } from './commit-turn.js';
import { decideTurn } from './decide-turn.js';
import { holdTurn } from './hold-turn.js';
import { claimTurn, contextOf, readTurn } from './read-turn.js';
import type { TurnContext, TurnRows } from './read-turn.js';
import { countingOnce } from './restrain-turn.js';
import { ringAfter } from '../handovers/ring-after.js';
import { monotonicMs } from '../shared/clock.js';
import { msOfSeconds, plusMs } from '../shared/durations.js';
import type { Counters } from '../shared/counters.js';
import { insisting } from '../shared/insisting.js';
import type { Tools } from '../use-case.js';

type TurnTools = Tools & { assistant: Assistant; counters: Counters };

/** When the user keeps writing while the assistant thinks, it starts over this often, and then answers. */
const mostRepeats = 2;
const longestPauseSeconds = 60;

/**
 * One turn of the assistant over everything unread in a conversation, if one is due and nobody else has it: claim, read,
 * decide, and commit everything at once if it still holds. What is decided on the way is without effect until then.
 *
 * @throws whatever went wrong; the turn stays due and is tried again after a growing pause
 */
export async function runTurn(tools: TurnTools, ids: TurnIds): Promise<void> {
  const claimed = await claim(tools, ids);
  if (!claimed) return;
  const { turn, rows } = claimed;
  const started = monotonicMs();
  const took = (outcome: 'done' | 'failed'): void =>
    tools.watch?.took('turn_seconds', { outcome }, (monotonicMs() - started) / 1_000);
  try {
    await holdTurn(tools.db, turn, (signal) => carryThrough(tools, { turn, rows, signal }));
    took('done');
  } catch (error) {
    took('failed');
    const pause = Math.min(2 ** turn.turn_attempts, longestPauseSeconds);
    const retryAt = plusMs(tools.clock.now(), msOfSeconds(pause));
    // Kept, the claim would silence the conversation until it runs out, long after a database that was away is back.
    await insisting(() => giveTurnBack(tools.db, turn, retryAt));
    throw error;
  }
}

async function claim(
  { db, clock }: TurnTools,
  ids: TurnIds,
): Promise<{ turn: ClaimedTurn; rows: TurnRows } | undefined> {
  const [claiming, now] = [{ ...ids, turn_token: randomUUID() }, clock.now()];
  try {
    return await claimTurn(db, claiming, now);
  } catch (error) {
    // It may have been written down although nobody was told.
    await insisting(() => giveTurnBack(db, claiming, now));
    throw error;
  }
}

async function carryThrough(
  tools: TurnTools,
  { turn, rows, signal }: { turn: ClaimedTurn; rows: TurnRows; signal: AbortSignal },
): Promise<void> {
  let read = rows;
  const counters = countingOnce(tools.counters);
  for (let pass = 0; ; pass += 1) {
    const context = contextOf(turn, read, tools.clock.now());
    const decision = await decideTurn(
      { ...tools, counters },
      { turn, context, now: tools.clock.now(), signal },
    );
    const commit = { turn, context, decision, now: tools.clock.now() };
    const outcome = await commitTurn(tools.db, commit, { mayRunAgain: pass < mostRepeats });
    if (outcome.result === 'more_came') {
      read = await readTurn(tools.db, turn);
      continue;
    }
    if (outcome.result === 'may_speak_again') await beginAnew(tools, turn);
    if (outcome.result === 'committed') await ring(tools, turn, { context, outcome });
    return;
  }
}

/** Given back to the bot in the very moment in which it read in silence: what it read is still to be answered. */
async function beginAnew({ db, clock, bell }: TurnTools, turn: ClaimedTurn): Promise<void> {
  await giveTurnBack(db, turn, clock.now());
  bell.turn(turn);
}

async function ring(
  tools: TurnTools,
  { client_id, conversation_id, integration_id, user_id }: ClaimedTurn,
  { context, outcome }: { context: TurnContext; outcome: Extract<CommitOutcome, { result: 'committed' }> },
): Promise<void> {
  if (outcome.has_called) {
    await ringAfter(tools, { profile: context.profile, user_id });
    return;
  }
  if (outcome.has_said) tools.bell.delivery({ client_id, integration_id });
  if (outcome.is_mirror_due) tools.bell.mirror({ client_id, conversation_id });
  if (outcome.next_turn_at) tools.bell.turn({ client_id, conversation_id }, outcome.next_turn_at);
}
