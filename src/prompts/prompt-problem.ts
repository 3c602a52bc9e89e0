import type { FieldProblem } from '../shared/field-problem.js';
import { promptVariables, unknownVariables } from './prompt-variables.js';

/** The longest text of a prompt, in characters. */
const longestPrompt = 50_000;

/** What is wrong with a text as a prompt; null: nothing. */
export function promptProblem(text: string): FieldProblem | null {
  if (text.trim() === '') return { reason: 'empty', message: 'must not be empty' };
  if (text.length > longestPrompt)
    return {
      reason: 'too_long',
      params: { maximum: longestPrompt },
      message: `must be at most ${longestPrompt} characters long`,
    };
  const [unknown] = unknownVariables(text);
  if (unknown === undefined) return null;
  const name = `{${unknown}}`;
  const allowed = promptVariables.map((one) => `{${one}}`);
  return {
    reason: 'unknown_placeholder',
    params: { name, allowed },
    message: `${name} is not known: use ${allowed.join(', ')}`,
  };
}
