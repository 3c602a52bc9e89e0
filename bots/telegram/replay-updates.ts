import { nextToReplay, noteReplay } from '../../src/integrations/failed-updates.js';
import { isDatabaseAway } from '../../src/shared/database-away.js';
import { EstafetaError } from '../../src/shared/errors.js';
import { clientOf, dispatch } from './handle-update.js';
import type { UpdateContext } from './update-context.js';

/**
 * Handles once more, oldest first, what was set aside and somebody asked for. Killed in between, it begins with the same
 * one again: what an update does, it does once however often it comes.
 *
 * @throws when the database is away: then they stay asked for
 */
export async function replayUpdates(context: UpdateContext, signal: AbortSignal): Promise<void> {
  const { db, logger } = context.tools;
  const { sender_key } = context.connection();
  while (!signal.aborted) {
    const update = await nextToReplay(db, sender_key);
    if (!update) return;
    try {
      // A bot may have gone to another client since: what was written to the one is never shown to the other.
      if (update.client_id !== null && update.client_id !== clientOf(context, update.payload))
        throw servesAnother();
      await dispatch(context, update.payload);
      await noteReplay(db, update.id, null);
      logger.info({ sender_key, failed_update: update.id }, 'an update that had been set aside was handled');
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      await noteReplay(db, update.id, error);
      logger.warn({ sender_key, failed_update: update.id, err: error }, 'a replayed update failed once more');
    }
  }
}

function servesAnother(): EstafetaError {
  return new EstafetaError({
    code: 'update_of_other_client',
    message: 'its bot serves another client now; `updates discard` throws it away',
    whatToDo: 'Throw it away by `updates discard`, or give the bot back to the client it came in for.',
  });
}
