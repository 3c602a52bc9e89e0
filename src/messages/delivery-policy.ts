import type { FailureName, SendOutcome } from '../integrations/channel.js';
import { msOfSeconds, plusMs } from '../shared/durations.js';

/** What is known of a message when its sending came to something. */
export type DeliveryAttempt = {
  role: 'assistant' | 'manager' | 'system';
  /** How many times it was claimed, this one counted. */
  attempts: number;
  /** How many times it was sent again after an unclear outcome. */
  uncertain_resends: number;
};

/** What becomes of a message after an attempt. */
export type DeliveryVerdict =
  | { status: 'sent' }
  | { status: 'queued'; due_at: Date; uncertain: boolean }
  | { status: 'uncertain' }
  | { status: 'failed'; reason: FailureName };

/** The first pause before a message that surely did not leave is tried again; it doubles up to the longest. */
const firstPauseMs = msOfSeconds(1);
const longestPauseMs = msOfSeconds(60);
/** With their pauses about a quarter of an hour, in which all that follows in the chat waits. */
const mostAttempts = 20;
/** A bot may say the same thing twice after an unclear outcome; a third time would be a flood. */
const resendsOfBot = 1;

/**
 * Decides what becomes of a message. Only what surely did not leave is retried blindly. After an unclear outcome the
 * bot's message goes out once more (twice is better than silence), a manager's waits for the manager to decide.
 *
 * @param random from 0 to 1: spreads retries, so that a thousand chats don't come back in step
 */
export function afterAttempt(
  attempt: DeliveryAttempt,
  outcome: Exclude<SendOutcome, { type: 'disconnected' }>,
  { now, random }: { now: Date; random: number },
): DeliveryVerdict {
  switch (outcome.type) {
    case 'sent':
    case 'complete':
      return { status: 'sent' };
    case 'refused':
      return { status: 'failed', reason: outcome.reason };
    case 'later': {
      if (outcome.otherwise && attempt.attempts >= mostAttempts)
        return { status: 'failed', reason: outcome.otherwise };
      const wait = outcome.retry_after_ms ?? pauseMs(attempt.attempts) * (0.5 + random);
      return { status: 'queued', due_at: plusMs(now, wait), uncertain: false };
    }
    case 'unclear': {
      const again = attempt.role !== 'manager' && attempt.uncertain_resends < resendsOfBot;
      return again
        ? { status: 'queued', due_at: plusMs(now, firstPauseMs), uncertain: true }
        : { status: 'uncertain' };
    }
  }
}

function pauseMs(attempts: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempts - 1, 10));
}
