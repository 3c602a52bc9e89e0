import { readConversation } from './read-lines.js';
import type { Assistant } from '../assistant/assistant.js';
import { lockConversations } from '../handovers/handover-row.js';
import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import { plusMinutes } from '../shared/durations.js';
import type { ClientId, ConversationId, UserId } from '../shared/ids.js';
import type { Tools } from '../use-case.js';

type Ids = { client_id: ClientId; conversation_id: ConversationId };

/** A conversation whose time to be looked at has come. */
type Idle = {
  user_id: UserId;
  last_seq: number;
  /** When it has been idle for as long as the client wants. */
  idle_at: Date;
  /** Somebody or something still has to do with it. */
  is_held: boolean;
  last_summary: string | null;
};

/** What is held open is looked at again after so long. */
const pauseMinutes = 15;
/** Less was said by the user: the next conversation needs no summary of it. */
const fewestWords = 2;

/**
 * Closes a conversation that nobody has gone on with for `conversation_idle_hours`; the user's next message opens another
 * one, which knows of this one by its summary. While anything is still to be done in it, it stays open.
 */
export async function closeIdleConversation(
  { db, clock, assistant }: Pick<Tools, 'db' | 'clock'> & { assistant: Assistant },
  ids: Ids,
): Promise<void> {
  const now = clock.now();
  const idle = await findIdle(db, ids, now);
  if (!idle) return;
  if (idle.is_held || idle.idle_at > now) return lookAgain(db, ids, { idle, now });
  // A model may think for a while: nothing is locked meanwhile, and what was said meanwhile keeps it open.
  const summary = await sumUp({ db, assistant }, ids, idle);
  await db.transaction(async (tx) => {
    await lockConversations(tx, { ...ids, user_id: idle.user_id });
    await tx.query(sql`
      UPDATE conversations c
      SET status = 'closed', closed_at = ${now}, idle_due_at = NULL, summary = ${summary}, rate_limited_until = NULL
      WHERE c.client_id = ${ids.client_id} AND c.id = ${ids.conversation_id} AND c.status = 'active'
        AND c.last_seq = ${idle.last_seq} AND NOT (${isHeld})`);
  });
}

/** A turn, a line for the topic, a message to the user, a person: what is still to come in a conversation `c`. */
const isHeld: Sql = sql`
  c.bot_muted_until IS NOT NULL OR c.deferred_until IS NOT NULL OR c.turn_due_at IS NOT NULL OR c.mirror_due_at IS NOT NULL
  OR EXISTS (SELECT FROM handovers h
             WHERE h.client_id = c.client_id AND h.user_id = c.user_id AND h.status IN ('pending', 'active'))
  OR EXISTS (SELECT FROM messages m
             WHERE m.client_id = c.client_id AND m.integration_id = c.integration_id
               AND m.external_chat_id = c.external_chat_id AND m.delivery_status IN ('queued', 'sending'))`;

async function findIdle(
  db: Queryable,
  { client_id, conversation_id }: Ids,
  now: Date,
): Promise<Idle | undefined> {
  return db.maybeOne<Idle>(sql`
    SELECT c.user_id, c.last_seq, c.last_message_at + make_interval(hours => s.conversation_idle_hours) AS idle_at,
      (${isHeld}) AS is_held,
      (SELECT p.summary FROM conversations p
       WHERE p.client_id = c.client_id AND p.user_id = c.user_id AND p.status = 'closed' AND p.summary IS NOT NULL
       ORDER BY p.started_at DESC LIMIT 1) AS last_summary
    FROM conversations c JOIN client_settings s ON s.client_id = c.client_id
    WHERE c.client_id = ${client_id} AND c.id = ${conversation_id} AND c.status = 'active' AND c.idle_due_at <= ${now}`);
}

async function lookAgain(
  db: Queryable,
  { client_id, conversation_id }: Ids,
  { idle, now }: { idle: Idle; now: Date },
): Promise<void> {
  const soon = plusMinutes(now, pauseMinutes);
  await db.query(sql`
    UPDATE conversations SET idle_due_at = ${idle.idle_at > soon ? idle.idle_at : soon}
    WHERE client_id = ${client_id} AND id = ${conversation_id} AND idle_due_at <= ${now}`);
}

/** @returns null when there is little to sum up, or no model to do it */
async function sumUp(
  { db, assistant }: { db: Queryable; assistant: Assistant },
  ids: Ids,
  { last_summary }: Idle,
): Promise<string | null> {
  const lines = await readConversation(db, ids);
  const isTalk = lines.some(({ role }) => role === 'assistant' || role === 'manager');
  if (!isTalk || lines.filter(({ role }) => role === 'user').length < fewestWords) return null;
  return assistant.think(ids, new AbortController().signal).sumUp(lines, last_summary);
}
