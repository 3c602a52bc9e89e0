import type { App } from '../src/app.js';
import type { Handlers } from '../src/jobs/catalog.js';
import { recordMetrics } from '../src/metrics/record-metrics.js';

/** An hour is over: what was sent, received and waited in it is written down. */
export function recordMetricsJob(app: App): Handlers<'workers'>['record-metrics'] {
  return () => recordMetrics(app);
}
