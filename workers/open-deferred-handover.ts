import type { App } from '../src/app.js';
import type { Handlers } from '../src/jobs/catalog.js';
import { openDeferredHandover } from '../src/handovers/open-deferred.js';

/** The cooldown is over: the request it held back opens, unless it was answered meanwhile. */
export function openDeferredHandoverJob(app: App): Handlers<'workers'>['open-deferred-handover'] {
  return (ids) => openDeferredHandover(app, ids);
}
