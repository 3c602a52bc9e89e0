import type { z } from 'zod';

/** What models are called for; the same words stand in `llm_calls.purpose`. */
export type ModelPurpose = 'classify' | 'answer' | 'summary';

/** How one call ended; the same words stand in `llm_calls.outcome`. */
export type CallOutcome =
  | 'ok'
  | 'timeout'
  | 'rate_limited'
  | 'server_error'
  | 'network_error'
  | 'rejected'
  | 'off_schema';

export type ModelMessage = { role: 'user' | 'assistant'; content: string };

export type ModelRequest<Value> = {
  purpose: ModelPurpose;
  /** Only what the client and the product say; never a word of a user's. */
  system: string;
  messages: readonly ModelMessage[];
  /** What the answer must be. It is given to the model and held against what comes back. */
  schema: z.ZodType<Value>;
  /** Letters, digits, `_` and `-`. */
  schemaName: string;
  /** Gives up when it fires. */
  signal: AbortSignal;
};

export type Completion<Value> = { value: Value; tokens_in: number; tokens_out: number; model: string };

/** A language model that answers by a schema. */
export type Model = {
  /** The model asked for, as `llm_calls` names it when no answer came. */
  readonly name: string;
  /**
   * One try, without repeating.
   *
   * @throws ModelError when no usable answer came
   */
  complete<Value>(request: ModelRequest<Value>): Promise<Completion<Value>>;
};

type ModelErrorParts = {
  outcome: Exclude<CallOutcome, 'ok'>;
  /** Status, code or field names; nothing that was asked or answered. */
  detail: string;
  /** How long the service asks to wait. */
  retryAfterMs?: number | undefined;
  /** What an unusable answer has cost all the same. */
  tokens_in?: number;
  tokens_out?: number;
};

/** A call that brought no usable answer. */
export class ModelError extends Error {
  readonly outcome: Exclude<CallOutcome, 'ok'>;
  readonly retryAfterMs: number | undefined;
  readonly tokens_in: number;
  readonly tokens_out: number;

  constructor({ outcome, detail, retryAfterMs, tokens_in = 0, tokens_out = 0 }: ModelErrorParts) {
    super(detail);
    this.name = 'ModelError';
    this.outcome = outcome;
    this.retryAfterMs = retryAfterMs;
    this.tokens_in = tokens_in;
    this.tokens_out = tokens_out;
  }
}
