import { findUsers } from './find-users.js';
import { lockMerges } from './lock-users.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { conversationToGoOnWith } from '../conversations/reopen-conversation.js';
import { carryOut } from '../handovers/carry-out.js';
import type { Acting } from '../handovers/carry-out.js';
import type { Taker } from '../handovers/handover-decision.js';
import { lockOpenHandover } from '../handovers/handover-row.js';
import type { HandoverRow } from '../handovers/handover-row.js';
import { openHandover } from '../handovers/request-handover.js';
import { chatOfPhone, platformsByPhone } from '../integrations/phone-chat.js';
import type { PlatformByPhone } from '../integrations/phone-chat.js';
import { queueMessage } from '../messages/queue-message.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { msOfHours, plusMs } from '../shared/durations.js';
import type { ClientId, ConversationId, IntegrationId, UserId } from '../shared/ids.js';

/** A connection over which somebody can be written to by their phone number. */
export type WritingConnection = {
  id: IntegrationId;
  platform_id: PlatformByPhone;
  name: string;
  status: 'pending' | 'connected' | 'error' | 'disconnected';
};

export type WriteOutcome =
  | { result: 'queued'; user_id: UserId; connection: string }
  | { result: 'no_connection' | 'blocked' }
  | { result: 'not_connected'; connection: string }
  | { result: 'held'; by: string | null };

type Writing = Acting & {
  by: Taker;
  /** In E.164. */
  phone: string;
  text: string;
  /** Null: the one this person wrote on last, else one that is connected. */
  connection: WritingConnection | null;
};

/** The client's connections to WhatsApp, of either kind, in the order of their names. */
export async function writingConnections(tx: Queryable, client_id: ClientId): Promise<WritingConnection[]> {
  return tx.query<WritingConnection>(sql`
    SELECT id, platform_id, name, status FROM integrations
    WHERE client_id = ${client_id} AND platform_id = ANY (${[...platformsByPhone]}::text[]) ORDER BY name, platform_id`);
}

/**
 * A manager writes to a phone number first, also to one nobody has heard of: the user, the conversation and a request that
 * is theirs are made, and the words are queued. Whether they may be sent (the number's health, a window of time) is
 * judged by the channel that sends them, and a refusal shows under them. A part of the caller's transaction; ring for the
 * user afterwards.
 */
export async function writeFirst(tx: Queryable, writing: Writing): Promise<WriteOutcome> {
  const { profile, by, now, text } = writing;
  const client_id = profile.id;
  // Of two who write to one new number at once, the second finds what the first has made.
  await lockMerges(tx, client_id);
  const [known] = (await findUsers(tx, client_id, { phone: writing.phone })).users;
  const connection = writing.connection ?? (await connectionFor(tx, client_id, known));
  if (!connection) return { result: 'no_connection' };
  if (connection.status !== 'connected') return { result: 'not_connected', connection: connection.name };
  const user_id = known ?? (await makeUser(tx, writing));
  if (await lockedIsBlocked(tx, client_id, user_id)) return { result: 'blocked' };
  const open = await lockOpenHandover(tx, { client_id, user_id });
  if (open?.status === 'active' && open.manager_id !== by.id)
    return { result: 'held', by: open.assigned_to_name };
  const conversation_id = await conversationOn(tx, writing, { user_id, connection });
  const handover = await takenBy(tx, open, { ...writing, user_id, conversation_id });
  await carryOut(tx, handover, { type: 'human_answer' }, writing);
  await queueMessage(
    tx,
    {
      client_id,
      conversation_id,
      role: 'manager',
      content: text,
      handover_id: handover.id,
      manager_id: by.id,
    },
    now,
  );
  return { result: 'queued', user_id, connection: connection.name };
}

/** The one this person wrote on last, among those that are connected; else any that is. */
async function connectionFor(
  tx: Queryable,
  client_id: ClientId,
  user_id: UserId | undefined,
): Promise<WritingConnection | undefined> {
  const connections = await writingConnections(tx, client_id);
  const connected = connections.filter(({ status }) => status === 'connected');
  const last = user_id && (await lastWrittenOn(tx, client_id, user_id, connections));
  return connected.find(({ id }) => id === last) ?? connected[0] ?? connections[0];
}

async function lastWrittenOn(
  tx: Queryable,
  client_id: ClientId,
  user_id: UserId,
  among: readonly WritingConnection[],
): Promise<IntegrationId | undefined> {
  const last = await tx.maybeOne<{ integration_id: IntegrationId }>(sql`
    SELECT integration_id FROM conversations
    WHERE client_id = ${client_id} AND user_id = ${user_id} AND integration_id = ANY (${among.map(({ id }) => id)}::uuid[])
    ORDER BY last_message_at DESC LIMIT 1`);
  return last?.integration_id;
}

async function makeUser(tx: Queryable, { profile, phone, now }: Writing): Promise<UserId> {
  const { id } = await tx.one<{ id: UserId }>(sql`
    INSERT INTO users (client_id, phone, created_at, last_active_at)
    VALUES (${profile.id}, ${phone}, ${now}, ${now}) RETURNING id`);
  await tx.query(sql`
    INSERT INTO user_identities (client_id, user_id, kind, value, is_primary)
    VALUES (${profile.id}, ${id}, 'phone', ${phone}, true)`);
  return id;
}

/** The user's row before their conversations, as a message of theirs takes them. */
async function lockedIsBlocked(tx: Queryable, client_id: ClientId, user_id: UserId): Promise<boolean> {
  const { is_blocked } = await tx.one<{ is_blocked: boolean }>(sql`
    SELECT blocked_at IS NOT NULL AS is_blocked FROM users
    WHERE client_id = ${client_id} AND id = ${user_id} FOR NO KEY UPDATE`);
  return is_blocked;
}

/** The one that goes on over this connection, the last one opened again, or a new one in the chat of the number. */
async function conversationOn(
  tx: Queryable,
  { profile, phone, now }: Writing,
  { user_id, connection }: { user_id: UserId; connection: WritingConnection },
): Promise<ConversationId> {
  const integration_id = connection.id;
  const known = await conversationToGoOnWith(tx, { profile, user_id, integration_id, now });
  if (known) return known;
  const { id } = await tx.one<{ id: ConversationId }>(sql`
    INSERT INTO conversations (client_id, user_id, integration_id, channel, external_chat_id, started_at, last_message_at,
      idle_due_at)
    VALUES (${profile.id}, ${user_id}, ${integration_id}, ${connection.platform_id},
      ${chatOfPhone(connection.platform_id, phone)}, ${now}, ${now}, ${idleAt(profile, now)})
    RETURNING id`);
  return id;
}

function idleAt({ settings }: ClientProfile, now: Date): Date {
  return plusMs(now, msOfHours(settings.conversation_idle_hours));
}

/** The user's request, in this manager's hands. */
async function takenBy(
  tx: Queryable,
  open: HandoverRow | null,
  taking: Writing & { user_id: UserId; conversation_id: ConversationId },
): Promise<HandoverRow> {
  if (open?.status === 'active') return open;
  if (open) {
    const taken = await carryOut(tx, open, { type: 'take', manager: taking.by }, taking);
    return taken.ok ? taken.handover : open;
  }
  const opened = await openHandover(tx, {
    ...taking,
    reason: 'manual',
    trigger_type: 'manual',
    summary: null,
    taken_by: taking.by,
  });
  return opened.handover;
}
