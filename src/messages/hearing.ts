import type { InboundMessage } from './inbound-message.js';
import { msOfSeconds } from '../shared/durations.js';

/** So long a turn waits for what is said in a voice note; then it goes on without. */
export const hearingWaitMs = msOfSeconds(30);

/** The most the OpenAI API takes. https://platform.openai.com/docs/guides/speech-to-text */
export const largestHeardBytes = 25 * 1024 * 1024;
/** The API's models end at about 23 minutes. */
const longestHeardSeconds = 20 * 60;

/**
 * Whether a message is speech that may be written down: a voice note or music without words beside it, not too long as
 * far as its messenger says. Whether the client wants it is the client's setting.
 */
export function canBeHeard({ kind, text, media }: Pick<InboundMessage, 'kind' | 'text' | 'media'>): boolean {
  if ((kind !== 'voice' && kind !== 'audio') || text.trim() !== '' || media === null) return false;
  return (media.size ?? 0) <= largestHeardBytes && (media.duration ?? 0) <= longestHeardSeconds;
}
