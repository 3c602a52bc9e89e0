import { createHash } from 'node:crypto';
import type { proto, WAMessageKey } from '@whiskeysockets/baileys';
import { sql } from '../../src/shared/database.js';
import { msOfHours, plusMs } from '../../src/shared/durations.js';
import type { MessageId } from '../../src/shared/ids.js';
import type { WhatsAppContext } from './context.js';
import type { ExternalMessageId } from './ids.js';

/** What is about to be sent, under its reserved id. */
export type Reserved = {
  id: ExternalMessageId;
  external_chat_id: string;
  message_id: MessageId;
  /** null for what goes along with a message: an edit, a reaction. */
  part: number | null;
  /** Tells whether it would be made otherwise by now. */
  made_of: string;
};

/** What is known of something that was sent, or was about to be. */
export type Sent = { content: proto.IMessage; made_of: string; accepted_at: Date | null };

/** The other side asks again for what it could not read within days; a message can be edited and quoted as long as well. */
const keptForHours = 24 * 14;

type StoreContext = Pick<WhatsAppContext, 'tools' | 'baileys' | 'integration'>;

/** A fingerprint of what something is made of. */
export function fingerprintOf(...parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** @returns what was reserved under this id before */
export async function findSent(
  { tools, baileys, integration }: StoreContext,
  id: string,
): Promise<Sent | null> {
  const row = await tools.db.maybeOne<{ content: Uint8Array; made_of: string; accepted_at: Date | null }>(sql`
    SELECT content, made_of, accepted_at FROM whatsapp_sent
    WHERE client_id = ${integration.client_id} AND integration_id = ${integration.id} AND external_message_id = ${id}`);
  return row ? { ...row, content: baileys.proto.Message.decode(row.content) } : null;
}

/** Writes down what is sent before it is sent. What was kept long enough goes. */
export async function reserve(
  { tools, baileys, integration }: StoreContext,
  { id, external_chat_id, message_id, part, made_of }: Reserved,
  content: proto.IMessage,
): Promise<void> {
  const { client_id, id: integration_id } = integration;
  const bytes = Buffer.from(baileys.proto.Message.encode(content).finish());
  const now = tools.clock.now();
  await tools.db.query(sql`
    WITH forgotten AS (
      DELETE FROM whatsapp_sent WHERE (integration_id, external_message_id) IN (
        SELECT integration_id, external_message_id FROM whatsapp_sent
        WHERE created_at < ${plusMs(now, -msOfHours(keptForHours))} AND client_id = ${client_id}
        ORDER BY created_at LIMIT 20)
    )
    INSERT INTO whatsapp_sent (integration_id, external_message_id, client_id, external_chat_id, message_id, part, content,
      made_of, created_at)
    VALUES (${integration_id}, ${id}, ${client_id}, ${external_chat_id}, ${message_id}, ${part}, ${bytes}, ${made_of}, ${now})
    ON CONFLICT (integration_id, external_message_id) DO UPDATE
    SET content = excluded.content, made_of = excluded.made_of, accepted_at = NULL`);
}

/** WhatsApp took it, and said when. */
export async function noteAccepted(
  { tools, integration }: StoreContext,
  id: string,
  accepted_at: Date,
): Promise<void> {
  await tools.db.query(sql`
    UPDATE whatsapp_sent SET accepted_at = ${accepted_at}
    WHERE client_id = ${integration.client_id} AND integration_id = ${integration.id} AND external_message_id = ${id}
      AND accepted_at IS NULL`);
}

/** Whether it was sent from here: else somebody wrote it on the phone itself. */
export async function isOurs(
  { tools, integration }: Pick<StoreContext, 'tools' | 'integration'>,
  id: string,
): Promise<boolean> {
  const rows = await tools.db.query(sql`
    SELECT 1 AS ours FROM whatsapp_sent
    WHERE client_id = ${integration.client_id} AND integration_id = ${integration.id} AND external_message_id = ${id}`);
  return rows.length > 0;
}

/**
 * What the library asks for when the other side could not read what we sent: without it they go on waiting for the
 * message.
 */
export function getMessage(
  context: StoreContext,
): (key: WAMessageKey) => Promise<proto.IMessage | undefined> {
  return async ({ id }) => (id ? ((await findSent(context, id))?.content ?? undefined) : undefined);
}
