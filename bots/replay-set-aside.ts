import { nextToReplay, noteReplay } from '../src/integrations/failed-updates.js';
import { isDatabaseAway } from '../src/shared/database-away.js';
import { EstafetaError } from '../src/shared/errors.js';
import type { ClientId } from '../src/shared/ids.js';
import type { Tools } from '../src/use-case.js';

type Replaying = {
  tools: Pick<Tools, 'db' | 'logger'>;
  /** The connection it was set aside of. */
  sender_key: string;
  /** Ends it between two of them. */
  signal: AbortSignal;
  /** Whose something is by now. */
  clientOf: (payload: unknown) => ClientId | null;
  /** Does what it asks for, and once however often it comes. */
  handle: (payload: unknown) => Promise<unknown>;
};

/**
 * Handles once more, oldest first, what was set aside of a connection and somebody asked for. Killed in between, it begins
 * with the same one again.
 *
 * @throws when the database is away: then they stay asked for
 */
export async function replaySetAside({
  tools,
  sender_key,
  signal,
  clientOf,
  handle,
}: Replaying): Promise<void> {
  const { db, logger } = tools;
  while (!signal.aborted) {
    const kept = await nextToReplay(db, sender_key);
    if (!kept) return;
    const about = { sender_key, failed_update: kept.id };
    try {
      // A connection may have gone to another client since: what was written to the one is never shown to the other.
      if (kept.client_id !== null && kept.client_id !== clientOf(kept.payload)) throw servesAnother();
      await handle(kept.payload);
      await noteReplay(db, kept.id, null);
      logger.info(about, 'an update that had been set aside was handled');
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      await noteReplay(db, kept.id, error);
      logger.warn({ ...about, err: error }, 'a replayed update failed once more');
    }
  }
}

function servesAnother(): EstafetaError {
  return new EstafetaError({
    code: 'update_of_other_client',
    message: 'its connection serves another client now; `updates discard` throws it away',
    whatToDo:
      'Throw it away by `updates discard`, or give the bot or the number back to the client it came in for.',
  });
}
