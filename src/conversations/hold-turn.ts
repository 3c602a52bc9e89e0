import { renewTurn, turnLeaseSeconds } from './claim-turn.js';
import type { ClaimedTurn } from './claim-turn.js';
import type { Queryable } from '../shared/database.js';
import { msOfSeconds, wait } from '../shared/durations.js';

/**
 * Keeps a claimed turn ours while something slow goes on.
 *
 * @param work gets a signal that fires when the claim has been lost: what it does from then on can't be committed
 */
export async function holdTurn<T>(
  db: Queryable,
  turn: ClaimedTurn,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const done = new AbortController();
  const renewing = renewUntil(done.signal, async () => {
    if (!(await renewTurn(db, turn))) lost.abort(new Error('The turn was taken over by another process.'));
  });
  try {
    return await work(lost.signal);
  } finally {
    done.abort();
    await renewing;
  }
}

async function renewUntil(done: AbortSignal, renew: () => Promise<void>): Promise<void> {
  for (;;) {
    await wait(msOfSeconds(turnLeaseSeconds / 3), done);
    if (done.aborted) return;
    // A database that is away for a moment: there are two more tries before the lease is over.
    await renew().catch(() => undefined);
  }
}
