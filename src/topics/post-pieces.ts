import type { ClaimedPost } from './post-outbox.js';
import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';

/** What did not fit into one message stands in further ones: a reply to any of them finds the post. */
export async function notePieces(
  db: Queryable,
  { client_id, id }: Pick<ClaimedPost, 'client_id' | 'id'>,
  external_ids: readonly number[],
): Promise<void> {
  await db.query(sql`
    UPDATE topic_posts SET more_external_ids = ${[...external_ids]}::bigint[]
    WHERE client_id = ${client_id} AND id = ${id}`);
}

/** Whether the post `p` stands at this id in its group, as a whole or with a piece. */
export function standsAt(external_id: number): Sql {
  return sql`(p.external_id = ${external_id}
    OR p.more_external_ids <> '{}' AND p.more_external_ids @> ARRAY[${external_id}::bigint])`;
}
