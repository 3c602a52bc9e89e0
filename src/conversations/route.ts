import {
  triggerTypeOf,
  type AskedBy,
  type HandoverReason,
  type TriggerType,
} from '../handovers/handover-types.js';
import type { MessageKind } from '../messages/message-kinds.js';
import type { NoticeName } from '../texts/shape/notices.js';

/** How often in a row the assistant has failed a user; columns of the conversation. */
export type Counters = { no_count: number; not_understood_count: number; out_of_scope_count: number };

/** The settings of a client that a route depends on. */
export type RouteSettings = {
  confidence_threshold: number;
  no_count_limit: number;
  media_action: 'handover' | 'notice' | 'transcribe';
};

/** What is known of a turn's unread messages without asking a model. */
export type TurnFacts = {
  /** All unread messages of the user, oldest first; `text` is null or blank when there is none (or no transcript). */
  messages: readonly { kind: MessageKind; text: string | null }[];
  /** Every message is thanks, an emoji, a reaction. */
  is_pleasantry: boolean;
  /** A handover keyword of the client is said. */
  has_keyword: boolean;
  /** A person is asked for outright, and how; null when not. */
  asks_for_human: Exclude<AskedBy, 'classifier'> | null;
  /** No message says more than "no", "it didn't help". */
  says_no: boolean;
  /** The newest message is older than the assistant may answer. */
  is_stale: boolean;
  counters: Counters;
};

/** What the classifier made of the messages. */
export type Understanding = {
  confidence: number;
  wants_human: boolean;
  is_pleasantry: boolean;
  is_out_of_scope: boolean;
  /** The client's row of the intent found; null when none fits. */
  intent: { name: string; action: 'answer' | 'reply' | 'handover' | 'ignore'; reply: string | null } | null;
};

/**
 * How the model did: `answered`, or `failed` after all retries (the offline classifier stood in), or there is `none`
 * configured (the offline classifier is all there is, and that is no failure).
 */
export type ModelState = 'answered' | 'failed' | 'none';

/** What is done with a turn, with the counters to write. */
export type Route = { counters: Counters } & (
  | { action: 'ignore' }
  /** The model answers from the client's prompt and knowledge. */
  | { action: 'answer' }
  /** The intent's fixed text. */
  | { action: 'reply'; text: string }
  | { action: 'notice'; notice: NoticeName }
  | { action: 'handover'; reason: HandoverReason; trigger_type: TriggerType }
);

const failuresInARow = 2;
/** What any outcome but another failure sets the counters to. */
export const noFailures: Counters = { no_count: 0, not_understood_count: 0, out_of_scope_count: 0 };

/** Kinds whose content is lost on whoever reads only the text beside them. */
const spokenKinds: readonly MessageKind[] = ['voice', 'audio', 'video_note'];
/** What a person has to look at when nothing is written beside it. */
const shownKinds: readonly MessageKind[] = ['image', 'video', 'document', 'location', 'contact'];

/**
 * What is decided before any model is asked, in this order: pleasantries, the client's keywords, a wish for a person,
 * age, files without text, "no" too often.
 *
 * @returns null when the messages have to be understood first: classify, then {@link routeUnderstood}
 */
export function routeBeforeModel(facts: TurnFacts, settings: RouteSettings): Route | null {
  // A "thanks" between two failures doesn't make them two single ones.
  if (facts.is_pleasantry) return { action: 'ignore', counters: facts.counters };
  if (facts.has_keyword) return handOver('keyword');
  if (facts.asks_for_human !== null) return handOver('asked_for_human', facts.asks_for_human);
  if (facts.is_stale) return handOver('stale');
  if (hasUnreadMedia(facts.messages)) {
    return settings.media_action === 'notice' ? tell('media') : handOver('media');
  }
  if (!facts.messages.some(hasText)) return tell('unsupported');
  if (facts.says_no && facts.counters.no_count + 1 >= settings.no_count_limit) return handOver('no_count');
  return null;
}

