import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';

/** One thing the assistant may say. */
export type Article = { title: string; text: string };

/** Everything a client has written down for the assistant, by title. */
export async function loadKnowledge(db: Queryable, client_id: ClientId): Promise<Article[]> {
  return db.query<Article>(
    sql`SELECT title, text FROM knowledge WHERE client_id = ${client_id} ORDER BY title`,
  );
}
