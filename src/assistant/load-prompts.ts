import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';

/** The prompts the assistant works with. */
export type PromptName = 'system_prompt' | 'classifier';

/** A prompt's text and which version it is; a null id is the built-in text. */
export type ActivePrompt = { id: string | null; version: number | null; text: string };

/**
 * The active prompt of a name: the client's own, else the installation's default, else the built-in text.
 *
 * @param builtIn the text when the database has none
 */
export async function loadPrompt(
  db: Queryable,
  { client_id, name, builtIn }: { client_id: ClientId; name: PromptName; builtIn: string },
): Promise<ActivePrompt> {
  const stored = await db.maybeOne<ActivePrompt>(sql`
    SELECT id, version, text FROM prompts
    WHERE name = ${name} AND is_active AND (client_id = ${client_id} OR client_id IS NULL)
    ORDER BY client_id NULLS LAST
    LIMIT 1`);
  return stored ?? { id: null, version: null, text: builtIn };
}
