import type { App } from '../src/app.js';
import type { Handlers } from '../src/jobs/catalog.js';
import { mirrorConversation } from '../src/topics/mirror-conversation.js';

/** Messages of a conversation are shown in its topic. */
export function mirrorConversationJob(app: App): Handlers<'workers'>['mirror-conversation'] {
  return (ids) => mirrorConversation(app, ids);
}
