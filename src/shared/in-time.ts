import { wait } from './durations.js';

/**
 * Waits for something, but no longer than so many milliseconds. What it waits for goes on.
 *
 * @returns null when it was not over by then
 * @throws whatever it is rejected with by then
 */
export async function atMost<T>(ms: number, doing: Promise<T>): Promise<T | null> {
  const over = new AbortController();
  try {
    return await Promise.race([doing, wait(ms, over.signal).then(() => null)]);
  } finally {
    over.abort();
  }
}

/**
 * Waits for an answer, but no longer than so many milliseconds. What is asked goes on; nobody hears its answer then.
 *
 * @param late the error that says it took too long
 * @throws whatever the answer is rejected with; `late()`
 */
export async function inTime<T>(answer: Promise<T>, ms: number, late: () => Error): Promise<T> {
  const answered = new AbortController();
  const tooLate = wait(ms, answered.signal).then(() => {
    throw late();
  });
  // The loser of the race is still a promise: unheard, its failure would end the process.
  tooLate.catch(() => undefined);
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    answered.abort();
  }
}
