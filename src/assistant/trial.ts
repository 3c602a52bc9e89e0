import { answerByModel } from './answer-by-model.js';
import type { ModelAnswer } from './answer-by-model.js';
import { deadlineIn } from './call-model.js';
import type { CallFor, ModelTools } from './call-model.js';
import { classifyByModel } from './classify-by-model.js';
import type { ModelClassification } from './classify-by-model.js';
import type { Dialogue } from './conversation-for-model.js';
import type { ActivePrompt } from './load-prompts.js';
import { ModelError, ModelNotAsked } from './model.js';
import type { CallOutcome } from './model.js';
import type { CallRecord } from './record-call.js';
import type { ClientProfile } from '../clients/client-profile.js';
import type { Intent } from '../intents/load-intents.js';
import type { ClientId } from '../shared/ids.js';

/** What it took: all tries together. */
export type Spent = {
  calls: number;
  tokens: number;
  /** US dollars; null when the price of the model is not known. */
  cost_usd: number | null;
};

/** What came of asking: an answer, or why there is none. */
export type Tried<Answer> = { spent: Spent } & (
  | { answer: Answer; problem: null }
  | { answer: null; problem: Exclude<CallOutcome, 'ok'> | 'breaker_open' | 'budget_spent' }
);

type Question = { profile: ClientProfile; dialogue: Dialogue; prompt: ActivePrompt };

/**
 * Asks the model as a turn would, but by any prompt, and says plainly when it fails: nothing stands in for it. The calls
 * are written down and count against the client's tokens of the day; nothing is sent to anybody.
 */
export class Trial {
  readonly #model: ModelTools;
  readonly #callFor: CallFor;
  readonly #signal: AbortSignal;

  /** @param of.deadlineMs for all its calls together */
  constructor(model: ModelTools, of: { client_id: ClientId; deadlineMs: number; signal: AbortSignal }) {
    const { client_id, deadlineMs, signal } = of;
    this.#model = model;
    this.#signal = signal;
    this.#callFor = {
      ...{ client_id, conversation_id: null, deadline: deadlineIn(deadlineMs) },
      hasTokens: () => model.budgets.allows(client_id),
    };
  }

  answer(question: Question): Promise<Tried<ModelAnswer>> {
    return this.#tried((callFor) =>
      answerByModel(this.#model, { ...question, callFor, signal: this.#signal }),
    );
  }

  classify({
    profile,
    ...question
  }: Question & { intents: readonly Intent[] }): Promise<Tried<ModelClassification>> {
    return this.#tried((callFor) =>
      classifyByModel(this.#model, { ...question, business: profile, callFor, signal: this.#signal }),
    );
  }

  async #tried<Answer>(ask: (callFor: CallFor) => Promise<Answer>): Promise<Tried<Answer>> {
    let spent: Spent = { calls: 0, tokens: 0, cost_usd: 0 };
    const onCall = (call: CallRecord): void => {
      spent = withCall(spent, call);
    };
    try {
      const answer = await ask({ ...this.#callFor, onCall });
      return { answer, problem: null, spent };
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      return { answer: null, problem: error instanceof ModelNotAsked ? error.why : error.outcome, spent };
    }
  }
}

function withCall({ calls, tokens, cost_usd }: Spent, call: CallRecord): Spent {
  return {
    calls: calls + 1,
    tokens: tokens + call.tokens_in + call.tokens_out,
    cost_usd: cost_usd === null || call.cost_usd === null ? null : cost_usd + call.cost_usd,
  };
}
