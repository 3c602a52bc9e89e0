import type { Cell } from './csv.js';
import type { Period } from './period.js';
import { raw, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';

/** The reports over days, by the name they are asked under: the view of each and its columns. */
export const marts = {
  model_usage: {
    view: 'vw_llm_usage',
    columns: [
      ...['day', 'purpose', 'model', 'prompt_version', 'calls', 'failed_calls', 'tokens_in', 'tokens_out'],
      ...['cost_usd', 'average_latency_ms'],
    ],
  },
  handovers: {
    view: 'vw_handover_performance',
    columns: [
      ...[
        'day',
        'manager',
        'requests',
        'resolved',
        'returned_to_bot',
        'timed_out',
        'average_seconds_to_take',
      ],
      ...['average_seconds_to_answer', 'average_seconds_to_resolve', 'ratings', 'average_rating'],
    ],
  },
  reminders: {
    view: 'vw_reminder_stats',
    columns: [
      ...['day', 'first_reminders', 'urgent_reminders', 'requests_reminded', 'answered_after_reminder'],
      'closed_without_answer',
    ],
  },
} as const satisfies Record<string, { view: string; columns: readonly string[] }>;

export type MartName = keyof typeof marts;

/** One report of a client, by days of its time zone, the oldest first. */
export async function readMart(
  db: Queryable,
  { client_id, mart, period }: { client_id: ClientId; mart: MartName; period: Period },
): Promise<Record<string, Cell>[]> {
  const { view, columns } = marts[mart];
  const { from, to } = period;
  return db.query(sql`
    SELECT ${raw(columns.join(', '))} FROM ${raw(`mart.${view}`)} r JOIN clients c ON c.id = r.client_id
    WHERE r.client_id = ${client_id} AND r.day >= (${from}::timestamptz AT TIME ZONE c.timezone)::date
      AND r.day < (${to}::timestamptz AT TIME ZONE c.timezone)::date + 1
    ORDER BY r.day, 2`);
}
