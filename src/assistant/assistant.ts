import { answerByModel } from './answer-by-model.js';
import type { ModelAnswer } from './answer-by-model.js';
import { deadlineIn } from './call-model.js';
import type { CallFor, ModelTools, Patience } from './call-model.js';
import { classifyByModel } from './classify-by-model.js';
import { unreadText, unreadTexts } from './conversation-for-model.js';
import type { Dialogue, SpokenLine } from './conversation-for-model.js';
import type { Model } from './model.js';
import { ModelError } from './model.js';
import { offlineClassifiers } from './offline-classifiers.js';
import { summarizeStretch } from './summarize-stretch.js';
import type { ClientProfile } from '../clients/client-profile.js';
import type { ModelState } from '../conversations/route.js';
import type { Classification } from '../intents/classifier.js';
import type { Intent } from '../intents/load-intents.js';
import { findArticle } from '../knowledge/find-article.js';
import { loadKnowledge } from '../knowledge/load-knowledge.js';
import { msOfSeconds } from '../shared/durations.js';
import type { ClientId, ConversationId } from '../shared/ids.js';
import type { Tools } from '../use-case.js';

/** What the unread messages are about, as far as they were understood. */
export type Understood = Classification & {
  /** One line for the manager; null without a model. */
  summary: string | null;
};

/** One turn's use of the assistant: what it asks a model for shares one deadline. */
export type Thinking = {
  /** Answered by a model so far, or failed at the last try of this turn, or there is none. */
  readonly modelState: ModelState;
  /**
   * Sorts the unread messages into the client's intents; offline when no model answers.
   *
   * @param question.languages codes of the client's and the user's
   */
  understand(question: {
    intents: readonly Intent[];
    dialogue: Dialogue;
    languages: readonly string[];
  }): Promise<Understood>;
  /** An answer from the client's own words; null when nothing clearly answers and no model is there to be asked. */
  answer(profile: ClientProfile, dialogue: Dialogue): Promise<ModelAnswer | null>;
  /** What stands for a stretch in which a person talked; null when there is no model to be told. */
  summarize(lines: readonly SpokenLine[]): Promise<string | null>;
};

export type Assistant = {
  /** @param signal fires when the turn is no longer ours */
  think(ids: { client_id: ClientId; conversation_id: ConversationId }, signal: AbortSignal): Thinking;
};

type AssistantParts = Pick<Tools, 'db' | 'clock' | 'logger'> & {
  /** Null: no key is configured, and the offline classifier does what it can. */
  model: Model | null;
  /** How long all calls of a turn may take together; 40 seconds unless told. */
  deadlineMs?: number;
  patience?: Patience;
};

/** A summary may not use up the time of the answer. */
const summaryMs = msOfSeconds(12);

/** The assistant of all clients. It keeps the trained offline classifiers of those who wrote last. */
export function createAssistant({
  model,
  deadlineMs = msOfSeconds(40),
  ...parts
}: AssistantParts): Assistant {
  const offline = offlineClassifiers();
  return {
    think(ids, signal) {
      const tools: ModelTools | null = model && { ...parts, model };
      const callFor = { ...ids, deadline: deadlineIn(deadlineMs) };
      let modelState: ModelState = tools ? 'answered' : 'none';
      /** Asks the model, unless it has failed this turn already. */
      const ask = async <Value>(
        question: (tools: ModelTools, callFor: CallFor) => Promise<Value>,
      ): Promise<Value | null> => {
        if (!tools || modelState !== 'answered') return null;
        try {
          return await question(tools, callFor);
        } catch (error) {
          if (!(error instanceof ModelError)) throw error;
          modelState = 'failed';
          return null;
        }
      };
      return {
        get modelState() {
          return modelState;
        },
        async understand({ intents, dialogue, languages }) {
          const understood = await ask((asked, forWhom) =>
            classifyByModel(asked, { callFor: forWhom, intents, dialogue, signal }),
          );
          if (understood) return understood;
          const texts = unreadTexts(dialogue);
          return { ...(await offline.classify(ids.client_id, intents, { texts, languages })), summary: null };
        },
        async answer(profile, dialogue) {
          const answer = await ask((asked, forWhom) =>
            answerByModel(asked, { callFor: forWhom, profile, dialogue, signal }),
          );
          if (answer) return answer;
          const article = findArticle(unreadText(dialogue), await loadKnowledge(parts.db, ids.client_id));
          return article && { action: 'answer', text: article.text, prompt_id: null };
        },
        async summarize(lines) {
          if (!tools) return null;
          return summarizeStretch(tools, {
            callFor: { ...callFor, deadline: deadlineIn(summaryMs) },
            lines,
            signal,
          });
        },
      };
    },
  };
}