/**
 * What is done with messages that were understood, as far as they were. A confident wish for a person comes before all
 * else; what the assistant may not or cannot answer gets a notice the first time and a person the second time in a row.
 */
export function routeUnderstood(
  facts: TurnFacts,
  understanding: Understanding,
  settings: RouteSettings,
  model: ModelState,
): Route {
  const { intent, confidence } = understanding;
  if (understanding.wants_human) return handOver('asked_for_human', 'classifier');
  if (understanding.is_pleasantry) return { action: 'ignore', counters: facts.counters };
  if (understanding.is_out_of_scope)
    return model === 'failed' ? handOver('model_failure') : routeOutOfScope(facts);
  if (confidence < settings.confidence_threshold) return routeWithoutAnswer(facts, model);
  if (intent === null) return routeWithoutIntent(facts, model);
  switch (intent.action) {
    case 'handover':
      return handOver('intent');
    case 'ignore':
      return { action: 'ignore', counters: succeeded(facts) };
    case 'answer':
      return { action: 'answer', counters: succeeded(facts) };
    case 'reply': {
      const text = intent.reply?.trim() ?? '';
      return text === ''
        ? routeWithoutAnswer(facts, model)
        : { action: 'reply', text, counters: succeeded(facts) };
    }
  }
}

/**
 * The client's business, but none of its intents: a model answers from the prompt and the knowledge, or finds that a
 * person is needed. Without one nothing can.
 */
function routeWithoutIntent(facts: TurnFacts, model: ModelState): Route {
  return model === 'answered'
    ? { action: 'answer', counters: succeeded(facts) }
    : routeWithoutAnswer(facts, model);
}

/**
 * What is done when nothing answers: the messages were not understood, or an `answer` was due and none could be made.
 * After a failed model a person takes over at once; otherwise the user is asked to say it differently, once.
 */
export function routeWithoutAnswer(facts: TurnFacts, model: ModelState): Route {
  if (model === 'failed') return handOver('model_failure');
  const not_understood_count = facts.counters.not_understood_count + 1;
  if (not_understood_count >= failuresInARow) return handOver('low_confidence');
  const counters = { ...facts.counters, no_count: noCountAfter(facts), not_understood_count };
  return { action: 'notice', notice: 'not_understood', counters };
}

/** What is done with something that is none of the client's business, also when the answering model finds that out. */
export function routeOutOfScope(facts: TurnFacts): Route {
  const out_of_scope_count = facts.counters.out_of_scope_count + 1;
  if (out_of_scope_count >= failuresInARow) return handOver('out_of_scope');
  const counters = { ...facts.counters, no_count: noCountAfter(facts), out_of_scope_count };
  return { action: 'notice', notice: 'out_of_scope', counters };
}

function handOver(reason: HandoverReason, askedBy?: AskedBy): Route {
  return { action: 'handover', reason, trigger_type: triggerTypeOf(reason, askedBy), counters: noFailures };
}

function tell(notice: NoticeName): Route {
  return { action: 'notice', notice, counters: noFailures };
}

/** The failures are over, only a row of "no" goes on as long as the user says nothing else. */
function succeeded(facts: TurnFacts): Counters {
  return { ...noFailures, no_count: noCountAfter(facts) };
}

function noCountAfter(facts: TurnFacts): number {
  return facts.says_no ? facts.counters.no_count + 1 : 0;
}

function hasUnreadMedia(messages: TurnFacts['messages']): boolean {
  const wordless = messages.filter((message) => !hasText(message));
  if (wordless.some(({ kind }) => spokenKinds.includes(kind))) return true;
  return wordless.some(({ kind }) => shownKinds.includes(kind)) && !messages.some(hasText);
}

function hasText({ kind, text }: TurnFacts['messages'][number]): boolean {
  return kind !== 'unsupported' && text !== null && text.trim() !== '';
}
