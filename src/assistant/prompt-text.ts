import type { ActivePrompt } from './load-prompts.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { fillVariables } from '../prompts/prompt-variables.js';
import { formatLanguage } from '../texts/language-names.js';
import { formatTime, formatWeekday } from '../texts/moments.js';

/** What is said of a business in its prompts. */
export type Business = Pick<ClientProfile, 'name' | 'language' | 'timezone'>;

/** The text of a prompt as the model gets it: with its variables filled in, at this moment. */
export function promptText(
  { text }: Pick<ActivePrompt, 'text'>,
  { name, language, timezone }: Business,
  now: Date,
): string {
  return fillVariables(text, {
    client_name: name,
    language: formatLanguage(language, language),
    today: formatWeekday(language, now, timezone),
    time: formatTime(language, now, timezone),
  });
}
