import { EstafetaError } from './errors.js';
import type { EstafetaErrorParts } from './errors.js';

/** Why somebody is refused. */
export type RefusalReason = 'not_signed_in' | 'not_allowed' | 'not_found' | 'conflict' | 'too_many';

/** Somebody asked for what they can't have, or not now: nothing is wrong with the program. */
export class Refusal extends EstafetaError {
  readonly reason: RefusalReason;
  /** After how many seconds asking again makes sense; for `too_many`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    reason: RefusalReason,
    { retryAfterSeconds, ...parts }: EstafetaErrorParts & { retryAfterSeconds?: number },
  ) {
    super(parts);
    this.name = 'Refusal';
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * What was asked for is not there, or not for who asked: they are not told which.
 *
 * @param what as a person calls it: `conversation`
 */
export function notFound(what: string): Refusal {
  return new Refusal('not_found', {
    code: 'not_found',
    message: `There is no such ${what}.`,
    whatToDo: 'Go back to the list and look again: it may have been removed, or your access may have ended.',
  });
}
