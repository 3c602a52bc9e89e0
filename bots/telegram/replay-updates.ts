import { nextToReplay, noteReplay } from '../../src/integrations/failed-updates.js';
import { isDatabaseAway } from '../../src/shared/database-away.js';
import { dispatch } from './handle-update.js';
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
