import type { Period } from './period.js';
import type { ModelPurpose } from '../assistant/model.js';
import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';

/** What a number of calls came to. */
type Sum = {
  calls: number;
  failed_calls: number;
  tokens_in: number;
  tokens_out: number;
  /** Of the calls whose price is known; null when that is none. */
  cost_usd: number | null;
  /** Calls that used tokens and whose price nobody has set. */
  unpriced_calls: number;
};

/** What a client's models were asked, over a period and against the limit of today. */
export type ModelUsage = {
  /** By days of the client's time zone, the oldest first; a day without a call has none. */
  days: ({ /** `2026-11-22` */ day: string } & Sum)[];
  /** By who asked for it and with which text, the most tokens first. */
  uses: ({
    purpose: ModelPurpose;
    model: string;
    /** Null: it is asked without a prompt of versions. */
    prompt_version: number | null;
    conversations: number;
    average_latency_ms: number;
  } & Sum)[];
  budget: { /** 0 = none */ daily_token_limit: number; tokens_today: number };
};

const mostUses = 200;

/** The use of models by days, by purpose and text, and what is left of today's tokens. */
export async function readModelUsage(
  db: Queryable,
  of: { client_id: ClientId; period: Period; now: Date },
): Promise<ModelUsage> {
  const [days, uses, budget] = await Promise.all([
    db.query<ModelUsage['days'][number]>(sql`
      SELECT (l.created_at AT TIME ZONE c.timezone)::date::text AS day, ${sums}
      FROM llm_calls l JOIN clients c ON c.id = l.client_id WHERE ${within(of)} GROUP BY 1 ORDER BY 1`),
    db.query<ModelUsage['uses'][number]>(sql`
      SELECT l.purpose, l.model, l.prompt_version, count(DISTINCT l.conversation_id) AS conversations, ${sums},
        round(avg(l.latency_ms)) AS average_latency_ms
      FROM llm_calls l WHERE ${within(of)}
      GROUP BY 1, 2, 3 ORDER BY sum(l.tokens_in + l.tokens_out) DESC, 1, 2, 3 LIMIT ${mostUses}`),
    db.one<ModelUsage['budget']>(sql`
      SELECT s.daily_token_limit, coalesce(u.tokens_in + u.tokens_out, 0) AS tokens_today
      FROM client_settings s JOIN clients c ON c.id = s.client_id
      LEFT JOIN llm_usage u ON u.client_id = s.client_id AND u.day = (${of.now}::timestamptz AT TIME ZONE c.timezone)::date
      WHERE s.client_id = ${of.client_id}`),
  ]);
  return { days, uses, budget };
}

const sums = sql`
  count(*) AS calls, count(*) FILTER (WHERE l.outcome <> 'ok') AS failed_calls,
  coalesce(sum(l.tokens_in), 0) AS tokens_in, coalesce(sum(l.tokens_out), 0) AS tokens_out, sum(l.cost_usd) AS cost_usd,
  count(*) FILTER (WHERE l.cost_usd IS NULL AND l.tokens_in + l.tokens_out > 0) AS unpriced_calls`;

function within({ client_id, period: { from, to } }: { client_id: ClientId; period: Period }): Sql {
  return sql`l.client_id = ${client_id} AND l.created_at >= ${from} AND l.created_at < ${to}`;
}
