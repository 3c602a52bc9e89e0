import { stepOf } from './period.js';
import type { Period } from './period.js';
import type { HandoverReason } from '../handovers/handover-types.js';
import { sql } from '../shared/database.js';
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

function handoverFigures({ client_id, period: { from, to } }: Of): Sql {
  const toAnswer = sql`extract(epoch FROM first_response_at - created_at)::float8`;
  const toResolve = sql`CASE WHEN status = 'resolved' THEN extract(epoch FROM resolved_at - created_at)::float8 END`;
  const at = (part: number, of: Sql): Sql =>
    sql`percentile_cont(${part}::float8) WITHIN GROUP (ORDER BY ${of})`;
  return sql`
    SELECT count(*) AS opened, count(*) FILTER (WHERE status = 'resolved') AS resolved,
      count(*) FILTER (WHERE status = 'bot_handling') AS returned_to_bot,
      count(*) FILTER (WHERE status = 'timeout') AS timed_out,
      ${at(0.5, toAnswer)} AS first_median, ${at(0.9, toAnswer)} AS first_p90,
      ${at(0.5, toResolve)} AS resolved_median, ${at(0.9, toResolve)} AS resolved_p90,
      round(avg(rating), 2) AS average_rating,
      (SELECT array_agg(n ORDER BY star) FROM (
         SELECT star, (SELECT count(*)::int FROM handovers r WHERE r.client_id = ${client_id} AND r.rating = star
                       AND r.created_at >= ${from} AND r.created_at < ${to}) AS n
         FROM generate_series(1, 5) star) by_star) AS stars
    FROM handovers WHERE client_id = ${client_id} AND created_at >= ${from} AND created_at < ${to}`;
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
    WITH recorded AS (
      SELECT coalesce((SELECT done_until FROM done_marks WHERE name = 'platform_metrics'), ${from}) AS until
    ), counted AS (
      SELECT period_start AS at, metric_value AS value, metric_type = 'messages_received' AS is_received
      FROM platform_metrics
      WHERE client_id = ${client_id} AND metric_type IN ('messages_received', 'messages_sent')
        AND aggregation_period = 'hour' AND period_start >= ${from} AND period_start < ${to}
      UNION ALL
      SELECT created_at, 1, direction = 'inbound' FROM messages, recorded
      WHERE client_id = ${client_id} AND created_at >= greatest(recorded.until, ${from}) AND created_at < ${to}
        AND (direction = 'inbound' OR delivery_status IN ('sent', 'delivered', 'read'))
    )
    SELECT date_trunc(${stepOf(period)}, counted.at, c.timezone) AS at,
      coalesce(sum(value) FILTER (WHERE is_received), 0) AS received,
      coalesce(sum(value) FILTER (WHERE NOT is_received), 0) AS sent
    FROM counted, clients c WHERE c.id = ${client_id} GROUP BY 1 ORDER BY 1`;
}

function modelUse({ client_id, period: { from, to } }: Of): Sql {
  return sql`
    SELECT count(*) AS calls, count(*) FILTER (WHERE outcome <> 'ok') AS failed_calls,
      coalesce(sum(tokens_in + tokens_out), 0) AS tokens, sum(cost_usd) AS cost_usd
    FROM llm_calls WHERE client_id = ${client_id} AND created_at >= ${from} AND created_at < ${to}`;
}
