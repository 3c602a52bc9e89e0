import { newId } from '../shared/ids.js';
import type { ClientId, ConversationId, UserId } from '../shared/ids.js';
import { json, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';

/** A conversation that ended with its user, and the one it goes on in. */
export type Carried = {
  from: ConversationId;
  to: ConversationId;
  /** False: the elder user had an open conversation there already, and only what was unread went over. */
  is_new: boolean;
  /** In the conversation it goes on in: up to here the other topic showed it, and up to here it was said before. */
  mirrored_seq: number;
  opened_at_seq: number;
};

type Merging = { client_id: ClientId; elder_id: UserId; younger_id: UserId; now: Date };
type Ending = { id: ConversationId; integration_id: string; mirrored_seq: number; last_seq: number };

/**
 * Ends the open conversations of a user who is merged into an elder one, and lets each go on as the elder's: with all that
 * was said in it, or, where the elder has an open one on the same connection, with what nobody has read yet. What they
 * wait for goes along: a turn, a mute, a deferral. The conversations of both are locked by the caller.
 */
export async function carryConversations(tx: Queryable, merging: Merging): Promise<Carried[]> {
  const { client_id, elder_id, younger_id } = merging;
  const ending = await tx.query<Ending>(sql`
    SELECT id, integration_id, mirrored_seq, last_seq FROM conversations
    WHERE client_id = ${client_id} AND user_id = ${younger_id} AND status = 'active' ORDER BY id`);
  const carried: Carried[] = [];
  for (const conversation of ending) {
    const there = await tx.maybeOne<{ id: ConversationId; last_seq: number; mirrored_seq: number }>(sql`
      SELECT id, last_seq, mirrored_seq FROM conversations
      WHERE client_id = ${client_id} AND user_id = ${elder_id} AND integration_id = ${conversation.integration_id}
        AND status = 'active'`);
    const { id: from, mirrored_seq, last_seq } = conversation;
    const chats = await chatsOf(tx, client_id, from);
    if (there) {
      await appendUnread(tx, merging, { from, to: there.id });
      const seqs = { mirrored_seq: there.mirrored_seq, opened_at_seq: there.last_seq };
      carried.push({ from, to: there.id, is_new: false, ...seqs });
    } else {
      const to = await openSuccessor(tx, merging, from);
      carried.push({ from, to, is_new: true, mirrored_seq, opened_at_seq: last_seq });
    }
    await end(tx, merging, { ...(carried.at(-1) as Carried), chats });
  }
  await keepSeats(tx, merging);
  return carried;
}

/** Where it was spoken in: a person may have written from several addresses. */
async function chatsOf(tx: Queryable, client_id: ClientId, id: ConversationId): Promise<string[]> {
  const rows = await tx.query<{ chat: string }>(sql`
    SELECT DISTINCT external_chat_id AS chat FROM messages
    WHERE client_id = ${client_id} AND conversation_id = ${id} AND external_chat_id IS NOT NULL`);
  return rows.map(({ chat }) => chat);
}

/** The same conversation under the elder's name, with every message under its number; a recap that waits tells of it. */
async function openSuccessor(
  tx: Queryable,
  { client_id, elder_id, younger_id }: Merging,
  from: ConversationId,
): Promise<ConversationId> {
  const id = newId<ConversationId>();
  const changed = { id, user_id: elder_id, turn_token: null, turn_lease_until: null, turn_attempts: 0 };
  await tx.query(sql`
    INSERT INTO conversations
    SELECT (jsonb_populate_record(NULL::conversations, to_jsonb(c) || ${json(changed)}::jsonb)).*
    FROM conversations c WHERE c.client_id = ${client_id} AND c.id = ${from}`);
  await tx.query(sql`
    UPDATE messages SET conversation_id = ${id}, user_id = ${elder_id}
    WHERE client_id = ${client_id} AND conversation_id = ${from}`);
  await tx.query(sql`
    UPDATE topic_posts SET payload = payload || ${json({ conversation_id: id })}::jsonb
    WHERE client_id = ${client_id} AND kind = 'recap' AND payload->>'conversation_id' = ${from}
      AND topic_id IN (SELECT id FROM topics WHERE client_id = ${client_id} AND user_id IN (${elder_id}, ${younger_id}))`);
  return id;
}

/** What the assistant has not read yet goes behind what was said in the elder's conversation. */
async function appendUnread(
  tx: Queryable,
  { client_id, elder_id }: Merging,
  { from, to }: { from: ConversationId; to: ConversationId },
): Promise<void> {
  await tx.query(sql`
    WITH unread AS (
      SELECT m.id, row_number() OVER (ORDER BY m.seq) AS place
      FROM conversations c JOIN messages m ON m.client_id = c.client_id AND m.conversation_id = c.id
      WHERE c.client_id = ${client_id} AND c.id = ${from} AND m.role = 'user' AND m.seq > c.turn_read_seq
    ), moved AS (
      UPDATE messages m SET conversation_id = there.id, user_id = ${elder_id}, seq = there.last_seq + unread.place
      FROM unread, conversations there
      WHERE m.client_id = ${client_id} AND m.id = unread.id AND there.client_id = m.client_id AND there.id = ${to}
    )
    UPDATE conversations there SET
      last_seq = there.last_seq + (SELECT count(*) FROM unread),
      last_message_at = greatest(there.last_message_at, ended.last_message_at),
      external_chat_id = CASE WHEN ended.last_message_at > there.last_message_at THEN ended.external_chat_id
        ELSE there.external_chat_id END,
      turn_due_at = least(there.turn_due_at, ended.turn_due_at),
      turn_waiting_since = least(there.turn_waiting_since, ended.turn_waiting_since),
      hearing_until = greatest(there.hearing_until, ended.hearing_until),
      bot_status = CASE WHEN 'muted' IN (there.bot_status, ended.bot_status) THEN 'muted' ELSE 'active' END,
      bot_muted_until = greatest(there.bot_muted_until, ended.bot_muted_until),
      deferred_reason = CASE WHEN there.deferred_until IS NULL THEN ended.deferred_reason ELSE there.deferred_reason END,
      deferred_at = CASE WHEN there.deferred_until IS NULL THEN ended.deferred_at ELSE there.deferred_at END,
      deferred_until = coalesce(there.deferred_until, ended.deferred_until)
    FROM conversations ended
    WHERE there.client_id = ${client_id} AND there.id = ${to} AND ended.client_id = ${client_id} AND ended.id = ${from}`);
}

/** It is over; what was due in it is due in the other one now, and whoever holds its turn can't commit it. */
async function end(
  tx: Queryable,
  { client_id, now }: Merging,
  { from, to, chats }: Carried & { chats: readonly string[] },
): Promise<void> {
  await tx.query(sql`
    UPDATE conversations SET status = 'closed', closed_at = ${now}, idle_due_at = NULL, rate_limited_until = NULL,
      turn_due_at = NULL, turn_waiting_since = NULL, turn_token = NULL, turn_lease_until = NULL, hearing_until = NULL,
      mirror_due_at = NULL,
      bot_status = 'active', bot_muted_until = NULL, deferred_until = NULL, deferred_reason = NULL, deferred_at = NULL,
      metadata = metadata || ${json({ goes_on_in: to, chats })}::jsonb
    WHERE client_id = ${client_id} AND id = ${from}`);
}

/**
 * Where the elder never wrote, the younger's last conversation on that connection that is closed is kept as the elder's
 * too: a manager who writes first goes on there, and the assistant knows its summary.
 */
async function keepSeats(tx: Queryable, { client_id, elder_id, younger_id }: Merging): Promise<void> {
  await tx.query(sql`
    INSERT INTO conversations (client_id, user_id, integration_id, channel, external_chat_id, status, started_at, closed_at,
      last_message_at, summary)
    SELECT DISTINCT ON (c.integration_id) c.client_id, ${elder_id}::uuid, c.integration_id, c.channel, c.external_chat_id, 'closed',
      c.started_at, c.closed_at, c.last_message_at, c.summary
    FROM conversations c
    WHERE c.client_id = ${client_id} AND c.user_id = ${younger_id} AND c.status = 'closed'
      AND NOT EXISTS (SELECT FROM conversations own WHERE own.client_id = c.client_id AND own.user_id = ${elder_id}
        AND own.integration_id = c.integration_id)
    ORDER BY c.integration_id, c.last_message_at DESC`);
}
