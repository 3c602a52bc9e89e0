/**
 * What may stand in braces in a prompt, and is filled in when the model is asked:
 * - `client_name` the business;
 * - `language` its language, in words;
 * - `today` the day on its calendar, with the day of the week;
 * - `time` the time on its clock.
 */
export const promptVariables = ['client_name', 'language', 'today', 'time'] as const;
export type PromptVariable = (typeof promptVariables)[number];

/** One word in braces: JSON in a prompt is none, and stays as it is. */
const inBraces = /\{([A-Za-z_]\w*)\}/g;

/** The words in braces that nothing is known of, each once, in their order. */
export function unknownVariables(text: string): string[] {
  const names = [...text.matchAll(inBraces)].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => !isVariable(name));
}

/** Puts values in their places; what is unknown stays as it was written. Values are not looked at again. */
export function fillVariables(text: string, values: Readonly<Record<PromptVariable, string>>): string {
  return text.replace(inBraces, (whole, name: string) => (isVariable(name) ? values[name] : whole));
}

function isVariable(name: string): name is PromptVariable {
  return (promptVariables as readonly string[]).includes(name);
}
