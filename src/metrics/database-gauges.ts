import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';

/** How much is due of one kind, and since when. */
export type Due = { kind: string; count: number; oldest_seconds: number };

/** More than so much is as alarming as so much, and counting must not cost more than the work. */
const mostCounted = 10_000;

/** Each reads only what is due, over an index that holds only what waits. */
const dueColumns = [
  { kind: 'turn', table: sql`conversations`, due: sql`turn_due_at` },
  { kind: 'mirror', table: sql`conversations`, due: sql`mirror_due_at` },
  { kind: 'mute', table: sql`conversations`, due: sql`bot_muted_until` },
  { kind: 'deferred', table: sql`conversations`, due: sql`deferred_until` },
  { kind: 'idle', table: sql`conversations`, due: sql`idle_due_at` },
  { kind: 'reminder_1', table: sql`handovers`, due: sql`reminder_1_due_at` },
  { kind: 'reminder_2', table: sql`handovers`, due: sql`reminder_2_due_at` },
  { kind: 'close', table: sql`handovers`, due: sql`auto_close_due_at` },
  {
    kind: 'message',
    table: sql`messages`,
    due: sql`delivery_due_at`,
    only: sql`AND delivery_status IN ('queued', 'sending')`,
  },
  { kind: 'amendment', table: sql`messages`, due: sql`amend_due_at` },
  { kind: 'hearing', table: sql`messages`, due: sql`hear_due_at` },
  { kind: 'post', table: sql`topic_posts`, due: sql`due_at`, only: sql`AND status IN ('queued', 'sending')` },
  { kind: 'summary', table: sql`topic_posts`, due: sql`summary_due_at` },
  { kind: 'alarm', table: sql`alarms`, due: sql`tell_due_at` },
  { kind: 'replay', table: sql`failed_updates`, due: sql`replay_requested_at` },
];

/** What is due, of every kind, also of those of which nothing is. */
export async function readDue(db: Queryable, now: Date): Promise<Due[]> {
  return db.query<Due>(joined(dueColumns.map((column) => dueOf(column, now))));
}

function dueOf({ kind, table, due, only = sql`` }: (typeof dueColumns)[number], now: Date): Sql {
  return sql`
    SELECT ${kind} AS kind, count(*)::int AS count,
      coalesce(extract(epoch FROM ${now}::timestamptz - min(due))::float8, 0) AS oldest_seconds
    FROM (SELECT ${due} AS due FROM ${table} WHERE ${due} <= ${now} ${only} ORDER BY ${due} LIMIT ${mostCounted}) found`;
}

function joined(selects: readonly Sql[]): Sql {
  return selects.reduce((all, one) => sql`${all} UNION ALL ${one}`);
}

/** What there is and should be known: few rows each. */
export type Stock = {
  handovers: { status: string; count: number }[];
  connections: { platform: string; status: string; count: number }[];
  alarms: { kind: string; count: number }[];
  leases: number;
  uncertain: number;
  failed: number;
};

/** Counts what is open, connected, held, unclear and set aside. */
export async function readStock(db: Queryable): Promise<Stock> {
  const [handovers, connections, alarms, { leases, uncertain, failed }] = await Promise.all([
    db.query<Stock['handovers'][number]>(sql`
      SELECT status, count(*)::int AS count FROM handovers WHERE status IN ('pending', 'active') GROUP BY status`),
    db.query<Stock['connections'][number]>(sql`
      SELECT platform_id AS platform, status, count(*)::int AS count FROM integrations
      WHERE credentials_hash IS NOT NULL GROUP BY platform_id, status`),
    db.query<Stock['alarms'][number]>(sql`
      SELECT kind, count(*)::int AS count FROM alarms WHERE cleared_at IS NULL GROUP BY kind`),
    db.one<Omit<Stock, 'handovers' | 'connections' | 'alarms'>>(sql`
      SELECT (SELECT count(*)::int FROM leases WHERE expires_at > now()) AS leases,
        (SELECT count(*)::int FROM messages WHERE delivery_status = 'uncertain') AS uncertain,
        (SELECT count(*)::int FROM failed_updates WHERE replayed_at IS NULL) AS failed`),
  ]);
  return { handovers, connections, alarms, leases, uncertain, failed };
}

/** Requests that ended in a stretch of time, by how. Reads that stretch and nothing else. */
export async function readEnded(
  db: Queryable,
  { from, until }: { from: Date; until: Date },
): Promise<{ status: string; count: number }[]> {
  return db.query(sql`
    SELECT status, count(*)::int AS count FROM handovers
    WHERE resolved_at >= ${from} AND resolved_at < ${until} GROUP BY status`);
}
