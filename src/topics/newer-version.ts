import { sql } from '../shared/database.js';
import type { Sql } from '../shared/database.js';

/**
 * What is set of a post `p` that is to be sent anew, as it reads by then: one that is just being sent is sent once more
 * after it. When, `due_at` says.
 */
export const newerVersion: Sql = sql`
  version = p.version + 1, status = CASE WHEN p.status = 'sending' THEN 'sending' ELSE 'queued' END`;
