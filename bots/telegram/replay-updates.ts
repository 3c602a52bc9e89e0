import { replaySetAside } from '../replay-set-aside.js';
import { clientOf, dispatch } from './handle-update.js';
import type { UpdateContext } from './update-context.js';

/**
 * Handles once more what was set aside of a bot and somebody asked for.
 *
 * @throws when the database is away: then it stays asked for
 */
export function replayUpdates(context: UpdateContext, signal: AbortSignal): Promise<void> {
  return replaySetAside({
    ...{ tools: context.tools, sender_key: context.connection().sender_key, signal },
    clientOf: (update) => clientOf(context, update),
    handle: (update) => dispatch(context, update),
  });
}
