import { isDatabaseAway } from '../src/shared/database-away.js';
import { wait } from '../src/shared/durations.js';
import { EstafetaError } from '../src/shared/errors.js';

const secondTryMs = 200;

/**
 * Tries once more a moment later: most of what fails once is a race that is over by then. Only for work that may be
 * repeated.
 *
 * @throws what the second try throws; at once when the database is away or the fault is the data's
 */
export async function twice<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isDatabaseAway(error) || error instanceof EstafetaError) throw error;
    await wait(secondTryMs);
    return work();
  }
}
