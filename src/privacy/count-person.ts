import { readPerson } from './person.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, UserId } from '../shared/ids.js';

/** How much is kept of a user, for whoever is asked whether to erase it. */
export type Kept = {
  name: string | null;
  addresses: number;
  conversations: number;
  messages: number;
  files: number;
  requests: number;
};

/** @param user_id who they are kept as */
export async function countPerson(
  db: Queryable,
  { client_id, user_id }: { client_id: ClientId; user_id: UserId },
): Promise<Kept> {
  const { user_ids, conversation_ids, handover_ids } = await readPerson(db, { client_id, user_id });
  const counts = await db.one<Pick<Kept, 'name' | 'addresses' | 'messages' | 'files'>>(sql`
    SELECT (SELECT coalesce(name, username, phone) FROM users WHERE client_id = ${client_id} AND id = ${user_id}) AS name,
      (SELECT count(*) FROM user_identities WHERE client_id = ${client_id} AND user_id = ANY (${user_ids}::uuid[])) AS addresses,
      count(*) AS messages, count(DISTINCT media_file) AS files
    FROM messages WHERE client_id = ${client_id} AND user_id = ANY (${user_ids}::uuid[])`);
  return { ...counts, conversations: conversation_ids.length, requests: handover_ids.length };
}
