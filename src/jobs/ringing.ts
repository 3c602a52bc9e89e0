import { monotonicMs } from '../shared/clock.js';
import { msOfSeconds } from '../shared/durations.js';
import { EstafetaError, problemList } from '../shared/errors.js';
import type { Logger } from '../shared/logger.js';
import type { AnyJob, JobName } from './catalog.js';
import { bellId, jobs } from './catalog.js';
import { Places } from './places.js';

/** A bell as a queue takes it. */
export interface AddedBell {
  name: JobName;
  data: object;
  opts: { jobId: string; lifo: boolean } & typeof onceAndForgotten;
}

/** A bell as a queue hands it to whoever hears it: from outside, and perhaps from another version of the program. */
export interface HeardBell {
  id?: string | undefined;
  name: string;
  data: unknown;
}

/** The database knows what is due, so the queue neither tries again nor keeps anything: a kept id would block the next bell. */
const onceAndForgotten = { attempts: 1, removeOnComplete: true, removeOnFail: true };

/**
 * Checks bells, drops repeated ones and sorts them by the queue they go to.
 *
 * @param processName makes the sweep's bell one process's own: one that dies sweeping must not silence the others' sweeps
 * @throws EstafetaError `job_payload_invalid`
 */
export function groupedByQueue(rung: readonly AnyJob[], processName: string): Map<string, AddedBell[]> {
  const seen = new Set<string>();
  const groups = new Map<string, AddedBell[]>();
  for (const { job, payload, queue = 'workers' } of rung) {
    const checked = jobs[job].payload.safeParse(payload);
    if (!checked.success) throw payloadInvalid(problemList(checked.error, job));
    const sweeping = job === 'sweep';
    const jobId = sweeping ? `sweep.${processName}` : bellId(job, checked.data);
    if (seen.has(`${queue}/${jobId}`)) continue;
    seen.add(`${queue}/${jobId}`);
    // The sweep goes to the front: behind a long queue it could not see what else has become due.
    const added = { name: job, data: checked.data, opts: { jobId, lifo: sweeping, ...onceAndForgotten } };
    groups.set(queue, [...(groups.get(queue) ?? []), added]);
  }
  return groups;
}

/** Bells without those that were rung twice, of one queue. */
export function onceEach(bells: readonly AddedBell[]): AddedBell[] {
  return [...new Map(bells.map((bell) => [bell.opts.jobId, bell])).values()];
}

/**
 * Hands a bell to its handler. Never throws: a failing handler is logged with the ids it was called with, and so is a bell
 * that this version of the program doesn't know.
 */
export async function hearBell(
  bell: HeardBell,
  handlers: Partial<Record<JobName, (payload: never) => Promise<void>>>,
  logger: Logger,
): Promise<void> {
  const name = bell.name as JobName;
  const handler = handlers[name];
  if (handler === undefined) {
    logger.error(
      { job: bell.name },
      'a bell without a handler here: is another version of the program running?',
    );
    return;
  }
  const payload = jobs[name].payload.safeParse(bell.data);
  if (!payload.success) {
    logger.error(
      { job: name, problems: problemList(payload.error, name) },
      'a bell with a payload of another shape',
    );
    return;
  }
  try {
    await handler(payload.data as never);
  } catch (error) {
    logger.error(
      { job: name, ids: payload.data, err: error },
      'a job failed; the sweep will ring for it again',
    );
  }
}

type Hear = (bell: HeardBell) => Promise<void>;
type Hearer = { hear: Hear; places: Places };

const sideBySideWithoutQueue = 5;
/** A handler that takes longer may hang: its namesakes don't wait for it any more. */
const longestWaitMs = msOfSeconds(10);

/**
 * Bells that are being heard in this process, and whether they were rung again meanwhile. A queue ignores a bell whose
 * namesake is still being heard; this remembers it, so that what became due in between doesn't wait for the sweep.
 */
