import { deadlineIn } from './call-model.js';
import type { Patience } from './call-model.js';
import type { Model } from './model.js';
import { offlineClassifiers } from './offline-classifiers.js';
import { Thinking } from './thinking.js';
import { msOfSeconds } from '../shared/durations.js';
import type { ClientId, ConversationId } from '../shared/ids.js';
import type { Tools } from '../use-case.js';

export type Assistant = {
  /**
   * Begins a turn's use of the assistant.
   *
   * @param signal fires when the turn is no longer ours
   */
  think(ids: { client_id: ClientId; conversation_id: ConversationId }, signal: AbortSignal): Thinking;
};

type AssistantParts = Pick<Tools, 'db' | 'clock' | 'logger'> & {
  /** Null: no key is configured, and the offline classifier does what it can. */
  model: Model | null;
  /** How long all calls of a turn may take together; 40 seconds unless told. */
  deadlineMs?: number;
  patience?: Patience;
};

/** The assistant of all clients. It keeps the trained offline classifiers of those who wrote last. */
export function createAssistant({
  model,
  deadlineMs = msOfSeconds(40),
  ...parts
}: AssistantParts): Assistant {
  const offline = offlineClassifiers();
  const tools = model && { ...parts, model };
  return {
    think({ client_id, conversation_id }, signal) {
      const callFor = { client_id, conversation_id, deadline: deadlineIn(deadlineMs) };
      return new Thinking({ db: parts.db, model: tools, offline, callFor, signal });
    },
  };
}
