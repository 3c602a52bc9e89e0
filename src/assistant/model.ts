import type { z } from 'zod';

/** What models are called for; the same words stand in `llm_calls.purpose`. */
export const modelPurposes = ['classify', 'answer', 'summary', 'transcribe'] as const;
export type ModelPurpose = (typeof modelPurposes)[number];

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

/** What a call used up. Cached tokens are a part of `tokens_in` that costs less. */
export type TokensUsed = { tokens_in: number; tokens_out: number; tokens_cached?: number };

export type Completion<Value> = TokensUsed & { value: Value; model: string };

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

/** Something spoken. */
export type Recording = {
  /** Where it lies on this machine. */
  path: string;
  /** Its ending tells the format. */
  file_name: string;
};

/** A model that writes down what is said. */
export type SpeechModel = {
  /** The model asked for, as `llm_calls` names it when no answer came. */
  readonly name: string;
  /**
   * One try, without repeating.
   *
   * @returns what is said, trimmed; empty when nothing is
   * @throws ModelError when no usable answer came
   */
  transcribe(recording: Recording, signal: AbortSignal): Promise<Completion<string>>;
};

type ModelErrorParts = {
  outcome: Exclude<CallOutcome, 'ok'>;
  /** Status, code or field names; nothing that was asked or answered. */
  detail: string;
  /** How long the service asks to wait. */
  retryAfterMs?: number | undefined;
  /** The service does not know our key or the model, or is not paid: no request would be answered. */
  isMisconfigured?: boolean;
  /** What an unusable answer has cost all the same. */
  tokens_in?: number;
  tokens_out?: number;
};

/** A call that brought no usable answer. */
export class ModelError extends Error {
  readonly outcome: Exclude<CallOutcome, 'ok'>;
  readonly retryAfterMs: number | undefined;
  readonly isMisconfigured: boolean;
  readonly tokens_in: number;
  readonly tokens_out: number;

  constructor(parts: ModelErrorParts) {
    super(parts.detail);
    this.name = 'ModelError';
    this.outcome = parts.outcome;
    this.retryAfterMs = parts.retryAfterMs;
    this.isMisconfigured = parts.isMisconfigured ?? false;
    this.tokens_in = parts.tokens_in ?? 0;
    this.tokens_out = parts.tokens_out ?? 0;
  }
}

/** No call was made: the model has failed too often of late, or the client's tokens of the day are used up. */
export class ModelNotAsked extends ModelError {
  readonly why: 'breaker_open' | 'budget_spent';

  constructor(why: 'breaker_open' | 'budget_spent') {
    super({ outcome: 'rejected', detail: `not asked: ${why}` });
    this.name = 'ModelNotAsked';
    this.why = why;
  }
}
