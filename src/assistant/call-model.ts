import { costOf } from './model-prices.js';
import type { CallOutcome, Model, ModelPurpose, ModelRequest } from './model.js';
import { ModelError } from './model.js';
import { monotonicMs } from '../shared/clock.js';
import { sql } from '../shared/database.js';
import { msOfSeconds, wait } from '../shared/durations.js';
import type { ClientId, ConversationId } from '../shared/ids.js';
import type { Tools } from '../use-case.js';

export type ModelTools = Pick<Tools, 'db' | 'clock' | 'logger'> & { model: Model; patience?: Patience };

/** The pauses between tries. */
export type Patience = { firstPauseMs: number; longestPauseMs: number };

/** For whom, until when and by which prompt a model is called. */
export type CallContext = {
  client_id: ClientId;
  conversation_id: ConversationId;
  /** Null id: the built-in text. */
  prompt: { id: string | null; version: number | null };
  deadline: Deadline;
};

/** A {@link CallContext} before its prompt is known. */
export type CallFor = Omit<CallContext, 'prompt'>;

/** The moment by which a turn's calls are over, all of them and their repeats together. */
export type Deadline = { endsAtMs: number; signal: AbortSignal };

/** Every try is paid for, and a model that has missed the schema so often will miss it again. */
const mostOffSchema = 3;

const usualPatience: Patience = { firstPauseMs: 400, longestPauseMs: msOfSeconds(8) };

/** @param ms from now on */
export function deadlineIn(ms: number): Deadline {
  return { endsAtMs: monotonicMs() + ms, signal: AbortSignal.timeout(ms) };
}

/**
 * Asks a model until it answers by the schema, with growing pauses, as long as the deadline allows and there is hope. Every try is a row of
 * `llm_calls`.
 * Whoever adds a circuit breaker puts it around the tries here: this is the only way to a model.
 *
 * @returns the value, checked
 * @throws ModelError of the last try; whatever `request.signal` was aborted with
 */
export async function callModel<Value>(
  tools: ModelTools,
  request: ModelRequest<Value>,
  context: CallContext,
): Promise<Value> {
  const patience = tools.patience ?? usualPatience;
  const { endsAtMs } = context.deadline;
  const signal = AbortSignal.any([request.signal, context.deadline.signal]);
  let offSchema = 0;
  for (let attempt = 1; ; attempt += 1) {
    const result = await tryOnce(tools, { ...request, signal }, context);
    if ('value' in result) return result.value;
    request.signal.throwIfAborted();
    const { outcome } = result.error;
    if (outcome === 'off_schema') offSchema += 1;
    const pause = pauseAfter(result.error, attempt, patience);
    const isHopeless = outcome === 'rejected' || offSchema === mostOffSchema;
    if (isHopeless || monotonicMs() + pause >= endsAtMs) throw result.error;
    await wait(pause, signal);
    request.signal.throwIfAborted();
  }
}

async function tryOnce<Value>(
  tools: ModelTools,
  request: ModelRequest<Value>,
  context: CallContext,
): Promise<{ value: Value } | { error: ModelError }> {
  const started = monotonicMs();
  const record = (row: Omit<CallRow, 'purpose' | 'latency_ms' | 'created_at'>): Promise<unknown> =>
    recordCall(tools, context, {
      ...row,
      purpose: request.purpose,
      latency_ms: Math.round(monotonicMs() - started),
      created_at: tools.clock.now(),
    });
  try {
    const { value, ...used } = await tools.model.complete(request);
    await record({ ...used, outcome: 'ok', error: null });
    return { value };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const { outcome, message, tokens_in, tokens_out } = error;
    await record({ model: tools.model.name, tokens_in, tokens_out, outcome, error: message });
    const { client_id, conversation_id } = context;
    tools.logger.warn(
      { purpose: request.purpose, outcome, detail: message, client_id, conversation_id },
      'a call to the model failed',
    );
    return { error };
  }
}

/** The service's own wish counts, up to a limit; else the pause doubles, with a random part so that calls don't meet again in step. */
function pauseAfter(error: ModelError, attempt: number, { firstPauseMs, longestPauseMs }: Patience): number {
  const growing = firstPauseMs * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
  return Math.min(error.retryAfterMs ?? growing, longestPauseMs);
}

type CallRow = {
  purpose: ModelPurpose;
  model: string;
  tokens_in: number;
  tokens_out: number;
  latency_ms: number;
  outcome: CallOutcome;
  error: string | null;
  created_at: Date;
};

function recordCall(
  { db }: ModelTools,
  { client_id, conversation_id, prompt }: CallContext,
  call: CallRow,
): Promise<unknown> {
  return db.query(sql`
    INSERT INTO llm_calls (client_id, conversation_id, purpose, prompt_id, prompt_version, model, tokens_in, tokens_out,
      latency_ms, outcome, error, cost_usd, created_at)
    VALUES (${client_id}, ${conversation_id}, ${call.purpose}, ${prompt.id}, ${prompt.version}, ${call.model},
      ${call.tokens_in}, ${call.tokens_out}, ${call.latency_ms}, ${call.outcome}, ${call.error},
      ${costOf(call.model, call)}, ${call.created_at})`);
}
