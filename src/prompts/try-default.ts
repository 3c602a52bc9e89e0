import { tryPrompt } from './try-prompt.js';
import type { TrialAsk, TrialLine } from './try-prompt.js';
import type { Assistant } from '../assistant/assistant.js';
import type { PromptName } from '../assistant/load-prompts.js';
import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';

/** A client a default prompt can be tried with. */
export type ClientOnDefault = { id: ClientId; slug: string; name: string; timezone: string };

/** The clients that have no prompt of this name of their own, by name: the default is theirs. */
export async function clientsOnDefault(db: Queryable, name: PromptName): Promise<ClientOnDefault[]> {
  return db.query<ClientOnDefault>(sql`
    SELECT c.id, c.slug, c.name, c.timezone FROM clients c
    WHERE ${goesByDefault(name)} ORDER BY lower(c.name), c.slug`);
}

/**
 * Tries a default prompt of the installation as {@link tryPrompt} does, with the intents, the knowledge and the past
 * conversations of a client that goes by it.
 *
 * @throws Refusal `has_own_prompt` for a client that doesn't, or is not there
 */
export async function tryDefault(
  tools: { db: Queryable; assistant: Assistant },
  { name, ...ask }: Omit<TrialAsk, 'line'> & { name: PromptName },
  signal: AbortSignal,
): Promise<TrialLine[]> {
  const client = await tools.db.maybeOne(sql`
    SELECT FROM clients c WHERE c.id = ${ask.client_id} AND ${goesByDefault(name)}`);
  if (!client) throw hasOwnPrompt();
  return tryPrompt(tools, { ...ask, line: { client_id: null, name } }, signal);
}

function goesByDefault(name: PromptName): Sql {
  return sql`NOT EXISTS (SELECT FROM prompts p WHERE p.client_id = c.id AND p.name = ${name} AND p.is_active)`;
}

function hasOwnPrompt(): Refusal {
  return new Refusal('conflict', {
    code: 'has_own_prompt',
    message: 'This client does not go by the default: it has a prompt of its own.',
    whatToDo: 'Choose a client that goes by the default, or try its own prompt on its page.',
  });
}
