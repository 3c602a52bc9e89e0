import type { TrialRow } from './use-trial.js';
import type { TrialLine } from '../../api/prompts.js';

/** Whether a customer would be answered, or a message sorted, in the same way. */
export function isSame({ old, new: fresh }: Pick<TrialLine, 'old' | 'new'>): boolean {
  return keyOf(old) === keyOf(fresh);
}

function keyOf({ answer }: TrialLine['old']): string {
  if (answer === null) return '';
  if ('action' in answer) return `${answer.action} ${answer.text}`;
  return `${answer.wants_human} ${answer.out_of_scope} ${answer.intent}`;
}

/** What a trial has taken so far; the cost is null when the price of a model is not known. */
export function spentOn(rows: readonly TrialRow[]): {
  calls: number;
  tokens: number;
  cost_usd: number | null;
} {
  const sides = rows.flatMap(({ result }) => (result ? [result.old.spent, result.new.spent] : []));
  return {
    calls: sides.reduce((sum, { calls }) => sum + calls, 0),
    tokens: sides.reduce((sum, { tokens }) => sum + tokens, 0),
    cost_usd: sides.reduce<number | null>(
      (sum, { cost_usd }) => (sum === null || cost_usd === null ? null : sum + cost_usd),
      0,
    ),
  };
}
