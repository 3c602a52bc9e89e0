import { inBatches } from './in-batches.js';
import type { Backend, BellQueue } from './queue-parts.js';
import { withinTime } from './queue-patience.js';
import type { Complain } from './queue-patience.js';
import { onceEach } from './ringing.js';
import type { AddedBell, HeardHere } from './ringing.js';

/** The queues this process rings on, opened when they are first needed. */
export class QueuesByName {
  readonly #backend: Backend;
  readonly #open = new Map<string, BellQueue>();
  closed = false;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  named(name: string): BellQueue {
    const queue = this.#open.get(name) ?? this.#backend.queue(name);
    this.#open.set(name, queue);
    return queue;
  }

  /** @param own the queue only this process hears: left behind, its last bells would stay for ever */
  async close(own: string | null): Promise<void> {
    this.closed = true;
    if (own !== null) await withinTime(this.named(own).obliterate({ force: true })).catch(() => undefined);
    await Promise.allSettled([...this.#open.values()].map((queue) => withinTime(queue.close())));
  }
}

/**
 * On PostgreSQL BullMQ adds a batch by way of two temporary tables, ten times the work of adding one bell, and every other
 * connection has to forget what it knew of the tables. Up to so many bells, each is therefore added by itself.
 */
const fewBells = 8;

async function addTo(queue: BellQueue, bells: AddedBell[]): Promise<void> {
  if (bells.length > fewBells) {
    await queue.addBulk(bells);
    return;
  }
  // One after the other: they are heard in the order in which they were rung.
  for (const { name, data, opts } of bells) await queue.add(name, data, opts);
}

/**
 * Brings bells to whoever hears them: at once where that is this process, else over their queue, one batch of each queue
 * at a time. What a queue doesn't take is heard here, where it can be.
 */
export function ringersOver({
  queues,
  heard,
  complain,
  isClosing,
}: {
  queues: QueuesByName;
  heard: HeardHere;
  complain: Complain;
  isClosing: () => boolean;
}): (name: string, bells: AddedBell[]) => Promise<void> {
  const ring = (name: string) => async (bells: AddedBell[]) => {
    if (queues.closed) return;
    heard.note(name, bells);
    try {
      await withinTime(addTo(queues.named(name), onceEach(bells)));
    } catch (error) {
      complain('bells could not be rung; what this process can do, it does without the queue', error);
      if (!isClosing()) heard.hearWithoutQueue(name, bells);
    }
  };
  const ringers = new Map<string, (bells: AddedBell[]) => Promise<void>>();
  return async (name, bells) => {
    // What is rung while this process closes is left to the others.
    const travelling = isClosing() ? bells : heard.hearAtOnce(name, bells);
    if (travelling.length === 0) return;
    const ringer = ringers.get(name) ?? inBatches(ring(name));
    ringers.set(name, ringer);
    await ringer(travelling);
  };
}
