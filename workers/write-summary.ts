import type { App } from '../src/app.js';
import type { Handlers } from '../src/jobs/catalog.js';
import { writeSummary } from '../src/topics/summaries.js';

/** A manager wants the conversation in short. */
export function writeSummaryJob(app: App): Handlers<'workers'>['write-summary'] {
  return (ids) => writeSummary(app, ids);
}
