import type { proto, WAMessage } from '@whiskeysockets/baileys';
import { detailsIn, detailsInWords } from '../../src/messages/message-details.js';
import type { MessageKind } from '../../src/messages/message-kinds.js';
import { sql } from '../../src/shared/database.js';
import type { WhatsAppContext } from './context.js';
import type { Jid } from './ids.js';
import { findSent } from './sent-store.js';

type QuoteContext = Pick<WhatsAppContext, 'tools' | 'baileys' | 'integration'>;
type Row = { role: string; kind: MessageKind; content: string; entities: unknown };

/**
 * A message as it is shown above the one that answers it: as we sent it, or rebuilt from what is kept of it.
 *
 * @returns null when nothing is kept: then nothing is shown above
 */
export async function quoted(
  context: QuoteContext,
  { jid, external_chat_id, id }: { jid: Jid; external_chat_id: string; id: string },
): Promise<WAMessage | null> {
  const sent = await findSent(context, id);
  if (sent) return { key: { remoteJid: jid, fromMe: true, id }, message: sent.content };
  const { client_id, id: integration_id } = context.integration;
  const row = await context.tools.db.maybeOne<Row>(sql`
    SELECT role, kind, content, entities FROM messages
    WHERE client_id = ${client_id} AND integration_id = ${integration_id} AND external_chat_id = ${external_chat_id}
      AND external_message_id = ${id}`);
  return row ? { key: { remoteJid: jid, fromMe: row.role !== 'user', id }, message: standingFor(row) } : null;
}

function standingFor({ kind, content, entities }: Row): proto.IMessage {
  const caption = content;
  switch (kind) {
    case 'image':
      return { imageMessage: { caption } };
    case 'video':
      return { videoMessage: { caption } };
    case 'video_note':
      return { ptvMessage: {} };
    case 'voice':
      return { audioMessage: { ptt: true } };
    case 'audio':
      return { audioMessage: {} };
    case 'document':
      return { documentMessage: { caption } };
    case 'sticker':
      return { stickerMessage: {} };
    default:
      return { conversation: content || detailsInWords(detailsIn(entities)) || '…' };
  }
}
