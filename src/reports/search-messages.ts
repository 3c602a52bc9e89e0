import { keyOfPlace, placeIn } from './time-place.js';
import type { PageAsked, Place } from './time-place.js';
import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import { msOfHours, plusMs } from '../shared/durations.js';
import type { ClientId, ConversationId, MessageId, UserId } from '../shared/ids.js';
import { pageOf } from '../shared/paging.js';
import type { Page } from '../shared/paging.js';

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
 * @param db of this client: see `databaseOfClient`; with another one nothing is found
 * @throws FieldsInvalid
 */
export async function searchMessages(db: Queryable, search: Search): Promise<Page<FoundMessage>> {
  const { page, now } = search;
  const start = placeIn(page);
  let rows: FoundMessage[] = [];
  for (const ms of stretchesMs) {
    const since = ms === null ? null : plusMs(start?.at ?? now, -ms);
    rows = await db.query<FoundMessage>(found(search, { start, since }));
    if (rows.length > page.limit) break;
  }
  return pageOf(rows, { limit: page.limit, keyOf: ({ created_at: at, id }) => keyOfPlace({ at, id }) });
}

/**
 * `messages_with_words` finds the ids by itself, the hits first: looking for the newest of all messages, a planner would
 * rather read each of them in the order of time, and take its words apart, than ask the index of words. It knows the
 * client by the transaction, see `databaseOfClient`.
 */
function found(
  { client_id, words, page }: Search,
  { start, since }: { start: Place | null; since: Date | null },
): Sql {
  const [at, id] = start ? [start.at, start.id] : [null, null];
  return sql`
    SELECT m.id, m.conversation_id, m.user_id, coalesce(u.name, u.username) AS user_name, m.role,
      left(m.content, 500) AS content, m.created_at
    FROM messages_with_words(${words}, ${since}, ${at}, ${id}::uuid, ${page.limit + 1}::int) newest
    JOIN messages m ON m.client_id = ${client_id} AND m.id = newest.id
    JOIN users u ON u.client_id = m.client_id AND u.id = m.user_id
    ORDER BY m.created_at DESC, m.id DESC`;
}
