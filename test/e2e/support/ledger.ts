import { sql } from '../../../src/shared/database.js';
import type { Customer } from './people.js';
import type { Shop } from './shop.js';

/** What customers wrote, what was kept of it, and what they read. */
export type Ledger = {
  /** The texts of customers as they are stored. */
  stored: string[];
  /** Chats with something nobody has read, or in which the customer had the last word and no person is called. */
  unanswered: string[];
  /** Answers that follow upon an answer, with nothing written in between. */
  answeredTwice: string[];
  /** Chats in which less stands than was marked as sent. */
  missingInChats: string[];
  /** How many messages of the bot stand in chats beyond those that are kept. */
  doubledInChats: number;
  /** How many times something was sent once more, for nobody knew whether it had arrived. */
  uncertainResends: number;
};

/**
 * Everything is stored, read and sent.
 *
 * @param written how many messages customers have sent: one that is still on its way to the program leaves no other trace
 */
export async function settled({ client_id, ground: { database } }: Shop, written = 0): Promise<boolean> {
  const { open } = await database.one<{ open: boolean }>(sql`
    SELECT (SELECT count(*) FROM messages WHERE client_id = ${client_id} AND direction = 'inbound') < ${written}
      OR EXISTS (SELECT FROM conversations
        WHERE client_id = ${client_id} AND (turn_due_at IS NOT NULL OR mirror_due_at IS NOT NULL))
      OR EXISTS (SELECT FROM messages WHERE client_id = ${client_id} AND delivery_status IN ('queued', 'sending'))
      OR EXISTS (SELECT FROM topic_posts WHERE client_id = ${client_id} AND status IN ('queued', 'sending')) AS open`);
  return !open;
}

type Line = {
  conversation_id: string;
  external_chat_id: string;
  direction: string;
  role: string;
  notice: string | null;
  content: string;
  delivery_status: string | null;
  resends: number;
};

/** Compares what happened at both ends with what is kept. */
export async function ledgerOf(
  { client_id, ground: { database } }: Shop,
  customers: readonly Customer[],
): Promise<Ledger> {
  const lines = await database.query<Line>(sql`
    SELECT m.conversation_id, m.external_chat_id, m.direction, m.role, m.notice, m.content, m.delivery_status,
      coalesce((m.metadata->>'uncertain_resends')::int, 0) AS resends
    FROM messages m WHERE m.client_id = ${client_id} ORDER BY m.conversation_id, m.seq`);
  const waiting = await database.query<{ external_chat_id: string }>(sql`
    SELECT c.external_chat_id FROM conversations c
    WHERE c.client_id = ${client_id} AND (
      EXISTS (SELECT FROM messages m WHERE m.client_id = ${client_id} AND m.conversation_id = c.id AND m.direction = 'inbound' AND m.seq > c.turn_read_seq)
      OR (SELECT m.direction = 'inbound' FROM messages m WHERE m.client_id = ${client_id} AND m.conversation_id = c.id ORDER BY m.seq DESC LIMIT 1)
        AND NOT EXISTS (SELECT FROM handovers h WHERE h.client_id = ${client_id} AND h.user_id = c.user_id AND h.status IN ('pending', 'active')))`);
  const chats = new Map(customers.map((customer) => [String(customer.id), customer.told()]));
  const keptIn = (chat: string, status: string): number =>
    lines.filter((line) => line.external_chat_id === chat && line.delivery_status === status).length;
  return {
    stored: lines.filter(({ direction }) => direction === 'inbound').map(({ content }) => content),
    unanswered: waiting.map(({ external_chat_id }) => external_chat_id),
    answeredTwice: lines.flatMap((line, index) => {
      const before = lines[index - 1];
      const isAnswer = (one: Line | undefined): boolean => one?.role === 'assistant' && one.notice === null;
      return isAnswer(line) && isAnswer(before) && before?.conversation_id === line.conversation_id
        ? [line.content]
        : [];
    }),
    missingInChats: [...chats].flatMap(([chat, told]) => (told.length < keptIn(chat, 'sent') ? [chat] : [])),
    doubledInChats: [...chats].reduce(
      (doubled, [chat, told]) =>
        // One that lost its sender twice is kept as `uncertain`: it may stand there too, and again for its resend.
        doubled + Math.max(0, told.length - keptIn(chat, 'sent') - keptIn(chat, 'uncertain')),
      0,
    ),
    uncertainResends: lines.reduce((sum, { resends }) => sum + resends, 0),
  };
}
