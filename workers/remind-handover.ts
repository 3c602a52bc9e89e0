import type { App } from '../src/app.js';
import type { Handlers } from '../src/jobs/catalog.js';
import { remindHandover } from '../src/handovers/remind.js';

/** A user waits for a person: the group is reminded. */
export function remindHandoverJob(app: App): Handlers<'workers'>['remind-handover'] {
  return (ids) => remindHandover(app, ids);
}
