import type { Bell } from './bell.js';
import type { AnyJob } from './catalog.js';
import type { Queues } from './queues.js';
import { monotonicMs } from '../shared/clock.js';
import type { Clock } from '../shared/clock.js';
import { prepared, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { msOfSeconds } from '../shared/durations.js';
import type { IntegrationId } from '../shared/ids.js';
import { holderOf } from '../shared/leases.js';
import type { Logger } from '../shared/logger.js';

type OfConnection = Parameters<Bell['delivery']>[0];
type Parts = { db: Queryable; queues: Pick<Queues, 'ring'>; clock: Clock; logger: Logger };

/** Bells over the queue. A ring that fails is logged and forgiven; the sweep finds what is due. */
export function createBell(parts: Parts): Bell & { close(): void } {
  const { clock, queues } = parts;
  const queueOf = holdersQueue(parts.db);
  const waiting = new Set<NodeJS.Timeout>();
  const ring = (job: AnyJob): void => void forgiven(parts, queues.ring(job));
  return {
    turn(payload, due) {
      const delay = due ? due.getTime() - clock.now().getTime() : 0;
      if (delay <= 0) return ring({ job: 'run-turn', payload });
      // Only spares the wait for the next sweep: the column says when the turn is due.
      const timer = setTimeout(() => {
        waiting.delete(timer);
        ring({ job: 'run-turn', payload });
      }, delay).unref();
      waiting.add(timer);
    },
    mirror: (payload) => ring({ job: 'mirror-conversation', payload }),
    delivery: (payload) => void forgiven(parts, ringDelivery(parts, payload, queueOf)),
    posts: (sender_key) => void forgiven(parts, ringPosts(parts, sender_key)),
    handover: (job, payload) => ring({ job, payload }),
    close() {
      for (const timer of waiting) clearTimeout(timer);
    },
  };
}

async function ringDelivery(
  { queues }: Parts,
  payload: OfConnection,
  queueOf: (connection: OfConnection) => Promise<string | undefined>,
): Promise<void> {
  const queue = await queueOf(payload);
  if (queue !== undefined) await queues.ring({ job: 'deliver-messages', payload, queue });
}

/**
 * Where the holder of an integration's connection hears its bells. Remembered for a second, so that a burst of answers
 * asks once; whoever takes the connection over in that second looks by itself within the next one.
 */
function holdersQueue(db: Queryable): (connection: OfConnection) => Promise<string | undefined> {
  const known = new Map<IntegrationId, { bell_queue: string; until: number }>();
  return async ({ client_id, integration_id }) => {
    const now = monotonicMs();
    const remembered = known.get(integration_id);
    if (remembered && remembered.until > now) return remembered.bell_queue;
    const statement = sql`
      SELECT l.bell_queue
      FROM integrations i JOIN leases l ON l.key = i.platform_id || ':' || i.credentials_hash AND l.expires_at > now()
      WHERE i.client_id = ${client_id} AND i.id = ${integration_id}`;
    const holder = await db.maybeOne<{ bell_queue: string }>(prepared('holders-queue', statement));
    if (holder) known.set(integration_id, { ...holder, until: now + msOfSeconds(1) });
    else known.delete(integration_id);
    return holder?.bell_queue;
  };
}

async function ringPosts({ db, queues }: Parts, sender_key: string): Promise<void> {
  const holder = await holderOf(db, sender_key);
  if (holder) await queues.ring({ job: 'send-posts', payload: { sender_key }, queue: holder.bell_queue });
}

async function forgiven({ logger }: Parts, ringing: Promise<void>): Promise<void> {
  try {
    await ringing;
  } catch (error) {
    logger.warn({ error }, 'a bell could not be rung; the sweep will find what is due');
  }
}
