import type { AmendOutcome, FailureName } from '../integrations/channel.js';
import { msOfSeconds, plusMs } from '../shared/durations.js';

/** What becomes of a change to a message that stands in a user's chat. */
export type AmendmentVerdict =
  | { status: 'shown' }
  | { status: 'again'; due_at: Date }
  | { status: 'refused'; reason: FailureName };

const firstPauseMs = msOfSeconds(1);
const longestPauseMs = msOfSeconds(60);
/** With their pauses about a quarter of an hour. */
const mostAttempts = 20;

/**
 * Decides what becomes of a change. Doing it twice changes nothing, so an unclear outcome is simply repeated.
 *
 * @param attempts how many times it was claimed, this one counted
 * @param random from 0 to 1: spreads retries
 */
export function afterAmending(
  attempts: number,
  outcome: Exclude<AmendOutcome, { type: 'disconnected' }>,
  { now, random }: { now: Date; random: number },
): AmendmentVerdict {
  switch (outcome.type) {
    case 'done':
      return { status: 'shown' };
    case 'refused':
      return { status: 'refused', reason: outcome.reason };
    case 'unclear':
    case 'later': {
      if (outcome.type === 'unclear' && attempts >= mostAttempts)
        return { status: 'refused', reason: 'unclear' };
      const told = outcome.type === 'later' ? outcome.retry_after_ms : null;
      return { status: 'again', due_at: plusMs(now, told ?? pauseMs(attempts) * (0.5 + random)) };
    }
  }
}

function pauseMs(attempts: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempts - 1, 10));
}
