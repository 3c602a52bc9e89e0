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
/** Where a second sending may show up as a second message, a bot may say the same thing twice after an unclear outcome; a third time would be a flood. */
const resendsOfBot = 1;

/**
 * Decides what becomes of a message. Only what surely did not leave is retried blindly. After an unclear outcome the
 * bot's message goes out once more (twice is better than silence), a manager's waits for the manager to decide. Where
 * sending again shows up once, whatever is unclear is sent again for as long as what surely did not leave.
 *
 * @param circumstances.random from 0 to 1: spreads retries, so that a thousand chats don't come back in step
 * @param circumstances.repeats_safely as the channel says of itself
 */
export function afterAttempt(
  attempt: DeliveryAttempt,
  outcome: Exclude<SendOutcome, { type: 'disconnected' }>,
  { now, random, repeats_safely }: { now: Date; random: number; repeats_safely: boolean },
): DeliveryVerdict {
  const afterPause = (attempts: number): Date => plusMs(now, pauseMs(attempts) * (0.5 + random));
  switch (outcome.type) {
    case 'sent':
    case 'complete':
      return { status: 'sent' };
    case 'refused':
      return { status: 'failed', reason: outcome.reason };
    case 'later': {
      if (outcome.otherwise && attempt.attempts >= mostAttempts)
        return { status: 'failed', reason: outcome.otherwise };
      const { retry_after_ms } = outcome;
      const due_at = retry_after_ms === null ? afterPause(attempt.attempts) : plusMs(now, retry_after_ms);
      return { status: 'queued', due_at, uncertain: false };
    }
    case 'unclear': {
      const unclear = attempt.uncertain_resends + 1;
      if (unclear > mostResends(attempt, repeats_safely)) return { status: 'uncertain' };
      const due_at = repeats_safely ? afterPause(unclear) : plusMs(now, firstPauseMs);
      return { status: 'queued', due_at, uncertain: true };
    }
  }
}

function mostResends({ role }: DeliveryAttempt, repeats_safely: boolean): number {
  if (repeats_safely) return mostAttempts - 1;
  return role === 'manager' ? 0 : resendsOfBot;
}

function pauseMs(attempts: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempts - 1, 10));
}
