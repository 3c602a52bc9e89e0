import { deadlineIn } from './call-model.js';
import type { Patience } from './call-model.js';
import { CircuitBreaker } from './circuit-breaker.js';
import type { BreakerStatus } from './circuit-breaker.js';
import type { ModelPrices } from './model-prices.js';
import { hearRecording } from './hear.js';
import type { SpokenIn } from './hear.js';
import type { Model, Recording, SpeechModel } from './model.js';
import { offlineClassifiers } from './offline-classifiers.js';
import { Thinking } from './thinking.js';
import { Trial } from './trial.js';
import { TokenBudgets } from './token-budget.js';
import { monotonicMs } from '../shared/clock.js';
import { msOfSeconds } from '../shared/durations.js';
import type { ClientId, ConversationId } from '../shared/ids.js';
import type { Logger } from '../shared/logger.js';
import type { Tools } from '../use-case.js';

export type Assistant = {
  /**
   * Begins a turn's use of the assistant.
   *
   * @param ids without a conversation nothing but understanding is tried out
   * @param signal fires when the turn is no longer ours
   */
  think(ids: { client_id: ClientId; conversation_id: ConversationId | null }, signal: AbortSignal): Thinking;
  /**
   * Tries prompts out on the model; null when none is configured.
   *
   * @param signal fires when nobody waits for it any more
   */
  trial(client_id: ClientId, signal: AbortSignal): Trial | null;
  /**
   * Writes down what is said in a recording.
   *
   * @returns null when nothing is said, or no model tells
   * @throws whatever `signal` was aborted with
   */
  hear(of: SpokenIn, recording: Recording, signal: AbortSignal): Promise<string | null>;
  /** How the model does, as far as this process has asked it; null when none is configured. */
  readonly modelStatus: BreakerStatus | null;
};

type AssistantParts = Pick<Tools, 'db' | 'clock' | 'logger' | 'bell' | 'watch'> & {
  /** Null: no key is configured, and the offline classifier does what it can. */
  model: Model | null;
  /** What hears voice notes; left out: nothing does. */
  speech?: SpeechModel | null;
  prices?: ModelPrices | undefined;
  /** How long all calls of a turn may take together; 40 seconds unless told. */
  deadlineMs?: number;
  patience?: Patience;
  /** Milliseconds of the clock the breaker goes by; the machine's unless told. */
  breakerNow?: () => number;
};

/** The assistant of all clients. It keeps the trained offline classifiers of those who wrote last. */
export function createAssistant({
  model,
  speech = null,
  prices = {},
  deadlineMs = msOfSeconds(40),
  breakerNow = monotonicMs,
  ...parts
}: AssistantParts): Assistant {
  const offline = offlineClassifiers();
  // One for each: a service that answers may know nothing of speech.
  const breakerOf = (what: ModelWords): CircuitBreaker =>
    new CircuitBreaker({
      now: breakerNow,
      random: Math.random,
      onChange: (status) => logChange(parts.logger, status, what),
    });
  const breaker = breakerOf(modelWords);
  const budgets = new TokenBudgets(parts);
  const tools = model && { ...parts, model, prices, breaker, budgets };
  const ears = speech && { ...parts, speech, prices, breaker: breakerOf(speechWords), budgets };
  return {
    think({ client_id, conversation_id }, signal) {
      let allowed: Promise<boolean> | undefined;
      const hasTokens = (): Promise<boolean> => (allowed ??= budgets.allows(client_id));
      const callFor = { client_id, conversation_id, deadline: deadlineIn(deadlineMs), hasTokens };
      return new Thinking({ db: parts.db, model: tools, offline, callFor, signal });
    },
    trial: (client_id, signal) => tools && new Trial(tools, { client_id, deadlineMs, signal }),
    async hear(of, recording, signal) {
      return ears && hearRecording(ears, of, { recording, signal });
    },
    get modelStatus() {
      return tools && breaker.status;
    },
  };
}

/** How a model's troubles are told in the log. */
type ModelWords = { name: string; settings: string; instead: string };

const modelWords: ModelWords = {
  name: 'the model',
  settings: 'OPENAI_API_KEY, the balance of the account and OPENAI_MODEL',
  instead: 'the offline classifier answers',
};
const speechWords: ModelWords = {
  name: 'the model that hears voice notes',
  settings: 'OPENAI_API_KEY, the balance of the account and OPENAI_TRANSCRIPTION_MODEL',
  instead: 'voice notes go to people',
};

/** The breaker is kept in memory, one a process: each finds out within three calls, and none has to ask another. */
function logChange(
  logger: Logger,
  { state, cause, pauseMs }: BreakerStatus,
  { name, settings, instead }: ModelWords,
): void {
  if (state === 'closed') {
    logger.info(`${name} answers again`);
  } else if (state === 'open' && pauseMs > 0) {
    logger.error(
      { cause, pause_seconds: Math.round(pauseMs / 1_000) },
      cause === 'misconfigured'
        ? `${name} refuses our calls and is left alone for a while: check ${settings}`
        : `${name} fails again and again and is left alone for a while; ${instead}`,
    );
  }
}
