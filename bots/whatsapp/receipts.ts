import type { WAMessageUpdate } from '@whiskeysockets/baileys';
import { noteDeliveryStatus } from '../../src/messages/note-delivery-status.js';
import type { WhatsAppContext } from './context.js';
import { externalMessageId } from './ids.js';
import { sentAt } from './inbound.js';
import { noteNumberEvent } from './number-events.js';
import { noteAccepted } from './sent-store.js';
import { failureOf, isRestriction } from './send-errors.js';

/** https://github.com/WhiskeySockets/Baileys WAProto: WebMessageInfo.Status */
const statuses = { 0: 'failed', 2: 'sent', 3: 'delivered', 4: 'read', 5: 'read' } as const;

/** How far something has come that we sent, or that it was refused after all. @returns why nothing came of it */
export async function handleReceipt(
  context: WhatsAppContext,
  { key, update }: WAMessageUpdate,
): Promise<{ ignored: string } | undefined> {
  const { tools, integration } = context;
  const { client_id, id: integration_id } = integration;
  if (!key.fromMe || !key.id) return { ignored: 'a change of a message that is not ours' };
  const code = update.status ?? -1;
  if (!(code in statuses)) return { ignored: 'no news of how far it has come' };
  const status = statuses[code as keyof typeof statuses];
  const at = sentAt(update, tools.clock.now());
  const error = status === 'failed' ? String(update.messageStubParameters?.[0] ?? '') : '';
  if (isRestriction(error)) await noteNumberEvent(context, { kind: 'not_delivered', subject: key.id });
  if (status !== 'failed') await noteAccepted(context, key.id, at);
  const result = await noteDeliveryStatus(tools, {
    ...{ client_id, integration_id, status, at },
    external_message_id: externalMessageId(key.id),
    ...(status === 'failed' && { reason: failureOf(error) }),
  });
  return result === 'unknown' ? { ignored: 'how far something has come that is not kept' } : undefined;
}
