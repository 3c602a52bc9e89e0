import { failedKindNames, failedKinds } from './failed-kinds.js';
import type { FailedKind } from './failed-kinds.js';
import type { Queues, QueueStanding } from '../jobs/queues.js';
import { readDue } from '../metrics/database-gauges.js';
import type { Due } from '../metrics/database-gauges.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { messageOf } from '../shared/errors.js';

/** How an installation keeps up with its work. */
export type QueuesNow = {
  backend: 'postgresql' | 'redis';
  /** Why the queue does not answer; null: it does. */
  problem: string | null;
  queues: QueueStanding[];
  /** What is due, of every kind; {@link readDue}. */
  due: Due[];
  /** How much was given up; at most 10000 are counted. */
  failed: Record<FailedKind, number>;
};

const mostCounted = 10_000;

/** How the queues stand, what is due by the database, and how much was given up. */
export async function readQueues({
  db,
  queues,
  now,
}: {
  db: Queryable;
  queues: Pick<Queues, 'health' | 'standing'>;
  now: Date;
}): Promise<QueuesNow> {
  const holders = await db.query<{ bell_queue: string }>(
    sql`SELECT DISTINCT bell_queue FROM leases WHERE expires_at > now() ORDER BY bell_queue`,
  );
  const { backend, problem = null } = await queues.health();
  const names = holders.map(({ bell_queue }) => bell_queue);
  const [standing, due, updates, messages, posts] = await Promise.all([
    readStanding(queues, names, problem),
    readDue(db, now),
    ...failedKindNames.map((kind) => countFailed(db, kind)),
  ]);
  return {
    backend,
    ...standing,
    due,
    failed: { updates: updates ?? 0, messages: messages ?? 0, posts: posts ?? 0 },
  };
}

/** A queue that is away takes nothing else with it: what is due stands in the database. */
async function readStanding(
  queues: Pick<Queues, 'standing'>,
  names: readonly string[],
  problem: string | null,
): Promise<Pick<QueuesNow, 'queues' | 'problem'>> {
  if (problem !== null) return { queues: [], problem };
  try {
    return { queues: await queues.standing(names), problem };
  } catch (error) {
    return { queues: [], problem: messageOf(error) };
  }
}

async function countFailed(db: Queryable, kind: FailedKind): Promise<number> {
  const { count } = await db.one<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM (SELECT 1 AS one FROM (${failedKinds[kind].rows}) f LIMIT ${mostCounted}) found`,
  );
  return count;
}
