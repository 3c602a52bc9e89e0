import type { AddedBell, HeardBell } from './ringing.js';

/** What is used of BullMQ, alike on both backends. */
export interface BellQueue {
  add(name: AddedBell['name'], data: AddedBell['data'], opts: AddedBell['opts']): Promise<unknown>;
  addBulk(bells: AddedBell[]): Promise<unknown>;
  count(): Promise<number>;
  getJobCounts(...of: ('waiting' | 'active')[]): Promise<Record<string, number>>;
  /** @returns undefined for one that was taken away meanwhile */
  getJobs(
    of: 'waiting',
    first: number,
    last: number,
    oldestFirst: boolean,
  ): Promise<({ timestamp: number } | undefined)[]>;
  obliterate(options: { force: boolean }): Promise<void>;
  close(): Promise<void>;
}
export interface BellWorker {
  close(force?: boolean): Promise<void>;
}
export interface Backend {
  name: 'postgresql' | 'redis';
  queue(name: string): BellQueue;
  worker(name: string, hear: (bell: HeardBell) => Promise<void>, concurrency: number): BellWorker;
  /** It is about to be closed: what can't be reached is not waited for any more. */
  hurry(): void;
  close(): Promise<void>;
}
