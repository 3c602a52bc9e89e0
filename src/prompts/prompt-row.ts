import type { PromptName } from '../assistant/load-prompts.js';
import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId, PromptId } from '../shared/ids.js';

/** Whose prompts: a client's, or with null those of the installation, for clients that have none of their own. */
export type PromptScope = { client_id: ClientId | null };
/** The versions of one prompt. */
export type PromptLine = PromptScope & { name: PromptName };

/** One version of a prompt: its text never changes. */
export type PromptVersion = {
  id: PromptId;
  name: PromptName;
  version: number;
  is_active: boolean;
  /** Who wrote it, as people know them; null when nobody noted it. */
  created_by: string | null;
  created_at: Date;
  /** When it was last made the active one; null: never. */
  activated_at: Date | null;
};

export const versionColumns = sql`id, name, version, is_active, created_by, created_at, activated_at`;

/** The rows of a scope, for a WHERE. */
export function ofScope({ client_id }: PromptScope): Sql {
  return client_id === null ? sql`client_id IS NULL` : sql`client_id = ${client_id}`;
}

/** Whoever adds or activates versions of one prompt does it one after another. For the rest of the transaction. */
export async function lockPrompt(tx: Queryable, { client_id, name }: PromptLine): Promise<void> {
  const key = `prompt ${client_id ?? 'default'} ${name}`;
  await tx.query(sql`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
}
