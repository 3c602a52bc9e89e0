import type { App } from '../src/app.js';
import { dueIdle, dueMirrors, dueMutes, dueTurns } from '../src/conversations/due-turns.js';
import { dueCloses, dueDeferred, dueReminders } from '../src/handovers/due-handovers.js';
import { forgetExpiredCounters } from '../src/shared/counters-in-postgres.js';
import { dueMetrics } from '../src/metrics/record-metrics.js';
import { forgetHandledUpdates } from '../src/topics/handled-updates.js';
import { dueErasures } from '../src/privacy/erase-user.js';
import { dueFiles } from '../src/privacy/files-to-remove.js';
import { dueForgetting } from '../src/privacy/forget-old-messages.js';
import { dueSummaries } from '../src/topics/summaries.js';
import type { AnyJob, Handlers, JobsOf, Payload } from '../src/jobs/catalog.js';

/** More is found by the next sweep: what is rung for here is soon no longer due. */
const atMost = 200;

/** Rings for whatever is due and had no bell: reads only what is due, over indexes that hold only what waits. */
export function sweepJob({
  db,
  clock,
  queues,
}: Pick<App, 'db' | 'clock' | 'queues'>): Handlers<'workers'>['sweep'] {
  return async () => {
    const now = clock.now();
    // Sent behind one another over one connection: a sweep each second would otherwise keep a dozen of them open.
    const found = await db.transaction((tx) =>
      Promise.all([
        bells('run-turn', dueTurns(tx, now, atMost)),
        bells('mirror-conversation', dueMirrors(tx, now, atMost)),
        bells('remind-handover', dueReminders(tx, now, atMost)),
        bells('close-handover', dueCloses(tx, now, atMost)),
        bells('open-deferred-handover', dueDeferred(tx, now, atMost)),
        bells('end-mute', dueMutes(tx, now, atMost)),
        bells('close-conversation', dueIdle(tx, now, atMost)),
        bells('record-metrics', dueMetrics(tx, now)),
        bells('write-summary', dueSummaries(tx, now, atMost)),
        bells('erase-user', dueErasures(tx, now, atMost)),
        bells('remove-files', dueFiles(tx, now)),
        bells('forget-old-messages', dueForgetting(tx, now)),
      ]),
    );
    await queues.ringMany(found.flat());
    await forgetHandledUpdates(db, now);
    await forgetExpiredCounters(db);
  };
}

async function bells<Name extends Exclude<JobsOf<'workers'>, 'sweep'>>(
  job: Name,
  due: Promise<Payload<Name>[]>,
): Promise<AnyJob[]> {
  return (await due).map((payload) => ({ job, payload }) as AnyJob);
}
