import { closeConversationJob } from './close-conversation.js';
import { closeHandoverJob } from './close-handover.js';
import { endMuteJob } from './end-mute.js';
import { eraseUserJob } from './erase-user.js';
import { forgetOldMessagesJob } from './forget-old-messages.js';
import { mirrorConversationJob } from './mirror-conversation.js';
import { openDeferredHandoverJob } from './open-deferred-handover.js';
import { recordMetricsJob } from './record-metrics.js';
import { remindHandoverJob } from './remind-handover.js';
import { removeFilesJob } from './remove-files.js';
import { runTurnJob } from './run-turn.js';
import { sweepJob } from './sweep.js';
import { writeSummaryJob } from './write-summary.js';
import type { App } from '../src/app.js';

/** Turns wait for a model most of their time, so many may be under way at once. */
const concurrency = 40;

/** Starts hearing the workers' bells, and rings the sweep for all of them. */
export function startWorkers(app: App): void {
  app.queues.handle(
    'workers',
    {
      sweep: sweepJob(app),
      'run-turn': runTurnJob(app),
      'mirror-conversation': mirrorConversationJob(app),
      'remind-handover': remindHandoverJob(app),
      'close-handover': closeHandoverJob(app),
      'open-deferred-handover': openDeferredHandoverJob(app),
      'end-mute': endMuteJob(app),
      'close-conversation': closeConversationJob(app),
      'record-metrics': recordMetricsJob(app),
      'write-summary': writeSummaryJob(app),
      'erase-user': eraseUserJob(app),
      'remove-files': removeFilesJob(app),
      'forget-old-messages': forgetOldMessagesJob(app),
    },
    { concurrency },
  );
  app.queues.sweepEvery(app.config.sweepIntervalSeconds);
}
