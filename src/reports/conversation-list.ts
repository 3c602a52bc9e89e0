import { keyOfPlace, placeIn } from './time-place.js';
import type { PageAsked } from './time-place.js';
import type { HandoverStatus } from '../handovers/handover-types.js';
import type { PlatformId } from '../integrations/credentials.js';
import type { MessageKind } from '../messages/message-kinds.js';
import { join, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId, ConversationId, UserId } from '../shared/ids.js';
import { pageOf } from '../shared/paging.js';
import type { Page } from '../shared/paging.js';

/** What a list of conversations is narrowed to; what is left out narrows nothing. */
export type ConversationFilter = {
  status?: 'active' | 'closed' | undefined;
  channel?: PlatformId | undefined;
  /** Only those in which a person is called, or speaks, now. */
  is_handed_over?: boolean | undefined;
  /** Only those in which a person was ever called. */
  had_handover?: boolean | undefined;
  /** Part of the user's name, username or number. */
  user?: string | undefined;
  /** Words that stand in a message of it, as `searchMessages` finds them; in the newest that have them, see {@link mostFound}. */
  words?: string | undefined;
  /** Name of an intent a message of it was understood as. */
  intent?: string | undefined;
  /** Last written in since, and not after. */
  from?: Date | undefined;
  to?: Date | undefined;
};

/** Of messages with the words so many, the newest, tell which conversations have them. */
const mostFound = 1_000;

/** A conversation in a list: who, where, how it stands, and what was said last. */
export type ListedConversation = {
  id: ConversationId;
  status: 'active' | 'closed';
  channel: PlatformId;
  started_at: Date;
  last_message_at: Date;
  user_id: UserId;
  user_name: string | null;
  phone: string | null;
  /** Of its newest request. */
  handover_status: HandoverStatus | null;
  assigned_to_name: string | null;
  last_role: 'user' | 'assistant' | 'manager' | 'system' | null;
  last_kind: MessageKind | null;
  last_text: string | null;
};

/**
 * A client's conversations, the last written in first.
 *
 * @param db of this client when words are looked for: see `searchMessages`
 * @throws FieldsInvalid
 */
export async function listConversations(
  db: Queryable,
  { client_id, filter, page }: { client_id: ClientId; filter: ConversationFilter; page: PageAsked },
): Promise<Page<ListedConversation>> {
  const conditions = [sql`c.client_id = ${client_id}`, ...conditionsOf(client_id, filter)];
  const place = placeIn(page);
  if (place) conditions.push(sql`(c.last_message_at, c.id) < (${place.at}, ${place.id}::uuid)`);
  const rows = await db.query<ListedConversation>(sql`
    SELECT c.id, c.status, c.channel, c.started_at, c.last_message_at, c.user_id, coalesce(u.name, u.username) AS user_name,
      u.phone, h.status AS handover_status, h.assigned_to_name, last.role AS last_role, last.kind AS last_kind,
      left(last.content, 200) AS last_text
    FROM (SELECT * FROM conversations c WHERE ${join(conditions, ' AND ')}
          ORDER BY c.last_message_at DESC, c.id DESC LIMIT ${page.limit + 1}) c
    JOIN users u ON u.client_id = c.client_id AND u.id = c.user_id
    LEFT JOIN LATERAL (
      SELECT status, assigned_to_name FROM handovers h
      WHERE h.client_id = c.client_id AND h.conversation_id = c.id ORDER BY h.created_at DESC LIMIT 1) h ON true
    LEFT JOIN LATERAL (
      SELECT role, kind, content FROM messages m
      WHERE m.client_id = c.client_id AND m.conversation_id = c.id ORDER BY m.seq DESC LIMIT 1) last ON true
    ORDER BY c.last_message_at DESC, c.id DESC`);
  return pageOf(rows, { limit: page.limit, keyOf: ({ last_message_at: at, id }) => keyOfPlace({ at, id }) });
}

function conditionsOf(client_id: ClientId, filter: ConversationFilter): Sql[] {
  const { status, channel, from, to } = filter;
  return [
    ...(status ? [sql`c.status = ${status}`] : []),
    ...(channel ? [sql`c.channel = ${channel}`] : []),
    ...(from ? [sql`c.last_message_at >= ${from}`] : []),
    ...(to ? [sql`c.last_message_at <= ${to}`] : []),
    ...peopleIn(client_id, filter),
    ...saidIn(client_id, filter),
  ];
}

/** Who writes in it, and whether a person was called. */
function peopleIn(client_id: ClientId, { is_handed_over, had_handover, user }: ConversationFilter): Sql[] {
  const like = user && `%${user.replace(/[\\%_]/g, '\\$&')}%`;
  return [
    ...(had_handover
      ? [sql`EXISTS (SELECT FROM handovers h WHERE h.client_id = ${client_id} AND h.conversation_id = c.id)`]
      : []),
    ...(is_handed_over
      ? [
          sql`c.id IN (SELECT h.conversation_id FROM handovers h
                       WHERE h.client_id = ${client_id} AND h.status IN ('pending', 'active'))`,
        ]
      : []),
    ...(like
      ? [
          sql`c.user_id IN (SELECT u.id FROM users u WHERE u.client_id = ${client_id}
                            AND (u.name ILIKE ${like} OR u.username ILIKE ${like} OR u.phone LIKE ${like}))`,
        ]
      : []),
  ];
}

/** What was said in it, and how that was understood. */
function saidIn(client_id: ClientId, { words, intent, from }: ConversationFilter): Sql[] {
  return [
    ...(words
      ? [
          sql`c.id IN (SELECT m.conversation_id
                       FROM messages_with_words(${words}, ${from ?? null}, NULL, NULL, ${mostFound}::int) found
                       JOIN messages m ON m.client_id = ${client_id} AND m.id = found.id)`,
        ]
      : []),
    ...(intent
      ? [
          sql`EXISTS (SELECT FROM messages m WHERE m.client_id = ${client_id} AND m.conversation_id = c.id
                      AND m.intent = ${intent})`,
        ]
      : []),
  ];
}
