import type { CommandAnswer, Said } from './command.js';
import { refusalInWords } from '../press-answers.js';
import type { Outcome } from '../../handovers/carry-out.js';
import type { Queryable } from '../../shared/database.js';

/** What a command that does what a button does answers: the same words as the button's. */
export async function outcomeInWords(
  tx: Queryable,
  { profile }: Said,
  outcome: Outcome,
  done: string,
): Promise<CommandAnswer> {
  return [{ text: outcome.ok ? done : await refusalInWords(tx, profile, outcome) }];
}
