import type { InboundMessage } from './inbound-message.js';
import { storeInbound } from './store-inbound.js';
import { EstafetaError } from '../shared/errors.js';
import type { ClientId, ConversationId, IntegrationId, MessageId, UserId } from '../shared/ids.js';
import { inspiteOfRaces } from '../shared/races.js';
import type { Tools } from '../use-case.js';

/** What came of a message that was handed over: where it is stored, and whether it was new. */
export type Received = {
  message_id: MessageId;
  conversation_id: ConversationId;
  user_id: UserId;
  /** False when the messenger had delivered it before: nothing was changed. */
  is_new: boolean;
};

/**
 * Stores one message of a user, and with it the user and the conversation if they are new. When it returns, the message
 * is durable and the assistant's turn has a due time: the messenger may be told that we have it.
 *
 * @throws EstafetaError `integration_unknown` when the integration is not one of this client's
 */
export async function receiveMessage(
  { db, clock, bell }: Pick<Tools, 'db' | 'clock' | 'bell'>,
  received: { client_id: ClientId; integration_id: IntegrationId; message: InboundMessage },
): Promise<Received> {
  const stored = await inspiteOfRaces(() => storeInbound(db, { ...received, now: clock.now() }));
  if (stored === undefined) throw integrationUnknown(received.integration_id);
  const { turn_due_at, mirror_due_at, ...result } = stored;
  if (result.is_new) {
    const ids = { client_id: received.client_id, conversation_id: result.conversation_id };
    if (turn_due_at) bell.turn(ids, turn_due_at);
    if (mirror_due_at) bell.mirror(ids);
  }
  return result;
}

/** What to do about a connection that is not the client's, or not any more. */
export function integrationUnknown(integration_id: IntegrationId): EstafetaError {
  return new EstafetaError({
    code: 'integration_unknown',
    message: `The client has no integration ${integration_id}, or has no settings.`,
    whatToDo: 'It may have been removed a moment ago: apply the client file again to connect it anew.',
  });
}
