import { deadlineIn, makeCall } from './call-model.js';
import type { CallTools } from './call-model.js';
import { ModelError } from './model.js';
import type { Recording, SpeechModel } from './model.js';
import { msOfSeconds } from '../shared/durations.js';
import type { ClientId, ConversationId } from '../shared/ids.js';

/** All tries together: a turn waits for half of it, and what is heard later still helps the managers. */
const deadlineMs = msOfSeconds(60);

/** Whose recording it is. */
export type SpokenIn = { client_id: ClientId; conversation_id: ConversationId };

/**
 * Writes down what is said in a recording.
 *
 * @returns null when nothing is said, or no model tells
 * @throws whatever `signal` was aborted with
 */
export async function hearRecording(
  { speech, ...tools }: CallTools & { speech: SpeechModel },
  { client_id, conversation_id }: SpokenIn,
  { recording, signal }: { recording: Recording; signal: AbortSignal },
): Promise<string | null> {
  const once = (until: AbortSignal) => speech.transcribe(recording, until);
  const context = {
    ...{ client_id, conversation_id, prompt: { id: null, version: null } },
    deadline: deadlineIn(deadlineMs),
    hasTokens: () => tools.budgets.allows(client_id),
  };
  try {
    const text = await makeCall(tools, { purpose: 'transcribe', model: speech.name, signal, once }, context);
    return text === '' ? null : text;
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  }
}
