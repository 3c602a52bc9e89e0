import type { z } from 'zod';
import { raiseAlarm } from '../../src/integrations/alarms.js';
import type { DeliveryStatus } from '../../src/messages/delivery-status.js';
import { noteDeliveryStatus } from '../../src/messages/note-delivery-status.js';
import type { Tools } from '../../src/use-case.js';
import type { CloudNumber } from './cloud-numbers.js';
import type { Handled } from './handle-change.js';
import { externalMessageId } from './ids.js';
import { reasonOf } from './problem.js';
import type { statusValue } from './webhook-shapes.js';

/** WhatsApp's words and ours. A voice note that was played was read. */
const statuses: ReadonlyMap<string, DeliveryStatus> = new Map([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['played', 'read'],
  ['failed', 'failed'],
]);

/** What became of something that was sent by a number, by us or by whoever else sends with it. */
export async function onStatus(
  tools: Tools,
  { client_id, id }: CloudNumber,
  { statuses: [told] }: z.infer<typeof statusValue>,
): Promise<Handled> {
  const status = statuses.get(told.status);
  if (!status) return { ignored: `a status that is not used: ${told.status.slice(0, 40)}` };
  if (told.recipient_type === 'group') return { ignored: 'a group: only chats with one person are served' };
  const code = status === 'failed' ? told.errors?.[0]?.code : undefined;
  const reason = reasonOf(code);
  await noteDeliveryStatus(tools, {
    ...{ client_id, integration_id: id, status },
    external_message_id: externalMessageId(told.id),
    ...(status === 'failed' && { reason }),
    at: new Date(told.timestamp * 1000),
  });
  if (status === 'failed') {
    tools.logger.warn(
      { integration_id: id, code, reason },
      'WhatsApp could not deliver a message it had taken',
    );
    if (reason === 'payment_needed')
      await raiseAlarm(tools, { client_id, kind: 'payment_needed', subject: id }, tools.clock.now());
  }
  return undefined;
}
