import { join, raw, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';

/** Every column of business time that something waits for or is reckoned from. */
const timesByTable = {
  handovers: [
    ...[
      'created_at',
      'taken_at',
      'first_response_at',
      'resolved_at',
      'waiting_since',
      'last_user_at',
      'last_human_at',
    ],
    ...[
      'reminder_1_due_at',
      'reminder_1_sent_at',
      'reminder_2_due_at',
      'reminder_2_sent_at',
      'auto_close_due_at',
      'rated_at',
      'rating_asked_at',
    ],
  ],
  handover_events: ['created_at'],
  users: ['blocked_at'],
  conversations: [
    ...['started_at', 'closed_at', 'last_message_at', 'bot_muted_until', 'turn_due_at', 'turn_waiting_since'],
    ...[
      'mirror_due_at',
      'hearing_until',
      'deferred_until',
      'deferred_at',
      'idle_due_at',
      'rate_limited_until',
    ],
  ],
  messages: [
    'created_at',
    'external_sent_at',
    'sent_at',
    'delivered_at',
    'read_at',
    'delivery_due_at',
    'amend_due_at',
    'hear_due_at',
  ],
  alarms: ['raised_at', 'cleared_at', 'told_at', 'tell_due_at'],
} as const;

/**
 * Lets time pass for one client, for demonstrations and tests: everything that happened lies further back and everything
 * that is due comes nearer. The clock itself stands where it stood, and other clients notice nothing.
 *
 * @param minutes of real time
 */
export async function jumpForward(tx: Queryable, client_id: ClientId, minutes: number): Promise<void> {
  for (const [table, columns] of Object.entries(timesByTable)) {
    const moved: Sql[] = columns.map(
      (column) => sql`${raw(column)} = ${raw(column)} - make_interval(secs => ${minutes * 60})`,
    );
    await tx.query(sql`UPDATE ${raw(table)} SET ${join(moved)} WHERE client_id = ${client_id}`);
  }
  // What is counted in Redis stays as it is: it is forgotten within minutes.
  await tx.query(sql`
    UPDATE counters SET expires_at = expires_at - make_interval(secs => ${minutes * 60})
    WHERE starts_with(key, ${`${client_id}:`})`);
}
