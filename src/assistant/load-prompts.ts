import { defaultClassifierPrompt, defaultSystemPrompt } from './default-prompts.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';

/** The prompts the assistant works with. */
export const promptNames = ['system_prompt', 'classifier'] as const;
export type PromptName = (typeof promptNames)[number];

/** What stands for a prompt that the database has none of. */
export const builtInPrompts: Readonly<Record<PromptName, string>> = {
  system_prompt: defaultSystemPrompt,
  classifier: defaultClassifierPrompt,
};

/** A prompt's text and which version it is; a null id is a text that is no version, such as the built-in one. */
export type ActivePrompt = { id: string | null; version: number | null; text: string };

/**
 * The active prompt of a name: the client's own, else the installation's default, else the built-in text.
 *
 * @param of.client_id null: the installation's default itself
 * @returns and whose it is: null for the installation's and the built-in one
 */
export async function loadPrompt(
  db: Queryable,
  { client_id, name }: { client_id: ClientId | null; name: PromptName },
): Promise<ActivePrompt & { of_client: ClientId | null }> {
  const stored = await db.maybeOne<ActivePrompt & { of_client: ClientId | null }>(sql`
    SELECT id, version, text, client_id AS of_client FROM prompts
    WHERE name = ${name} AND is_active AND (client_id = ${client_id} OR client_id IS NULL)
    ORDER BY client_id NULLS LAST
    LIMIT 1`);
  return stored ?? { id: null, version: null, text: builtInPrompts[name], of_client: null };
}
