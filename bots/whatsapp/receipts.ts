import type { WAMessageUpdate } from '@whiskeysockets/baileys';
import { noteDeliveryStatus } from '../../src/messages/note-delivery-status.js';
import type { WhatsAppContext } from './context.js';
import { externalMessageId } from './ids.js';
import { sentAt } from './inbound.js';
import { noteNumberEvent } from './number-events.js';
import { isRestriction } from './send-errors.js';
import { noteAccepted } from './sent-store.js';

/** https://github.com/WhiskeySockets/Baileys WAProto: WebMessageInfo.Status */
const refused = 0;
const statuses = { 2: 'sent', 3: 'delivered', 4: 'read', 5: 'read' } as const;

/** How far something has come that we sent. @returns why nothing came of it */
export async function handleReceipt(
  context: WhatsAppContext,
  { key, update }: WAMessageUpdate,
): Promise<{ ignored: string } | undefined> {
  const { tools, integration } = context;
  const { client_id, id: integration_id } = integration;
  if (!key.fromMe || !key.id) return { ignored: 'a change of a message that is not ours' };
  const code = update.status ?? -1;
  if (code === refused) {
    const error = String(update.messageStubParameters?.[0] ?? '');
    if (isRestriction(error)) await noteNumberEvent(context, { kind: 'not_delivered', subject: key.id });
    return { ignored: 'a refusal: whoever sent it has heard it, or sends it again' };
  }
  if (!(code in statuses)) return { ignored: 'no news of how far it has come' };
  const status = statuses[code as keyof typeof statuses];
  const at = sentAt(update, tools.clock.now());
  const external_message_id = externalMessageId(key.id);
  await noteAccepted(context, key.id, at);
  const news = { client_id, integration_id, external_message_id, status, at };
  const result = await noteDeliveryStatus(tools, news);
  return result === 'unknown' ? { ignored: 'how far something has come that is not kept' } : undefined;
}
