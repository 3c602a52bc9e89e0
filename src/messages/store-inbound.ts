import { albumGatheringMs } from './albums.js';
import { canBeHeard, hearingWaitMs } from './hearing.js';
import type { InboundMessage } from './inbound-message.js';
import { json, prepared, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import { plusMs } from '../shared/durations.js';
import type { ClientId, ConversationId, IntegrationId, MessageId, UserId } from '../shared/ids.js';
import { RaceLost } from '../shared/races.js';

/** The stored message and what it made due; the due times are null for a message that was there already. */
export type StoredInbound = {
  message_id: MessageId;
  conversation_id: ConversationId;
  user_id: UserId;
  is_new: boolean;
  turn_due_at: Date | null;
  mirror_due_at: Date | null;
  /** Its writer is known as several users, by one address each: see `joinAddresses`. */
  is_several: boolean;
};

type Inbound = { client_id: ClientId; integration_id: IntegrationId; message: InboundMessage; now: Date };

/** What tells where a message belongs: the connection, the chat, and the user whose chat it is. */
export type Placed = Omit<Inbound, 'message'> & {
  message: Pick<InboundMessage, 'external_chat_id' | 'external_message_id' | 'from'>;
};

/**
 * Stores user, addresses, conversation and message in one statement, so that one round trip makes a message durable.
 * Every part does nothing when the message is there already. The conversation's row is locked by taking the next seq,
 * which puts messages that arrive side by side into one order.
 *
 * @returns undefined when the client has no such integration
 * @throws a unique violation when another statement met the same person or message for the first time at the same
 *   moment, RaceLost when the writer was merged into another user: nothing was changed, run it again
 */
export async function storeInbound(db: Queryable, inbound: Inbound): Promise<StoredInbound | undefined> {
  const statement = sql`
    WITH RECURSIVE ${place(inbound)}, ${knownUser(inbound)}, ${writer(inbound)}, ${conversation(inbound)}, ${insertedMessage(inbound)},
    stored AS (
      SELECT m.id AS message_id, m.conversation_id, m.user_id, true AS is_new, c.turn_due_at, c.mirror_due_at
      FROM inserted_message m JOIN conversation c ON c.id = m.conversation_id
      UNION ALL
      SELECT id, conversation_id, user_id, false, NULL, NULL FROM known_message
      UNION ALL
      SELECT NULL, NULL, NULL, false, NULL, NULL FROM place WHERE NOT EXISTS (SELECT FROM writer)
    )
    SELECT stored.*, (SELECT count(DISTINCT id) > 1 FROM merged WHERE merged_into IS NULL) AS is_several FROM stored`;
  const stored = await db.maybeOne<StoredInbound>(prepared('store-inbound', statement));
  if (stored && (stored.message_id as MessageId | null) === null) throw new RaceLost();
  return stored;
}

/** Where it came in: the client's integration with the settings that count, and the message if it came before. */
export function place({ client_id, integration_id, message }: Placed): Sql {
  return sql`
    known_message AS (
      SELECT id, conversation_id, user_id FROM messages
      WHERE client_id = ${client_id} AND integration_id = ${integration_id}
        AND external_chat_id = ${message.external_chat_id} AND external_message_id = ${message.external_message_id}
    ),
    place AS (
      SELECT i.id AS integration_id, i.client_id, i.platform_id, s.debounce_ms, s.debounce_max_ms, s.topic_mode,
        s.media_action, s.conversation_idle_hours, k.status = 'suspended' AS is_suspended
      FROM integrations i JOIN client_settings s ON s.client_id = i.client_id JOIN clients k ON k.id = i.client_id
      WHERE i.client_id = ${client_id} AND i.id = ${integration_id} AND NOT EXISTS (SELECT FROM known_message)
    )`;
}

/** Who is known under the first of the addresses that anybody is known under, followed through merges. */
export function knownUser({ client_id, message }: Placed): Sql {
  const { identities } = message.from;
  return sql`
    address AS (
      SELECT DISTINCT ON (a.kind, a.value) a.kind, a.value, a.position
      FROM unnest(${identities.map(({ kind }) => kind)}::text[], ${identities.map(({ value }) => value)}::text[])
        WITH ORDINALITY AS a (kind, value, position)
      ORDER BY a.kind, a.value, a.position
    ),
    merged AS (
      SELECT a.position, u.id, u.merged_into
      FROM address a
      JOIN user_identities known ON known.client_id = ${client_id} AND known.kind = a.kind AND known.value = a.value
      JOIN users u ON u.client_id = known.client_id AND u.id = known.user_id
      UNION
      SELECT m.position, u.id, u.merged_into
      FROM merged m JOIN users u ON u.client_id = ${client_id} AND u.id = m.merged_into
    ),
    found_user AS (SELECT id FROM merged WHERE merged_into IS NULL ORDER BY position LIMIT 1)`;
}

/** The writer, seen again or made; nobody when they are merged into another user at this very moment. */
function writer(inbound: Inbound): Sql {
  const { client_id, message, now } = inbound;
  const { name, username, language_code } = message.from;
  return sql`
    seen_user AS (
      UPDATE users SET last_active_at = ${now}, unreachable_at = NULL, name = coalesce(${name}, name),
        username = coalesce(${username}, username), phone = coalesce(phone, ${phoneOf(message)}),
        language_code = coalesce(${language_code}, language_code)
      WHERE client_id = ${client_id} AND id = (SELECT id FROM found_user) AND merged_into IS NULL
        AND EXISTS (SELECT FROM place)
      RETURNING id, blocked_at IS NOT NULL AS is_blocked
    ), ${madeUser(inbound)},
    writer AS (SELECT id, is_blocked FROM seen_user UNION ALL SELECT id, false FROM made_user)`;
}

/**
 * Makes the user if nobody is known, and notes further addresses of `seen_user`: as those of whoever was known under the
 * first, also where that one is merged into another user, so that they part with their addresses. A made user's addresses
 * are inserted without ON CONFLICT: of two first contacts at once one has to fail, or there would be two users.
 */
export function madeUser({ client_id, message, now }: Placed): Sql {
  const { name, username, language_code, identities } = message.from;
  const address = identities.find(({ kind }) => kind === 'whatsapp_address')?.value ?? null;
  return sql`
    made_user AS (
      INSERT INTO users (client_id, phone, remote_jid, name, username, language_code, created_at, last_active_at)
      SELECT client_id, ${phoneOf(message)}, ${address}, ${name}, ${username}, ${language_code}, ${now}, ${now}
      FROM place WHERE NOT EXISTS (SELECT FROM found_user)
      RETURNING id
    ),
    made_addresses AS (
      INSERT INTO user_identities (client_id, user_id, kind, value, is_primary)
      SELECT ${client_id}, made_user.id, a.kind, a.value, a.position = 1 FROM made_user, address a ORDER BY a.kind, a.value
    ),
    further_addresses AS (
      INSERT INTO user_identities (client_id, user_id, kind, value)
      SELECT ${client_id}, (SELECT known.user_id FROM address b
          JOIN user_identities known ON known.client_id = ${client_id} AND known.kind = b.kind AND known.value = b.value
          ORDER BY b.position LIMIT 1), a.kind, a.value
      FROM seen_user, address a
      WHERE NOT EXISTS (SELECT FROM user_identities known
                        WHERE known.client_id = ${client_id} AND known.kind = a.kind AND known.value = a.value)
      ORDER BY a.kind, a.value
      ON CONFLICT (client_id, kind, value) DO NOTHING
    )`;
}

function phoneOf({ from: { phone, identities } }: Pick<InboundMessage, 'from'>): string | null {
  return phone ?? identities.find(({ kind }) => kind === 'phone')?.value ?? null;
}

/** The active conversation with its next seq, opened if there is none, and what is now due in it. */
function conversation({ message, now }: Inbound): Sql {
  const gatheringMs = message.album_id === null ? 0 : albumGatheringMs;
  const quietUntil = sql`${now}::timestamptz + make_interval(secs => greatest(place.debounce_ms, ${gatheringMs}::int) / 1000.0)`;
  // What is said in a voice note is waited for, but not for ever; where nothing is answered, nobody pays for it.
  const hearingUntil = sql`CASE WHEN place.media_action = 'transcribe' AND ${canBeHeard(message)}::boolean
    AND NOT place.is_suspended AND NOT writer.is_blocked
    THEN ${plusMs(now, hearingWaitMs)}::timestamptz END`;
  return sql`
    dues AS (
      SELECT place.*, writer.id AS user_id, ${quietUntil} AS quiet_until, ${hearingUntil} AS hearing_until,
        make_interval(secs => greatest(place.debounce_max_ms, ${gatheringMs}::int) / 1000.0) AS longest_wait,
        CASE WHEN place.topic_mode = 'always' OR EXISTS (
          SELECT FROM topics t WHERE t.client_id = place.client_id AND t.user_id = writer.id)
        THEN ${now}::timestamptz + make_interval(secs => ${gatheringMs}::int / 1000.0) END AS mirror_due_at
      FROM place, writer
    ),
    conversation AS (
      INSERT INTO conversations AS c (client_id, user_id, integration_id, channel, external_chat_id, started_at,
        last_message_at, idle_due_at, last_seq, turn_due_at, turn_waiting_since, hearing_until, mirror_due_at)
      SELECT client_id, user_id, integration_id, platform_id, ${message.external_chat_id}, ${now}, ${now},
        ${now}::timestamptz + make_interval(hours => conversation_idle_hours), 1,
        greatest(least(quiet_until, ${now}::timestamptz + longest_wait), hearing_until), ${now}, hearing_until, mirror_due_at
      FROM dues
      ON CONFLICT (integration_id, user_id) WHERE status = 'active' DO UPDATE SET
        last_seq = c.last_seq + 1,
        last_message_at = excluded.last_message_at,
        external_chat_id = excluded.external_chat_id,
        turn_waiting_since = coalesce(c.turn_waiting_since, excluded.turn_waiting_since),
        turn_due_at = greatest(least((SELECT quiet_until FROM dues),
          coalesce(c.turn_waiting_since, excluded.turn_waiting_since) + (SELECT longest_wait FROM dues)),
          c.hearing_until, excluded.hearing_until),
        hearing_until = greatest(c.hearing_until, excluded.hearing_until),
        mirror_due_at = coalesce(c.mirror_due_at, excluded.mirror_due_at)
      RETURNING c.client_id, c.id, c.user_id, c.integration_id, c.last_seq, c.turn_due_at, c.mirror_due_at
    )`;
}

function insertedMessage({ client_id, message, now }: Inbound): Sql {
  const metadata = {
    ...(message.command && { command: message.command }),
    ...(message.rating && { rating: message.rating }),
    ...(message.unsupported_kind && { unsupported_kind: message.unsupported_kind }),
    ...(message.forwarded_from && { forwarded_from: message.forwarded_from }),
  };
  return sql`
    inserted_message AS (
      INSERT INTO messages (client_id, conversation_id, user_id, integration_id, seq, role, direction, kind, content,
        language_code, external_chat_id, external_message_id, external_sent_at, album_id, reply_to_message_id, media,
        entities, metadata, deleted_at, hear_due_at, created_at)
      SELECT client_id, id, user_id, integration_id, last_seq, 'user', 'inbound', ${message.kind}, ${message.text},
        ${message.from.language_code}, ${message.external_chat_id}, ${message.external_message_id}, ${message.sent_at},
        ${message.album_id},
        ${messageRepliedTo(client_id, message)},
        ${message.media && json(message.media)}::jsonb, ${json(message.details)}::jsonb, ${json(metadata)}::jsonb, ${takenBackAlready(message)},
        CASE WHEN ${takenBackAlready(message)} IS NULL THEN (SELECT ${now}::timestamptz FROM dues WHERE hearing_until IS NOT NULL) END,
        ${now}
      FROM conversation
      RETURNING id, conversation_id, user_id
    )`;
}

/** When the user took it back, where that was told of first. */
function takenBackAlready({ external_chat_id, external_message_id }: InboundMessage): Sql {
  return sql`
    (SELECT d.deleted_at FROM early_deletions d
     WHERE d.client_id = conversation.client_id AND d.integration_id = conversation.integration_id
       AND d.external_chat_id = ${external_chat_id} AND d.external_message_id = ${external_message_id})`;
}

/** The message that this one answers, of the user and the integration of `conversation`; NULL when it answers none. */
export function messageRepliedTo(client_id: ClientId, message: Replying): Sql {
  const { external_chat_id, reply_to_external_id } = message;
  return sql`
    CASE WHEN ${reply_to_external_id}::text IS NOT NULL THEN coalesce(
      (SELECT m.id FROM messages m
       WHERE m.client_id = ${client_id} AND m.integration_id = conversation.integration_id
         AND m.external_chat_id = ${external_chat_id} AND m.external_message_id = ${reply_to_external_id}),
      ${messageOfPiece(client_id, message)}) END`;
}

type Replying = Pick<InboundMessage, 'external_chat_id' | 'reply_to_external_id'>;

/**
 * A long text went out as several messages, and any of them may be replied to, or reacted to. No index knows them, so the
 * search ends after the last 200 messages to the user.
 */
function messageOfPiece(client_id: ClientId, { external_chat_id, reply_to_external_id }: Replying): Sql {
  return sql`
    (SELECT said.id FROM (
       SELECT m.id, m.integration_id, m.external_chat_id, m.metadata FROM messages m
       WHERE m.client_id = ${client_id} AND m.user_id = conversation.user_id AND m.direction = 'outbound'
       ORDER BY m.created_at DESC LIMIT 200) said
     WHERE said.integration_id = conversation.integration_id AND said.external_chat_id = ${external_chat_id}
       AND said.metadata->'sent_parts' @> to_jsonb(${reply_to_external_id}::text) LIMIT 1)`;
}
