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

/** Adds bells to queues, one batch of each queue at a time. What a queue doesn't take is heard here, where it can be. */
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
  const addTo = (name: string) => async (bells: AddedBell[]) => {
    if (queues.closed) return;
    heard.note(name, bells);
    try {
      await withinTime(queues.named(name).addBulk(onceEach(bells)));
    } catch (error) {
      complain('bells could not be rung; what this process can do, it does without the queue', error);
      if (!isClosing()) heard.hearWithoutQueue(name, bells);
    }
  };
  const ringers = new Map<string, (bells: AddedBell[]) => Promise<void>>();
  return (name, bells) => {
    const ringer = ringers.get(name) ?? inBatches(addTo(name));
    ringers.set(name, ringer);
    return ringer(bells);
  };
}
