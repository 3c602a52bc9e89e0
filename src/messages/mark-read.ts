import type { Attending } from '../integrations/channel.js';
import { isPleasantry } from '../intents/pleasantries.js';
import type { InboundMessage } from './inbound-message.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ConversationId, MessageId } from '../shared/ids.js';
import type { Tools } from '../use-case.js';

type AttendTools = Pick<Tools, 'db' | 'clock' | 'logger'>;
type ReadLine = { external_chat_id: string; external_message_id: string; seq: number };

/** What lies further back was read long ago. */
const newestLines = 200;

/**
 * A message was stored that the bot is going to answer: the user sees that it is read, and that somebody writes. While a
 * person has the conversation nothing is shown; it is theirs to read. A courtesy: never throws.
 */
export async function attendTo(
  { db, clock, logger }: AttendTools,
  attending: Attending,
  {
    client_id,
    conversation_id,
    message: { kind, text },
  }: {
    client_id: ClientId;
    conversation_id: ConversationId;
    message: Pick<InboundMessage, 'kind' | 'text'>;
  },
): Promise<void> {
  try {
    const lines = await db.query<ReadLine>(sql`
      WITH speaking AS (
        SELECT c.client_id, c.id, c.last_seq FROM conversations c
        JOIN clients k ON k.id = c.client_id AND k.status = 'active'
        JOIN users u ON u.client_id = c.client_id AND u.id = c.user_id AND u.blocked_at IS NULL
        WHERE c.client_id = ${client_id} AND c.id = ${conversation_id}
          AND (c.bot_muted_until IS NULL OR c.bot_muted_until <= ${clock.now()})
          AND NOT EXISTS (SELECT FROM handovers h WHERE h.client_id = c.client_id AND h.user_id = c.user_id
                          AND h.status IN ('pending', 'active'))
      )
      UPDATE messages m SET read_at = ${clock.now()} FROM speaking s
      WHERE m.client_id = s.client_id AND m.conversation_id = s.id AND m.seq > s.last_seq - ${newestLines}
        AND m.direction = 'inbound' AND m.read_at IS NULL
      RETURNING m.external_chat_id, m.external_message_id, m.seq`);
    await show(attending, lines, !isPleasantry({ kind, text }));
  } catch (error) {
    logger.debug({ err: error }, 'it could not be shown that a message is read');
  }
}

/** An answer has reached the user: whoever gave it has read what it answers. A courtesy: never throws. */
export async function markAnswered(
  { db, clock, logger }: AttendTools,
  attending: Attending,
  answer: { client_id: ClientId; id: MessageId },
): Promise<void> {
  try {
    await show(attending, await readBefore(db, answer, clock.now()), false);
  } catch (error) {
    logger.debug({ err: error }, 'it could not be shown that a message is read');
  }
}

async function readBefore(
  db: Queryable,
  { client_id, id }: { client_id: ClientId; id: MessageId },
  now: Date,
): Promise<ReadLine[]> {
  return db.query<ReadLine>(sql`
    UPDATE messages m SET read_at = ${now} FROM messages a
    WHERE a.client_id = ${client_id} AND a.id = ${id} AND m.client_id = a.client_id
      AND m.conversation_id = a.conversation_id AND m.seq < a.seq AND m.seq > a.seq - ${newestLines}
      AND m.direction = 'inbound' AND m.read_at IS NULL
    RETURNING m.external_chat_id, m.external_message_id, m.seq`);
}

async function show(attending: Attending, lines: readonly ReadLine[], typing: boolean): Promise<void> {
  const inOrder = lines.toSorted((a, b) => a.seq - b.seq);
  const newest = inOrder.at(-1);
  if (!newest) return;
  const { external_chat_id } = newest;
  const read = inOrder
    .filter((line) => line.external_chat_id === external_chat_id)
    .map(({ external_message_id }) => external_message_id);
  await attending.attend({ external_chat_id, read, typing });
}
