import { pageOf, placeFrom } from './page.js';
import type { Page, PageAsked } from './page.js';
import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import { msOfHours, plusMs } from '../shared/durations.js';
import type { ClientId, ConversationId, MessageId, UserId } from '../shared/ids.js';

/** A message in which the words stand. */
export type FoundMessage = {
  id: MessageId;
  conversation_id: ConversationId;
  user_id: UserId;
  user_name: string | null;
  role: 'user' | 'assistant' | 'manager' | 'system';
  content: string;
  created_at: Date;
};

type Search = { client_id: ClientId; words: string; page: PageAsked; now: Date };

/** A week first, then a quarter, then everything: a common word is found in the first, a rare one costs little in the last. */
const stretchesMs = [msOfHours(24 * 7), msOfHours(24 * 90), null];

/**
 * Messages in which all the words stand, whatever their endings, the newest first: `"in this order"`, `this or that`,
 * `-without` are understood.
 *
 * @throws EstafetaError `page_invalid`
 */
export async function searchMessages(db: Queryable, search: Search): Promise<Page<FoundMessage>> {
  const { page, now } = search;
  const start = page.after === undefined ? null : placeFrom(page.after);
  const before = start ? sql`(m.created_at, m.id) < (${start.at}, ${start.id}::uuid)` : sql`true`;
  let rows: FoundMessage[] = [];
  for (const ms of stretchesMs) {
    const since = ms === null ? null : plusMs(start?.at ?? now, -ms);
    rows = await db.query<FoundMessage>(found(search, { before, since }));
    if (rows.length > page.limit) break;
  }
  return pageOf(rows, page.limit, ({ created_at: at, id }) => ({ at, id }));
}

function found(
  { client_id, words, page }: Search,
  { before, since }: { before: Sql; since: Date | null },
): Sql {
  return sql`
    SELECT m.id, m.conversation_id, m.user_id, coalesce(u.name, u.username) AS user_name, m.role, left(m.content, 500) AS content,
      m.created_at
    FROM messages m JOIN users u ON u.client_id = m.client_id AND u.id = m.user_id
    WHERE m.client_id = ${client_id} AND m.content <> '' AND m.deleted_at IS NULL
      AND to_tsvector('russian', m.content) @@ websearch_to_tsquery('russian', ${words})
      AND ${before} AND ${since ? sql`m.created_at >= ${since}` : sql`true`}
    ORDER BY m.created_at DESC, m.id DESC LIMIT ${page.limit + 1}`;
}
