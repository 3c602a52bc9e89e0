import { msOfSeconds, wait } from './durations.js';

/** With its pauses about a minute. */
const attempts = 32;
/** So long after the database is back at most, it is known. */
const longestPauseMs = msOfSeconds(2);

/**
 * Writes down what is known although the database is away for a moment: forgotten, a message that arrived would count as
 * of unclear outcome.
 *
 * @param write must be harmless to repeat
 * @throws what the last attempt threw
 */
export async function insisting<T>(write: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      if (attempt === attempts) throw error;
      await wait(Math.min(longestPauseMs, 250 * 2 ** attempt));
    }
  }
}