export class HeardHere {
  readonly #hearers = new Map<string, Hearer>();
  readonly #heard = new Map<string, { again: boolean; since: number }>();
  readonly #withoutQueue = new Set<Promise<unknown>>();
  readonly #now: () => number;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(now: () => number = monotonicMs) {
    this.#now = now;
  }

  /**
   * Who hears the bells of a queue in this process.
   *
   * @param atOnce how many are heard here side by side, whoever brings them
   */
  listen(queue: string, hear: Hear, atOnce: number): void {
    this.#hearers.set(queue, { hear, places: new Places(atOnce) });
  }

  hears(queue: string): boolean {
    return this.#hearers.has(queue);
  }

  note(queue: string, bells: readonly AddedBell[]): void {
    for (const { opts } of bells) {
      const heard = this.#heard.get(`${queue}/${opts.jobId}`);
      if (heard !== undefined) heard.again = true;
    }
  }

  /** Hears a bell as soon as there is a place for it; the sweep, which sees what else is due, before all others. */
  async hear(queue: string, bell: HeardBell): Promise<void> {
    const hearer = this.#hearers.get(queue);
    if (!hearer) return;
    await hearer.places.take(bell.name === 'sweep');
    await this.#hearInPlace(hearer, queue, bell);
  }

  async #hearInPlace({ hear, places }: Hearer, queue: string, bell: HeardBell): Promise<void> {
    const key = `${queue}/${bell.id ?? ''}`;
    const heard = { again: true, since: this.#now() };
    this.#heard.set(key, heard);
    try {
      while (heard.again) {
        heard.again = false;
        heard.since = this.#now();
        await hear(bell);
      }
    } finally {
      places.leave();
      if (this.#heard.get(key) === heard) this.#heard.delete(key);
    }
  }

  /**
   * Hears at once, without the queue, the bells that this process can hear and has a place for: a bell rung where it is
   * heard need not travel. One whose namesake is being heard here is heard once more after it; where the namesake hangs it
   * travels as well. Heard by both, the second finds nothing due; and were the queue to refuse it, it is not lost.
   *
   * @returns the bells that are to go to the queue
   */
  hearAtOnce(queue: string, bells: readonly AddedBell[]): AddedBell[] {
    const hearer = this.#hearers.get(queue);
    if (!hearer) return [...bells];
    return bells.filter(({ name, data, opts }) => {
      const heard = this.#heard.get(`${queue}/${opts.jobId}`);
      if (heard) {
        heard.again = true;
        return this.#now() - heard.since > longestWaitMs;
      }
      if (!hearer.places.takeIfFree()) return true;
      this.#track(this.#hearInPlace(hearer, queue, { id: opts.jobId, name, data }));
      return false;
    });
  }

  /**
   * Hears bells that the queue could not take, a few at a time; nothing where this process is not the one to hear them.
   * The rows say what is due, so one that is heard twice harms nobody.
   */
  hearWithoutQueue(queue: string, bells: readonly AddedBell[]): void {
    if (!this.#hearers.has(queue)) return;
    const waiting = [...bells];
    const work = async (): Promise<void> => {
      for (let bell = waiting.shift(); bell; bell = waiting.shift()) {
        const { name, data, opts } = bell;
        if (!this.#heard.has(`${queue}/${opts.jobId}`))
          await this.hear(queue, { id: opts.jobId, name, data });
      }
    };
    this.#track(Promise.all(Array.from({ length: sideBySideWithoutQueue }, work)));
  }

  #track(hearing: Promise<unknown>): void {
    this.#withoutQueue.add(hearing);
    void hearing.finally(() => this.#withoutQueue.delete(hearing));
  }

  /** Waits for what is being heard without the queue. */
  async idle(): Promise<void> {
    await Promise.all(this.#withoutQueue);
  }
}

function payloadInvalid(lines: readonly string[]): EstafetaError {
  return new EstafetaError({
    code: 'job_payload_invalid',
    message: lines.join('\n'),
    whatToDo:
      'This is a fault of the program: the caller rings with ids that are none. Report it with this message.',
  });
}
