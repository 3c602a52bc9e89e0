import { wait } from './durations.js';

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
