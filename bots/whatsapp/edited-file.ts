import type { InboundMessage } from '../../src/messages/inbound-message.js';
import { isFile } from '../../src/messages/message-kinds.js';
import type { MediaReference, MessageKind } from '../../src/messages/message-kinds.js';
import { sql } from '../../src/shared/database.js';
import type { WhatsAppContext } from './context.js';

/**
 * On WhatsApp only words are edited: with the new words of a file its key need not come again. The file stays the one that
 * is kept.
 */
export async function withKnownFile<Message extends Omit<InboundMessage, 'command' | 'rating'>>(
  { tools, integration }: Pick<WhatsAppContext, 'tools' | 'integration'>,
  edited: Message,
): Promise<Message> {
  const kept = await tools.db.maybeOne<{ kind: MessageKind; media: MediaReference | null }>(sql`
    SELECT kind, media FROM messages
    WHERE client_id = ${integration.client_id} AND integration_id = ${integration.id}
      AND external_chat_id = ${edited.external_chat_id} AND external_message_id = ${edited.external_message_id}`);
  return kept && isFile(kept.kind) ? { ...edited, kind: kept.kind, media: kept.media } : edited;
}
