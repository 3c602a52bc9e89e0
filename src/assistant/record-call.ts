import type { CallOutcome, ModelPurpose } from './model.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ConversationId } from '../shared/ids.js';

/** One try to ask a model, as it ended. */
export type CallRecord = {
  /** Null: something was tried out. */
  conversation_id: ConversationId | null;
  purpose: ModelPurpose;
  prompt_id: string | null;
  prompt_version: number | null;
  model: string;
  tokens_in: number;
  tokens_out: number;
  latency_ms: number;
  outcome: CallOutcome;
  /** Status, code or field names; null when it went well. */
  error: string | null;
  /** US dollars; null when the model's price is not known. */
  cost_usd: number | null;
  created_at: Date;
};

/**
 * Writes a call down and adds it to the client's day, in one statement.
 *
 * @param day in the client's time zone: `2026-11-23`
 * @returns the tokens of the day, this call's included
 */
export async function recordCall(
  db: Queryable,
  { client_id, day }: { client_id: ClientId; day: string },
  call: CallRecord,
): Promise<number> {
  const { tokens_in, tokens_out, cost_usd } = call;
  const { tokens } = await db.one<{ tokens: number }>(sql`
    WITH call AS (
      INSERT INTO llm_calls (client_id, conversation_id, purpose, prompt_id, prompt_version, model, tokens_in, tokens_out,
        latency_ms, outcome, error, cost_usd, created_at)
      VALUES (${client_id}, ${call.conversation_id}, ${call.purpose}, ${call.prompt_id}, ${call.prompt_version},
        ${call.model}, ${tokens_in}, ${tokens_out}, ${call.latency_ms}, ${call.outcome}, ${call.error}, ${cost_usd},
        ${call.created_at})
    )
    INSERT INTO llm_usage AS u (client_id, day, calls, failed_calls, tokens_in, tokens_out, cost_usd)
    VALUES (${client_id}, ${day}::date, 1, ${call.outcome === 'ok' ? 0 : 1}::int, ${tokens_in}, ${tokens_out}, coalesce(${cost_usd}::numeric, 0))
    ON CONFLICT (client_id, day) DO UPDATE SET calls = u.calls + 1,
      failed_calls = u.failed_calls + excluded.failed_calls, tokens_in = u.tokens_in + excluded.tokens_in,
      tokens_out = u.tokens_out + excluded.tokens_out, cost_usd = u.cost_usd + excluded.cost_usd
    RETURNING u.tokens_in + u.tokens_out AS tokens`);
  return tokens;
}
