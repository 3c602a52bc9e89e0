import { raw, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ConversationId } from '../shared/ids.js';

/** A conversation in which something is due. */
export type DueConversation = { client_id: ClientId; conversation_id: ConversationId };

type DueColumn = 'turn_due_at' | 'mirror_due_at' | 'bot_muted_until' | 'idle_due_at';

/**
 * Turns that are due and that nobody has claimed, fairly: the first of every client, then the second of every client,
 * and so on, each client's by due time. Reads only what is due.
 *
 * @param now business time
 * @param limit how many at most
 */
export async function dueTurns(db: Queryable, now: Date, limit: number): Promise<DueConversation[]> {
  return dueBy(db, 'turn_due_at', { now, limit });
}

/** Conversations with messages that wait to be shown in their topic, fairly as {@link dueTurns}. */
export async function dueMirrors(db: Queryable, now: Date, limit: number): Promise<DueConversation[]> {
  return dueBy(db, 'mirror_due_at', { now, limit });
}

/** Mutes of the bot that have run out, fairly as {@link dueTurns}. */
export async function dueMutes(db: Queryable, now: Date, limit: number): Promise<DueConversation[]> {
  return dueBy(db, 'bot_muted_until', { now, limit });
}

/** Conversations of which it is to be looked at whether they are closed for being idle, fairly as {@link dueTurns}. */
export async function dueIdle(db: Queryable, now: Date, limit: number): Promise<DueConversation[]> {
  return dueBy(db, 'idle_due_at', { now, limit });
}

async function dueBy(
  db: Queryable,
  column: DueColumn,
  { now, limit }: { now: Date; limit: number },
): Promise<DueConversation[]> {
  const due = raw(column);
  const isFree =
    column === 'turn_due_at' ? sql`AND (turn_lease_until IS NULL OR turn_lease_until < now())` : sql``;
  return db.query<DueConversation>(sql`
    SELECT client_id, conversation_id
    FROM (
      SELECT client_id, id AS conversation_id, ${due} AS due_at,
        row_number() OVER (PARTITION BY client_id ORDER BY ${due}, id) AS place
      FROM conversations
      WHERE ${due} <= ${now} ${isFree}
    ) due
    ORDER BY place, due_at
    LIMIT ${limit}`);
}
