import { sharedFairly } from './fair-share.js';
import type { App } from '../src/app.js';
import type { Handlers, Payload } from '../src/jobs/catalog.js';
import { closeIdleConversation } from '../src/conversations/close-idle.js';

/** A client's at once: each may ask a model for a summary, and nobody waits for them. */
const closingsOfClient = 2;

/** Nobody goes on with a conversation: it is closed. */
export function closeConversationJob(app: App): Handlers<'workers'>['close-conversation'] {
  return sharedFairly<Payload<'close-conversation'>>((ids) => closeIdleConversation(app, ids), {
    atMost: closingsOfClient,
    ringAgain: (payload) => void app.queues.ring({ job: 'close-conversation', payload }),
  });
}
