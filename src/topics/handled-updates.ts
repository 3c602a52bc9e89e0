import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { msOfHours, plusMs } from '../shared/durations.js';

/**
 * Notes an update as handled, in the transaction of its effect: delivered again, it has none.
 *
 * @param source the connection it came over
 * @param external_id `<chat>:<message id>`, or `cb:<callback id>` for a press
 * @returns false when it was handled before
 */
export async function handleOnce(tx: Queryable, source: string, external_id: string): Promise<boolean> {
  const rows = await tx.query(sql`
    INSERT INTO handled_updates (source, external_id) VALUES (${source}, ${external_id})
    ON CONFLICT DO NOTHING RETURNING source`);
  return rows.length > 0;
}

/** Telegram keeps an update for a day: what is twice as old can't come again and is forgotten, some at a time. */
export async function forgetHandledUpdates(db: Queryable, now: Date): Promise<void> {
  await db.query(sql`
    DELETE FROM handled_updates WHERE ctid IN (
      SELECT ctid FROM handled_updates WHERE created_at < ${plusMs(now, -msOfHours(48))} LIMIT 500)`);
}
