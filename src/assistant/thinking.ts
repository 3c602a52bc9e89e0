import { answerByModel } from './answer-by-model.js';
import type { ModelAnswer } from './answer-by-model.js';
import { deadlineIn } from './call-model.js';
import type { CallFor, ModelTools } from './call-model.js';
import { classifyByModel } from './classify-by-model.js';
import type { ModelClassification } from './classify-by-model.js';
import { unreadLines } from './conversation-for-model.js';
import type { Dialogue, SpokenLine } from './conversation-for-model.js';
import { ModelError, ModelNotAsked } from './model.js';
import type { Business } from './prompt-text.js';
import type { OfflineClassifiers } from './offline-classifiers.js';
import { summarizeConversation, summarizeForManagers, summarizeStretch } from './summarize-stretch.js';
import type { ClientProfile } from '../clients/client-profile.js';
import type { ModelState } from '../conversations/route.js';
import type { Classification, Finding, UnreadLine } from '../intents/classifier.js';
import type { Intent } from '../intents/load-intents.js';
import { findArticle } from '../knowledge/find-article.js';
import { loadKnowledge } from '../knowledge/load-knowledge.js';
import type { Article } from '../knowledge/load-knowledge.js';
import type { Queryable } from '../shared/database.js';
import { msOfSeconds } from '../shared/durations.js';

/** What the unread messages are about, as far as they were understood. */
export type Understood = Classification & {
  /** One line for the manager; null without a model. */
  summary: string | null;
};

/** What is to be understood. */
type Question = {
  intents: readonly Intent[];
  dialogue: Dialogue;
  /** In its language the summary is written. */
  business: Business;
  /** Codes of the languages in which words of the user are understood. */
  languages: readonly string[];
};

type Means = {
  db: Queryable;
  /** Null: no model is configured. */
  model: ModelTools | null;
  offline: OfflineClassifiers;
  callFor: CallFor;
  /** Fires when the turn is no longer ours. */
  signal: AbortSignal;
};

/** A summary may not use up the time of the answer. */
const summaryMs = msOfSeconds(12);

/** One turn's use of the assistant: what it asks a model for shares one deadline, and a model that failed is not asked again. */
export class Thinking {
  readonly #means: Means;
  #modelState: ModelState;
  /** Read when an article is first looked for. */
  #knowledge: Promise<Article[]> | undefined;

  constructor(means: Means) {
    this.#means = means;
    this.#modelState = means.model === null ? 'none' : 'answered';
  }

  /** Whether the model answered whenever this turn asked it, or failed, or there is none (or no tokens for it). */
  get modelState(): ModelState {
    return this.#modelState;
  }

  /** Sorts the unread messages into the client's intents; offline, and message by message, when no model answers. */
  async understand({ intents, dialogue, business, languages }: Question): Promise<Understood> {
    const { offline, callFor, signal } = this.#means;
    const unread = unreadLines(dialogue);
    const understood = await this.#ask((model) =>
      classifyByModel(model, { callFor, intents, business, dialogue, signal }),
    );
    if (understood) return { ...understood, found: asOne(unread, understood) };
    return { ...(await offline.classify(callFor.client_id, intents, { unread, languages })), summary: null };
  }

  /**
   * An answer from the client's own words; null when there is no model to ask and no article clearly answers.
   *
   * @param question the part of the dialogue that an article has to be about; a model answers everything unread
   */
  async answer(profile: ClientProfile, dialogue: Dialogue, question: string): Promise<ModelAnswer | null> {
    const { callFor, signal } = this.#means;
    const answer = await this.#ask((model) => answerByModel(model, { callFor, profile, dialogue, signal }));
    return answer ?? this.answerByArticle(question);
  }

  /** The article that clearly answers a question, word for word; null when none does. */
  async answerByArticle(question: string): Promise<ModelAnswer | null> {
    const { db, callFor } = this.#means;
    this.#knowledge ??= loadKnowledge(db, callFor.client_id);
    const article = findArticle(question, await this.#knowledge);
    return article && { action: 'answer', text: article.text, prompt_id: null };
  }

  /** What stands for a stretch in which a person talked; null when there is no model to be told. */
  async summarize(lines: readonly SpokenLine[]): Promise<string | null> {
    const { model, callFor, signal } = this.#means;
    const shortly = { ...callFor, deadline: deadlineIn(summaryMs) };
    return model && summarizeStretch(model, { callFor: shortly, lines, signal });
  }

  /**
   * What a conversation that is over came to, for those that follow; null when no model tells.
   *
   * @param earlier what the one before it came to
   */
  async sumUp(lines: readonly SpokenLine[], earlier: string | null): Promise<string | null> {
    const { callFor, signal } = this.#means;
    const shortly = { ...callFor, deadline: deadlineIn(summaryMs) };
    return this.#ask((model) => summarizeConversation(model, { callFor: shortly, lines, earlier, signal }));
  }

  /** A conversation in short for a manager, in the language of this code; null when no model tells. */
  async tellManagers(lines: readonly SpokenLine[], language: string): Promise<string | null> {
    const { callFor, signal } = this.#means;
    return this.#ask((model) => summarizeForManagers(model, { callFor, lines, language, signal }));
  }

  /** @returns null when there is no model, or it has failed */
  async #ask<Value>(question: (model: ModelTools) => Promise<Value>): Promise<Value | null> {
    if (this.#means.model === null || this.#modelState !== 'answered') return null;
    try {
      return await question(this.#means.model);
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      // Without tokens it is as without a key: nothing was tried, so nothing failed. An open breaker has seen failures.
      const isWithoutTokens = error instanceof ModelNotAsked && error.why === 'budget_spent';
      this.#modelState = isWithoutTokens ? 'none' : 'failed';
      return null;
    }
  }
}

/** A model judges all that is unread as one. */
function asOne(unread: readonly UnreadLine[], { intent, confidence }: ModelClassification): Finding {
  return {
    ...{ intent, confidence, parts: [] },
    seqs: unread.map(({ seq }) => seq),
    text: unread.map(({ text }) => text).join('\n'),
  };
}
