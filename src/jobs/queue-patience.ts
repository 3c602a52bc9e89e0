import { monotonicMs } from '../shared/clock.js';
import { msOfSeconds } from '../shared/durations.js';
import { EstafetaError } from '../shared/errors.js';
import { inTime } from '../shared/in-time.js';
import type { Logger } from '../shared/logger.js';

export type Complain = (what: string, error: unknown) => void;

const answerWithinMs = msOfSeconds(2);
const complainEveryMs = msOfSeconds(10);

/** Waits for an answer, but not for ever: a caller that rings has better things to do than to wait for a queue. */
export function withinTime<T>(answer: Promise<T>, ms = answerWithinMs): Promise<T> {
  return inTime(answer, ms, () => queueSilent(ms));
}

function queueSilent(ms: number): EstafetaError {
  return new EstafetaError({
    code: 'queue_silent',
    message: `The queue did not answer within ${ms} ms`,
    whatToDo: 'Check that PostgreSQL, or the Redis of REDIS_URL, is up and reachable.',
  });
}

/** Logs a failing queue once in a while: a queue that is down fails hundreds of times a minute. */
export function complainer(logger: Logger): Complain {
  let quietUntil = -Infinity;
  return (what, error) => {
    if (monotonicMs() < quietUntil) return;
    quietUntil = monotonicMs() + complainEveryMs;
    logger.error({ err: error }, what);
  };
}
