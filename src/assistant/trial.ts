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
import type { ClientProfile } from '../clients/client-profile.js';
import type { Intent } from '../intents/load-intents.js';
import type { ClientId } from '../shared/ids.js';

/** What came of asking: an answer, or why there is none. */
export type Tried<Answer> =
  | { answer: Answer; problem: null }
  | { answer: null; problem: Exclude<CallOutcome, 'ok'> | 'breaker_open' | 'budget_spent' };

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
    return tried(() =>
      answerByModel(this.#model, { ...question, callFor: this.#callFor, signal: this.#signal }),
    );
  }

  classify({
    profile,
    ...question
  }: Question & { intents: readonly Intent[] }): Promise<Tried<ModelClassification>> {
    const { language } = profile;
    return tried(() =>
      classifyByModel(this.#model, { ...question, language, callFor: this.#callFor, signal: this.#signal }),
    );
  }
}

async function tried<Answer>(ask: () => Promise<Answer>): Promise<Tried<Answer>> {
  try {
    return { answer: await ask(), problem: null };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { answer: null, problem: error instanceof ModelNotAsked ? error.why : error.outcome };
  }
}
