import type { Bell } from './bell.js';
import type { AnyJob } from './catalog.js';
import type { Queues } from './queue.js';
import type { Clock } from '../shared/clock.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { holderOf } from '../shared/leases.js';
import type { Logger } from '../shared/logger.js';

type Parts = { db: Queryable; queues: Pick<Queues, 'ring'>; clock: Clock; logger: Logger };

/** Bells over the queue. A ring that fails is logged and forgiven; the sweep finds what is due. */
export function createBell(parts: Parts): Bell & { close(): void } {
  const { clock, queues } = parts;
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
    delivery: (payload) => void forgiven(parts, ringDelivery(parts, payload)),
    posts: (sender_key) => void forgiven(parts, ringPosts(parts, sender_key)),
    handover: (job, payload) => ring({ job, payload }),
    close() {
      for (const timer of waiting) clearTimeout(timer);
    },
  };
}

async function ringDelivery({ db, queues }: Parts, payload: Parameters<Bell['delivery']>[0]): Promise<void> {
  const holder = await db.maybeOne<{ bell_queue: string }>(sql`
    SELECT l.bell_queue
    FROM integrations i JOIN leases l ON l.key = i.platform_id || ':' || i.credentials_hash AND l.expires_at > now()
    WHERE i.client_id = ${payload.client_id} AND i.id = ${payload.integration_id}`);
  if (holder) await queues.ring({ job: 'deliver-messages', payload, queue: holder.bell_queue });
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
