import type { Bell } from './jobs/bell.js';
import type { Watch } from './metrics/watch.js';
import type { Clock } from './shared/clock.js';
import type { Database } from './shared/database.js';
import type { Logger } from './shared/logger.js';

/** What nearly every use case needs; each names the rest of what it takes. */
export type Tools = {
  db: Database;
  clock: Clock;
  bell: Bell;
  logger: Logger;
  /** Left out: nobody watches. */
  watch?: Watch;
};
