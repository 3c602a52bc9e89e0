import { sql } from '../shared/database.js';
import type { Database, Queryable } from '../shared/database.js';
import { msOfHours, msOfMinutes, plusMs } from '../shared/durations.js';
import type { Tools } from '../use-case.js';

const mark = 'platform_metrics';
/** What was said in the last minutes of an hour is sent, or has failed, by then. */
const settledAfterMs = msOfMinutes(5);
/** After a long standstill older hours are left out. */
const longestCatchUpMs = msOfHours(48);
const hourMs = msOfHours(1);

/**
 * Records each hour that is over in `platform_metrics`, once, the oldest first: for each integration how many messages were
 * received, sent and not delivered, and how long users waited for an answer. An hour and the mark that it is done are
 * one transaction, and a second one at work finds the mark taken.
 */
export async function recordMetrics({ db, clock }: Pick<Tools, 'db' | 'clock'>): Promise<void> {
  const now = clock.now();
  await db.query(sql`
    INSERT INTO done_marks (name, done_until) VALUES (${mark}, ${plusMs(hourOf(now), -hourMs)}) ON CONFLICT DO NOTHING`);
  let isMore = true;
  while (isMore) isMore = await recordNextHour(db, now);
}

/** Rings once when an hour is over that has not been recorded. Reads one row. */
export async function dueMetrics(db: Queryable, now: Date): Promise<Record<string, never>[]> {
  const row = await db.maybeOne<{ done_until: Date }>(
    sql`SELECT done_until FROM done_marks WHERE name = ${mark}`,
  );
  return row === undefined || isOver(row.done_until, now) ? [{}] : [];
}

function isOver(hour: Date, now: Date): boolean {
  return hour.getTime() + hourMs + settledAfterMs <= now.getTime();
}

function hourOf(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / hourMs) * hourMs);
}

async function recordNextHour(db: Database, now: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    const done = await tx.maybeOne<{ done_until: Date }>(
      sql`SELECT done_until FROM done_marks WHERE name = ${mark} FOR UPDATE SKIP LOCKED`,
    );
    if (!done) return false;
    const oldest = plusMs(hourOf(now), -longestCatchUpMs);
    const from = done.done_until > oldest ? done.done_until : oldest;
    if (!isOver(from, now)) return false;
    const until = plusMs(from, hourMs);
    await recordHour(tx, { from, until, now });
    await tx.query(sql`UPDATE done_marks SET done_until = ${until} WHERE name = ${mark}`);
    return true;
  });
}

/**
 * One hour of all integrations; what was recorded of it before is replaced. Reads the messages of that hour over
 * (client_id, created_at), and for each answer the stretch of its conversation back to the answer before it. Counted is the
 * hour in which a message was written; the wait is that of the first message nobody had answered.
 */
async function recordHour(
  tx: Queryable,
  { from, until, now }: { from: Date; until: Date; now: Date },
): Promise<void> {
  await tx.query(sql`
    WITH said AS MATERIALIZED (
      SELECT m.* FROM clients c CROSS JOIN LATERAL (
        SELECT id, client_id, integration_id, conversation_id, seq, role, direction, notice, delivery_status, created_at, sent_at
        FROM messages WHERE client_id = c.id AND created_at >= ${from} AND created_at < ${until}) m
    ), waits AS (
      SELECT said.integration_id, extract(epoch FROM said.sent_at - asked.since) AS seconds
      FROM said CROSS JOIN LATERAL (
        SELECT min(q.created_at) AS since FROM messages q
        WHERE q.client_id = said.client_id AND q.conversation_id = said.conversation_id AND q.direction = 'inbound'
          AND NOT q.is_pleasantry AND q.seq < said.seq AND q.seq > coalesce((
            SELECT max(p.seq) FROM messages p
            WHERE p.client_id = said.client_id AND p.conversation_id = said.conversation_id AND p.seq < said.seq
              AND p.role IN ('assistant', 'manager') AND p.notice IS NULL AND p.sent_at IS NOT NULL), 0)) asked
      WHERE said.role IN ('assistant', 'manager') AND said.notice IS NULL AND said.sent_at IS NOT NULL
        AND asked.since IS NOT NULL
    ), measured AS (
      SELECT integration_id, 'messages_received' AS metric_type, count(*)::numeric AS value, 'messages' AS unit, NULL::bigint AS answers
      FROM said WHERE direction = 'inbound' GROUP BY integration_id
      UNION ALL
      SELECT integration_id, 'messages_sent', count(*), 'messages', NULL
      FROM said WHERE delivery_status IN ('sent', 'delivered', 'read') GROUP BY integration_id
      UNION ALL
      SELECT integration_id, 'errors', count(*), 'messages', NULL
      FROM said WHERE delivery_status IN ('failed', 'uncertain') GROUP BY integration_id
      UNION ALL
      SELECT integration_id, 'response_time', avg(seconds), 'seconds', count(*) FROM waits GROUP BY integration_id
    )
    INSERT INTO platform_metrics (client_id, integration_id, platform_id, metric_type, metric_value, metric_unit,
      aggregation_period, period_start, period_end, recorded_at, attributes)
    SELECT i.client_id, i.id, i.platform_id, metric_type, value, unit, 'hour', ${from}, ${until}, ${now},
      jsonb_strip_nulls(jsonb_build_object('answers', answers))
    FROM measured JOIN integrations i ON i.id = measured.integration_id
    ON CONFLICT (integration_id, metric_type, aggregation_period, period_start) DO UPDATE SET
      metric_value = excluded.metric_value, recorded_at = excluded.recorded_at, attributes = excluded.attributes`);
}
