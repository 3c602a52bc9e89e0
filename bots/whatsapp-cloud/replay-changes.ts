import { nextToReplay, noteReplay } from '../../src/integrations/failed-updates.js';
import { isDatabaseAway } from '../../src/shared/database-away.js';
import { EstafetaError } from '../../src/shared/errors.js';
import type { CloudNumber } from './cloud-numbers.js';
import { replayChange } from './handle-webhook.js';
import type { WebhookContext } from './handle-webhook.js';

/**
 * Handles once more, oldest first, what was set aside of a number and somebody asked for. Killed in between, it begins
 * with the same one again: what a change does, it does once however often it comes.
 *
 * @throws when the database is away: then they stay asked for
 */
export async function replayChanges(
  context: WebhookContext,
  number: CloudNumber,
  signal: AbortSignal,
): Promise<void> {
  const { db, logger } = context.tools;
  const { sender_key } = number;
  while (!signal.aborted) {
    const change = await nextToReplay(db, sender_key);
    if (!change) return;
    try {
      // A number may have gone to another client since: what was written to the one is never shown to the other.
      if (change.client_id !== null && change.client_id !== number.client_id) throw servesAnother();
      await replayChange(context, number, change.payload);
      await noteReplay(db, change.id, null);
      logger.info({ sender_key, failed_update: change.id }, 'a change that had been set aside was handled');
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      await noteReplay(db, change.id, error);
      logger.warn({ sender_key, failed_update: change.id, err: error }, 'a replayed change failed once more');
    }
  }
}

function servesAnother(): EstafetaError {
  return new EstafetaError({
    code: 'update_of_other_client',
    message: 'its number serves another client now; `updates discard` throws it away',
    whatToDo: 'Throw it away by `updates discard`, or give the number back to the client it came in for.',
  });
}
