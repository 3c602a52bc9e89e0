import { replaySetAside } from '../replay-set-aside.js';
import type { CloudNumber } from './cloud-numbers.js';
import { replayChange } from './handle-webhook.js';
import type { WebhookContext } from './handle-webhook.js';

/**
 * Handles once more what was set aside of a number and somebody asked for.
 *
 * @throws when the database is away: then it stays asked for
 */
export function replayChanges(
  context: WebhookContext,
  number: CloudNumber,
  signal: AbortSignal,
): Promise<void> {
  return replaySetAside({
    ...{ tools: context.tools, sender_key: number.sender_key, signal },
    clientOf: () => number.client_id,
    handle: (change) => replayChange(context, number, change),
  });
}
