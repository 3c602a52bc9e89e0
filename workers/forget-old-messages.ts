import type { App } from '../src/app.js';
import type { Handlers } from '../src/jobs/catalog.js';
import { forgetOldMessages } from '../src/privacy/forget-old-messages.js';

/** Messages are deleted that are older than their client keeps them. */
export function forgetOldMessagesJob(app: App): Handlers<'workers'>['forget-old-messages'] {
  return () => forgetOldMessages(app);
}
