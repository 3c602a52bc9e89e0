import { promptVariables, unknownVariables } from './prompt-variables.js';

/** The longest text of a prompt, in characters. */
const longestPrompt = 50_000;

/** What is wrong with a text as a prompt; null: nothing. */
export function promptProblem(text: string): string | null {
  if (text.trim() === '') return 'must not be empty';
  if (text.length > longestPrompt) return `must be at most ${longestPrompt} characters long`;
  const [unknown] = unknownVariables(text);
  if (unknown === undefined) return null;
  const known = promptVariables.map((name) => `{${name}}`).join(', ');
  return `{${unknown}} is not known: use ${known}`;
}
