import type { CircuitBreaker, Permit, Verdict } from './circuit-breaker.js';
import { costOf } from './model-prices.js';
import type { ModelPrices } from './model-prices.js';
import type { Completion, Model, ModelPurpose, ModelRequest, TokensUsed } from './model.js';
import { ModelError, ModelNotAsked } from './model.js';
import type { CallRecord } from './record-call.js';
import type { TokenBudgets } from './token-budget.js';
import { monotonicMs } from '../shared/clock.js';
import { msOfSeconds, wait } from '../shared/durations.js';
import type { ClientId, ConversationId } from '../shared/ids.js';
import type { Tools } from '../use-case.js';

export type CallTools = Pick<Tools, 'db' | 'clock' | 'logger' | 'watch'> & {
  /** One for the model, whatever it is asked for. */
  breaker: CircuitBreaker;
  budgets: TokenBudgets;
  prices?: ModelPrices;
  patience?: Patience;
};
export type ModelTools = CallTools & { model: Model };

/** Something a model is asked for. */
export type Call<Value> = {
  purpose: ModelPurpose;
  /** The model asked, as `llm_calls` names it when no answer comes. */
  model: string;
  /** Gives up when it fires. */
  signal: AbortSignal;
  /** One try. @throws ModelError when no usable answer came */
  once(signal: AbortSignal): Promise<Completion<Value>>;
};

/** The pauses between tries. */
export type Patience = { firstPauseMs: number; longestPauseMs: number };

/** For whom, until when and by which prompt a model is called. */
export type CallContext = {
  client_id: ClientId;
  /** Null: for none, to try something out. */
  conversation_id: ConversationId | null;
  /** Null id: the built-in text. */
  prompt: { id: string | null; version: number | null };
  deadline: Deadline;
  /** Whether the client's tokens of the day allow it; asked once a turn, so that a turn that has begun is not left half done. */
  hasTokens: () => Promise<boolean>;
  /** Told of each try as it ended, once it is written down. */
  onCall?: (call: CallRecord) => void;
};

/** A {@link CallContext} before its prompt is known. */
export type CallFor = Omit<CallContext, 'prompt'>;

/** The moment by which a turn's calls are over, all of them and their repeats together. */
export type Deadline = { endsAtMs: number; signal: AbortSignal };

/** Every try is paid for, and a model that has missed the schema so often will miss it again. */
const mostOffSchema = 3;

/** A call that we ended ourselves after less than this says nothing about the service. */
const fairTrialMs = msOfSeconds(10);
/** A service that is busy for no longer than this is not ill. */
const soonMs = msOfSeconds(10);

const usualPatience: Patience = { firstPauseMs: 400, longestPauseMs: msOfSeconds(8) };

/** @param ms from now on */
export function deadlineIn(ms: number): Deadline {
  return { endsAtMs: monotonicMs() + ms, signal: AbortSignal.timeout(ms) };
}

/** Asks a model until it answers by the schema: see {@link makeCall}. @returns the value, checked */
export function callModel<Value>(
  tools: ModelTools,
  request: ModelRequest<Value>,
  context: CallContext,
): Promise<Value> {
  const { model } = tools;
  const { purpose, signal } = request;
  const once = (until: AbortSignal): Promise<Completion<Value>> =>
    model.complete({ ...request, signal: until });
  return makeCall(tools, { purpose, model: model.name, signal, once }, context);
}

/**
 * Asks a model until it answers, with growing pauses, as long as the deadline allows and there is hope. This is the only
 * way to a model: the circuit breaker, the client's tokens of the day and the record of each try in `llm_calls` stand
 * here. Once the breaker opens, whoever waits for another try gives up at once.
 *
 * @throws ModelError of the last try; ModelNotAsked when none was made; whatever `call.signal` was aborted with
 */
export async function makeCall<Value>(
  tools: CallTools,
  call: Call<Value>,
  context: CallContext,
): Promise<Value> {
  if (!(await context.hasTokens())) throw new ModelNotAsked('budget_spent');
  const patience = tools.patience ?? usualPatience;
  const { endsAtMs } = context.deadline;
  const signal = AbortSignal.any([call.signal, context.deadline.signal]);
  let lastError: ModelError = new ModelNotAsked('breaker_open');
  let offSchema = 0;
  for (let attempt = 1; ; attempt += 1) {
    const permit = tools.breaker.enter();
    if (permit === null) throw lastError;
    const result = await tryOnce(tools, permit, { call: { ...call, signal }, context });
    if ('value' in result) return result.value;
    call.signal.throwIfAborted();
    lastError = result.error;
    if (lastError.outcome === 'off_schema') offSchema += 1;
    const pause = pauseAfter(lastError, attempt, patience);
    const isHopeless = lastError.outcome === 'rejected' || offSchema === mostOffSchema;
    if (isHopeless || monotonicMs() + pause >= endsAtMs) throw lastError;
    await waitWhileClosed(tools.breaker, pause, signal);
    call.signal.throwIfAborted();
  }
}

