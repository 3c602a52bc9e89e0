import { stepOf } from './period.js';
import type { Period } from './period.js';
import type { HandoverReason } from '../handovers/handover-types.js';
import { join, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';

/** Half of what was measured took no longer than the median, nine of ten no longer than `p90`; null when nothing was. */
export type Spread = { median_seconds: number | null; p90_seconds: number | null };

/** How a client's service goes: now, and over a period. */
export type Overview = {
  now: { pending: number; active: number; waiting_since: Date | null };
  handovers: {
    opened: number;
    resolved: number;
    returned_to_bot: number;
    timed_out: number;
    first_response: Spread;
    resolution: Spread;
    reasons: { reason: HandoverReason; count: number }[];
  };
  ratings: { average: number | null; stars: Record<'1' | '2' | '3' | '4' | '5', number> };
  /** Conversations begun in the period, and how many of them no person was needed in. */
  conversations: { begun: number; by_bot_alone: number };
  /** By hours or days of the client's time zone. */
  messages: { step: 'hour' | 'day'; points: { at: Date; received: number; sent: number }[] };
  model: { calls: number; failed_calls: number; tokens: number; cost_usd: number | null };
};

type Of = { client_id: ClientId; period: Period };

/** Six short questions side by side, each over an index of the client's. */
export async function overview(db: Queryable, of: Of): Promise<Overview> {
  const [now, handovers, reasons, conversations, points, model] = await Promise.all([
    db.one<Overview['now']>(openNow(of)),
    db.one<HandoverFigures>(handoverFigures(of)),
    db.query<{ reason: HandoverReason; count: number }>(reasonsOf(of)),
    db.one<Overview['conversations']>(begunConversations(of)),
    db.query<Overview['messages']['points'][number]>(messagePoints(of)),
    db.one<Overview['model']>(modelUse(of)),
  ]);
  const { first_median, first_p90, resolved_median, resolved_p90, average_rating, stars, ...counts } =
    handovers;
  return {
    now,
    handovers: {
      ...counts,
      first_response: { median_seconds: first_median, p90_seconds: first_p90 },
      resolution: { median_seconds: resolved_median, p90_seconds: resolved_p90 },
      reasons,
    },
    ratings: {
      average: average_rating,
      stars: { 1: stars[0] ?? 0, 2: stars[1] ?? 0, 3: stars[2] ?? 0, 4: stars[3] ?? 0, 5: stars[4] ?? 0 },
    },
    conversations,
    messages: { step: stepOf(of.period), points },
    model,
  };
}

function openNow({ client_id }: Of): Sql {
  return sql`
    SELECT count(*) FILTER (WHERE status = 'pending') AS pending, count(*) FILTER (WHERE status = 'active') AS active,
      min(waiting_since) AS waiting_since
    FROM handovers WHERE client_id = ${client_id} AND status IN ('pending', 'active')`;
}

type HandoverFigures = Pick<
  Overview['handovers'],
  'opened' | 'resolved' | 'returned_to_bot' | 'timed_out'
> & {
  first_median: number | null;
  first_p90: number | null;
  resolved_median: number | null;
  resolved_p90: number | null;
  average_rating: number | null;
  stars: number[];
};

/** One pass over the requests. Lengths stay lengths until the two that are wanted are known: seconds are slow to make. */
function handoverFigures({ client_id, period: { from, to } }: Of): Sql {
  const spread = (of: Sql): Sql =>
    sql`percentile_cont(ARRAY[0.5, 0.9]::float8[]) WITHIN GROUP (ORDER BY ${of})`;
  return sql`
    SELECT opened, resolved, returned_to_bot, timed_out, average_rating, stars,
      extract(epoch FROM to_answer[1])::float8 AS first_median, extract(epoch FROM to_answer[2])::float8 AS first_p90,
      extract(epoch FROM to_resolve[1])::float8 AS resolved_median, extract(epoch FROM to_resolve[2])::float8 AS resolved_p90
    FROM (
      SELECT count(*) AS opened, count(*) FILTER (WHERE status = 'resolved') AS resolved,
        count(*) FILTER (WHERE status = 'bot_handling') AS returned_to_bot,
        count(*) FILTER (WHERE status = 'timeout') AS timed_out,
        ${spread(sql`first_response_at - created_at`)} AS to_answer,
        ${spread(sql`CASE WHEN status = 'resolved' THEN resolved_at - created_at END`)} AS to_resolve,
        round(avg(rating), 2) AS average_rating,
        ARRAY[${join([1, 2, 3, 4, 5].map((star) => sql`count(*) FILTER (WHERE rating = ${star})`))}]::int[] AS stars
      FROM handovers WHERE client_id = ${client_id} AND created_at >= ${from} AND created_at < ${to}) figures`;
}

function reasonsOf({ client_id, period: { from, to } }: Of): Sql {
  return sql`
    SELECT reason, count(*) AS count FROM handovers
    WHERE client_id = ${client_id} AND created_at >= ${from} AND created_at < ${to}
    GROUP BY reason ORDER BY count DESC, reason`;
}

function begunConversations({ client_id, period: { from, to } }: Of): Sql {
  return sql`
    SELECT count(*) AS begun, count(*) FILTER (WHERE h.conversation_id IS NULL) AS by_bot_alone
    FROM conversations c
    LEFT JOIN (SELECT DISTINCT conversation_id FROM handovers WHERE client_id = ${client_id} AND created_at >= ${from}) h
      ON h.conversation_id = c.id
    WHERE c.client_id = ${client_id} AND c.started_at >= ${from} AND c.started_at < ${to}`;
}

/** Hours that are over stand in `platform_metrics`; what has come since is counted. */
function messagePoints({ client_id, period }: Of): Sql {
  const { from, to } = period;
  return sql`
    WITH recorded AS MATERIALIZED (
      SELECT coalesce((SELECT done_until FROM done_marks WHERE name = 'platform_metrics'), ${from}) AS until
    ), counted AS (
      SELECT period_start AS at, metric_value AS value, metric_type = 'messages_received' AS is_received
      FROM platform_metrics
      WHERE client_id = ${client_id} AND metric_type IN ('messages_received', 'messages_sent')
        AND aggregation_period = 'hour' AND period_start >= ${from} AND period_start < ${to}
      UNION ALL
      SELECT created_at, 1, direction = 'inbound' FROM recorded JOIN messages ON created_at >= recorded.until
      WHERE client_id = ${client_id} AND created_at >= ${from} AND created_at < ${to}
        AND (direction = 'inbound' OR delivery_status IN ('sent', 'delivered', 'read'))
    )
    SELECT date_trunc(${stepOf(period)}, counted.at, c.timezone) AS at,
      coalesce(sum(value) FILTER (WHERE is_received), 0) AS received,
      coalesce(sum(value) FILTER (WHERE NOT is_received), 0) AS sent
    FROM counted, clients c WHERE c.id = ${client_id} GROUP BY 1 ORDER BY 1`;
}

/**
 * The days of the client that are in the period as a whole stand in `llm_usage`; the calls before the first and after the
 * last of them are counted.
 */
function modelUse({ client_id, period: { from, to } }: Of): Sql {
  const callsBetween = (since: Sql, until: Sql): Sql => sql`
    SELECT 1, (outcome <> 'ok')::int, tokens_in + tokens_out, cost_usd
    FROM edges JOIN llm_calls ON created_at >= ${since} AND created_at < ${until}
    WHERE client_id = ${client_id}`;
  return sql`
    WITH days AS (
      SELECT timezone, first, greatest(first, (${to}::timestamptz AT TIME ZONE timezone)::date) AS last
      FROM clients, LATERAL (
        SELECT (${from}::timestamptz AT TIME ZONE timezone - interval '1 microsecond')::date + 1 AS first) begins
      WHERE id = ${client_id}
    ), edges AS MATERIALIZED (
      SELECT first, last, least(first::timestamp AT TIME ZONE timezone, ${to}) AS head_until,
        greatest(last::timestamp AT TIME ZONE timezone, ${from}) AS tail_from, ${from}::timestamptz AS since, ${to}::timestamptz AS until
      FROM days
    ), used (calls, failed_calls, tokens, cost_usd) AS (
      SELECT calls, failed_calls, tokens_in + tokens_out, nullif(cost_usd, 0)
      FROM edges JOIN llm_usage ON day >= first AND day < last WHERE client_id = ${client_id}
      UNION ALL ${callsBetween(sql`since`, sql`head_until`)}
      UNION ALL ${callsBetween(sql`tail_from`, sql`until`)}
    )
    SELECT coalesce(sum(calls), 0) AS calls, coalesce(sum(failed_calls), 0) AS failed_calls,
      coalesce(sum(tokens), 0) AS tokens, sum(cost_usd) AS cost_usd FROM used`;
}
