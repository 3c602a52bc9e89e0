import type { App } from '../src/app.js';
import type { Handlers } from '../src/jobs/catalog.js';
import { endMute } from '../src/conversations/mute.js';

/** The bot's silence runs out: it answers what was left unanswered. */
export function endMuteJob(app: App): Handlers<'workers'>['end-mute'] {
  return (ids) => endMute(app, ids);
}
