import { prepared, sql } from '../shared/database.js';
import type { Sql } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';

/** What users of a client may want, and what is done about it. */
export type Intent = {
  name: string;
  action: 'answer' | 'reply' | 'handover' | 'ignore';
  /** The text of the action `reply`. */
  reply: string | null;
  description: string | null;
  examples: string[];
  updated_at: Date;
};

/** Reads a client's intents in their order. */
export function intentsStatement(client_id: ClientId): Sql {
  const statement = sql`
    SELECT name, action, reply, description, examples, updated_at FROM intents
    WHERE client_id = ${client_id} ORDER BY position, name`;
  return prepared('intents', statement);
}
