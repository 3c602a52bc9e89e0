import { inboundMessage } from '../../src/messages/inbound-message.js';
import type { InboundMessage } from '../../src/messages/inbound-message.js';
import { receiveMessage } from '../../src/messages/receive-message.js';
import { json, sql } from '../../src/shared/database.js';
import { msOfMinutes, plusMs } from '../../src/shared/durations.js';
import type { WhatsAppContext } from './context.js';

type AwaitContext = Pick<WhatsAppContext, 'tools' | 'integration'>;

/** What could not be opened is mostly sent once more within seconds; a phone that is off does it when it is on. */
const patienceMs = msOfMinutes(2);

/**
 * A message came that can't be read yet: its writer's phone was asked to send it once more. Only when that doesn't come
 * in time it is stored, as one that can't be shown, so that it is not lost in silence. Comes the real one still later, it
 * takes the place of that.
 *
 * @param unreadable who wrote it, where and when
 */
export async function awaitMessage(
  { tools, integration }: AwaitContext,
  unreadable: InboundMessage,
): Promise<void> {
  const due_at = plusMs(tools.clock.now(), patienceMs);
  await tools.db.query(sql`
    INSERT INTO whatsapp_awaited (integration_id, external_message_id, client_id, message, due_at)
    SELECT ${integration.id}, ${unreadable.external_message_id}, ${integration.client_id}, ${json(unreadable)}::jsonb, ${due_at}
    WHERE NOT EXISTS (
      SELECT FROM messages WHERE client_id = ${integration.client_id} AND integration_id = ${integration.id}
        AND external_chat_id = ${unreadable.external_chat_id} AND external_message_id = ${unreadable.external_message_id})
    ON CONFLICT DO NOTHING`);
}

/**
 * It came.
 *
 * @returns whether it stands stored as one that can't be read
 */
export async function stopAwaiting(
  { tools, integration }: AwaitContext,
  { external_chat_id, external_message_id }: InboundMessage,
): Promise<boolean> {
  const { client_id, id: integration_id } = integration;
  const rows = await tools.db.query<{ is_unreadable: boolean }>(sql`
    WITH came AS (
      DELETE FROM whatsapp_awaited
      WHERE client_id = ${client_id} AND integration_id = ${integration_id} AND external_message_id = ${external_message_id}
    )
    SELECT kind = 'unsupported' AND metadata->>'unsupported_kind' = 'unreadable' AS is_unreadable
    FROM messages WHERE client_id = ${client_id} AND integration_id = ${integration_id}
      AND external_chat_id = ${external_chat_id} AND external_message_id = ${external_message_id}`);
  return rows[0]?.is_unreadable ?? false;
}

/** Stores what was waited for in vain. Killed in between, it is found again: stored twice, it is stored once. */
export async function storeUnreadable({ tools, integration }: AwaitContext): Promise<void> {
  const { client_id, id: integration_id } = integration;
  const due = await tools.db.query<{ external_message_id: string; message: Record<string, unknown> }>(sql`
    SELECT external_message_id, message FROM whatsapp_awaited
    WHERE client_id = ${client_id} AND integration_id = ${integration_id} AND due_at <= ${tools.clock.now()}
    ORDER BY due_at LIMIT 100`);
  for (const { external_message_id, message } of due) {
    const sent_at = new Date(String(message['sent_at']));
    await receiveMessage(tools, {
      client_id,
      integration_id,
      message: inboundMessage.parse({ ...message, sent_at }),
    });
    await tools.db.query(sql`
      DELETE FROM whatsapp_awaited
      WHERE client_id = ${client_id} AND integration_id = ${integration_id} AND external_message_id = ${external_message_id}`);
  }
}
