import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId, ConversationId, HandoverId } from '../shared/ids.js';

type DueHandover = { client_id: ClientId; handover_id: HandoverId };

/**
 * Handovers a reminder of which is due. Each client's first comes before any client's second, so that one with many
 * doesn't keep the others waiting. Reads only what is due, over partial indexes.
 *
 * @param limit how many at most
 */
export async function dueReminders(db: Queryable, now: Date, limit: number): Promise<DueHandover[]> {
  return db.query<DueHandover>(remindersStatement(now, limit));
}

/** Handovers that are to be closed by time; fair as {@link dueReminders}. */
export async function dueCloses(db: Queryable, now: Date, limit: number): Promise<DueHandover[]> {
  return db.query<DueHandover>(closesStatement(now, limit));
}

/** Conversations whose deferred request may open; fair as {@link dueReminders}. */
export async function dueDeferred(
  db: Queryable,
  now: Date,
  limit: number,
): Promise<{ client_id: ClientId; conversation_id: ConversationId }[]> {
  return db.query(deferredStatement(now, limit));
}

/** The statement behind {@link dueReminders}. */
export function remindersStatement(now: Date, limit: number): Sql {
  return fairly(
    sql`
      SELECT client_id, id, reminder_1_due_at AS due FROM handovers WHERE reminder_1_due_at <= ${now}
      UNION ALL
      SELECT client_id, id, reminder_2_due_at FROM handovers WHERE reminder_2_due_at <= ${now}`,
    sql`handover_id`,
    limit,
  );
}

/** The statement behind {@link dueCloses}. */
export function closesStatement(now: Date, limit: number): Sql {
  const due = sql`SELECT client_id, id, auto_close_due_at AS due FROM handovers WHERE auto_close_due_at <= ${now}`;
  return fairly(due, sql`handover_id`, limit);
}

/** The statement behind {@link dueDeferred}. */
export function deferredStatement(now: Date, limit: number): Sql {
  const due = sql`SELECT client_id, id, deferred_until AS due FROM conversations WHERE deferred_until <= ${now}`;
  return fairly(due, sql`conversation_id`, limit);
}

function fairly(due: Sql, id: Sql, limit: number): Sql {
  return sql`
    WITH due AS (${due}),
    once AS (SELECT client_id, id, min(due) AS due FROM due GROUP BY client_id, id),
    ranked AS (SELECT *, row_number() OVER (PARTITION BY client_id ORDER BY due, id) AS place FROM once)
    SELECT client_id, id AS ${id} FROM ranked ORDER BY place, due LIMIT ${limit}`;
}
