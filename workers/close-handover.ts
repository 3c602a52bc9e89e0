import type { App } from '../src/app.js';
import type { Handlers } from '../src/jobs/catalog.js';
import { closeOverdueHandover } from '../src/handovers/close-overdue.js';

/** Nobody said anything for too long: the handover ends by itself. */
export function closeHandoverJob(app: App): Handlers<'workers'>['close-handover'] {
  return (ids) => closeOverdueHandover(app, ids);
}
