import type { InboundMessage } from './inbound-message.js';
import { storeInbound } from './store-inbound.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { EstafetaError } from '../shared/errors.js';
import type { ClientId, ConversationId, IntegrationId, MessageId, UserId } from '../shared/ids.js';
import { inspiteOfRaces } from '../shared/races.js';
import type { Tools } from '../use-case.js';
import { joinAddresses } from '../users/join-addresses.js';

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
 * is durable and the assistant's turn has a due time: the messenger may be told that we have it. When its addresses are
 * known as those of several users, these are one from now on.
 *
 * @throws EstafetaError `integration_unknown` when the integration is not one of this client's
 */
export async function receiveMessage(
  tools: Pick<Tools, 'db' | 'clock' | 'bell'>,
  received: { client_id: ClientId; integration_id: IntegrationId; message: InboundMessage },
): Promise<Received> {
  const { db, clock, bell } = tools;
  const stored = await inspiteOfRaces(() => storeInbound(db, { ...received, now: clock.now() }));
  if (stored === undefined) throw integrationUnknown(received.integration_id);
  const { turn_due_at, mirror_due_at, is_several, ...result } = stored;
  const { client_id, message } = received;
  if (is_several) await joinAddresses(tools, { client_id, identities: message.from.identities });
  const at = is_several ? await placeNow(db, client_id, result.message_id) : result;
  if (result.is_new) {
    const ids = { client_id, conversation_id: at.conversation_id };
    if (turn_due_at) bell.turn(ids, turn_due_at);
    if (mirror_due_at) bell.mirror(ids);
  }
  return { ...result, ...at };
}

/** Its writer was known as several users: if they are one now, the message may have gone over to the elder. */
async function placeNow(
  db: Queryable,
  client_id: ClientId,
  message_id: MessageId,
): Promise<{ conversation_id: ConversationId; user_id: UserId }> {
  return db.one(sql`
    SELECT conversation_id, user_id FROM messages WHERE client_id = ${client_id} AND id = ${message_id}`);
}

/** What to do about a connection that is not the client's, or not any more. */
export function integrationUnknown(integration_id: IntegrationId): EstafetaError {
  return new EstafetaError({
    code: 'integration_unknown',
    message: `The client has no integration ${integration_id}, or has no settings.`,
    whatToDo: 'It may have been removed a moment ago: apply the client file again to connect it anew.',
  });
}