async function waitWhileClosed(breaker: CircuitBreaker, ms: number, signal: AbortSignal): Promise<void> {
  const opened = new AbortController();
  const forget = breaker.onceOpen(() => opened.abort());
  await wait(ms, AbortSignal.any([signal, opened.signal]));
  forget();
}

type Try<Value> = { call: Call<Value>; context: CallContext };

async function tryOnce<Value>(
  tools: CallTools,
  permit: Permit,
  { call: asked, context }: Try<Value>,
): Promise<{ value: Value } | { error: ModelError }> {
  const started = monotonicMs();
  const result = await completed(permit, asked);
  const latency_ms = Math.round(monotonicMs() - started);
  const { client_id, conversation_id, prompt } = context;
  const { used } = result;
  const call: CallRecord = {
    conversation_id,
    purpose: asked.purpose,
    prompt_id: prompt.id,
    prompt_version: prompt.version,
    ...{ model: used.model, tokens_in: used.tokens_in, tokens_out: used.tokens_out, latency_ms },
    outcome: 'error' in result ? result.error.outcome : 'ok',
    error: 'error' in result ? result.error.message : null,
    cost_usd: costOf(used.model, used, tools.prices),
    created_at: tools.clock.now(),
  };
  await tools.budgets.record(client_id, call);
  countCall(tools.watch, call);
  context.onCall?.(call);
  if ('error' in result) {
    const { purpose, outcome, error: detail } = call;
    tools.logger.warn({ purpose, outcome, detail, client_id, conversation_id }, 'a call to the model failed');
  }
  return result;
}

type Completed<Value> = ({ value: Value } | { error: ModelError }) & {
  used: TokensUsed & { model: string };
};

/** Makes the call and says to the breaker how it went: in any case, for a permit that is not given back holds up all others. */
async function completed<Value>(
  permit: Permit,
  { model, signal, once }: Call<Value>,
): Promise<Completed<Value>> {
  const started = monotonicMs();
  let verdict: Verdict = 'unknown';
  try {
    const { value, ...used } = await once(signal);
    verdict = 'well';
    return { value, used };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const isCutShort = signal.aborted && monotonicMs() - started < fairTrialMs;
    verdict = isCutShort ? 'unknown' : verdictOf(error);
    const { tokens_in, tokens_out } = error;
    return { error, used: { tokens_in, tokens_out, model } };
  } finally {
    permit.end(verdict);
  }
}

/** The service's own wish counts, up to a limit; else the pause doubles, with a random part so that calls don't meet again in step. */
function pauseAfter(error: ModelError, attempt: number, { firstPauseMs, longestPauseMs }: Patience): number {
  const growing = firstPauseMs * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
  return Math.min(error.retryAfterMs ?? growing, longestPauseMs);
}

/** What a failed call says of the service, and not of this one request. */
function verdictOf({ outcome, retryAfterMs, isMisconfigured }: ModelError): Verdict {
  switch (outcome) {
    case 'timeout':
    case 'network_error':
    case 'server_error':
      return 'ill';
    case 'rate_limited':
      return retryAfterMs !== undefined && retryAfterMs <= soonMs ? 'unknown' : 'ill';
    case 'rejected':
      return isMisconfigured ? 'misconfigured' : 'unknown';
    case 'off_schema':
      return 'well';
  }
}

function countCall(watch: Tools['watch'], { purpose, outcome, ...call }: CallRecord): void {
  watch?.count('model_calls_total', { purpose, outcome });
  watch?.took('model_call_seconds', { purpose }, call.latency_ms / 1_000);
  watch?.count('model_tokens_total', { direction: 'in' }, call.tokens_in);
  watch?.count('model_tokens_total', { direction: 'out' }, call.tokens_out);
  watch?.count('model_cost_usd_total', {}, call.cost_usd ?? 0);
}
