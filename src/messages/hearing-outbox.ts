import { hearingWaitMs } from './hearing.js';
import type { MediaReference } from './message-kinds.js';
import { json, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import { plusMs } from '../shared/durations.js';
import type { ClientId, ConversationId, MessageId, UserId } from '../shared/ids.js';

/** A recording that this process writes down now. */
export type ToHear = {
  id: MessageId;
  client_id: ClientId;
  conversation_id: ConversationId;
  user_id: UserId;
  seq: number;
  media: MediaReference;
  media_file: string | null;
  /** How many times it was claimed, this one counted. */
  attempts: number;
  /** Names the claim: whoever outlived it writes nothing. */
  hear_token: string;
};

type Claimed = Pick<ToHear, 'id' | 'client_id' | 'hear_token'>;

/** How long a claim outlives its process; renewed all the while. Shorter than a turn waits, so that another one hears it in time. */
export const hearingLeaseSeconds = 15;

/**
 * Claims recordings that came in through these connections, every client's first before any client's second.
 *
 * @param claim.sender_keys of the connections this process holds
 * @param claim.token a fresh uuid
 */
export async function claimToHear(
  db: Queryable,
  claim: { sender_keys: readonly string[]; token: string; now: Date; limit: number },
): Promise<ToHear[]> {
  const isFree = sql`(m.hear_lease_until IS NULL OR m.hear_lease_until < now())`;
  return db.query<ToHear>(sql`
    WITH waiting AS (
      SELECT m.id, m.hear_due_at AS due_at, row_number() OVER (PARTITION BY m.client_id ORDER BY m.hear_due_at, m.id) AS place
      FROM messages m JOIN integrations i ON i.client_id = m.client_id AND i.id = m.integration_id
      WHERE m.hear_due_at <= ${claim.now} AND ${isFree}
        AND i.platform_id || ':' || i.credentials_hash = ANY(${[...claim.sender_keys]})
    ), ready AS (
      SELECT m.id FROM waiting JOIN messages m ON m.id = waiting.id
      ORDER BY waiting.place, waiting.due_at LIMIT ${claim.limit}
      FOR UPDATE OF m SKIP LOCKED
    )
    UPDATE messages m
    SET hear_token = ${claim.token}::uuid, hear_lease_until = now() + make_interval(secs => ${hearingLeaseSeconds}),
        hear_attempts = m.hear_attempts + 1
    FROM ready
    WHERE m.id = ready.id AND m.hear_due_at IS NOT NULL AND ${isFree}
    RETURNING m.id, m.client_id, m.conversation_id, m.user_id, m.seq, m.media, m.media_file, m.hear_attempts AS attempts,
      m.hear_token`);
}

/** Keeps a claim while something slow goes on. @returns false when it has been lost, or is not needed any more */
export async function renewHearing(db: Queryable, claimed: Claimed): Promise<boolean> {
  const rows = await db.query(sql`
    UPDATE messages SET hear_lease_until = now() + make_interval(secs => ${hearingLeaseSeconds})
    WHERE ${ofClaim(claimed)} AND hear_due_at IS NOT NULL RETURNING id`);
  return rows.length > 0;
}

/** Gives a claim back without an outcome: it is heard later. */
export async function hearLater(db: Queryable, claimed: Claimed, due_at: Date): Promise<void> {
  await db.query(sql`
    UPDATE messages SET hear_token = NULL, hear_lease_until = NULL,
      hear_due_at = CASE WHEN hear_due_at IS NOT NULL THEN ${due_at}::timestamptz END
    WHERE ${ofClaim(claimed)}`);
}

/**
 * Writes down what was said, or that nobody knows. What the user has meanwhile written beside it, or taken back, stays as
 * it is. The conversation has to be locked.
 *
 * @returns false when the claim is no longer this process's: nothing was changed; else whether the text was kept, and where
 *   the message stands by now: its user may have become one with another since the claim
 */
export async function settleHeard(
  tx: Queryable,
  claimed: Claimed,
  { text, media_file }: { text: string | null; media_file: string | null },
): Promise<{ isKept: boolean; place: PlaceOfHeard } | false> {
  const row = await tx.maybeOne<PlaceOfHeard & { is_kept: boolean }>(sql`
    UPDATE messages
    SET hear_due_at = NULL, hear_token = NULL, hear_lease_until = NULL, media_file = coalesce(media_file, ${media_file}),
      content = CASE WHEN ${keeps(text)} THEN ${text} ELSE content END,
      metadata = CASE WHEN ${keeps(text)} THEN metadata || ${json({ heard: true })}::jsonb ELSE metadata END
    WHERE ${ofClaim(claimed)}
    RETURNING metadata ? 'heard' AS is_kept, conversation_id, user_id, seq`);
  if (!row) return false;
  const { is_kept: isKept, ...place } = row;
  return { isKept, place };
}

type PlaceOfHeard = Pick<ToHear, 'conversation_id' | 'user_id' | 'seq'>;

function keeps(text: string | null): Sql {
  return sql`(${text}::text IS NOT NULL AND content = '' AND deleted_at IS NULL AND hear_due_at IS NOT NULL)`;
}

/**
 * When nothing unread is being heard any more, the turn that waited for it comes as after a text: once the user has been
 * quiet. The conversation has to be locked. A part of the caller's transaction.
 *
 * @returns when the turn is due; null when none was waiting
 */
export async function bringTurnForward(
  tx: Queryable,
  { client_id, conversation_id, now }: { client_id: ClientId; conversation_id: ConversationId; now: Date },
): Promise<Date | null> {
  const row = await tx.maybeOne<{ turn_due_at: Date | null }>(sql`
    UPDATE conversations c
    SET hearing_until = NULL,
      turn_due_at = CASE WHEN c.turn_due_at IS NOT NULL THEN greatest(${now}::timestamptz, least(
        (SELECT max(m.created_at) FROM messages m
         WHERE m.client_id = c.client_id AND m.conversation_id = c.id AND m.role = 'user' AND m.seq > c.turn_read_seq)
          + make_interval(secs => s.debounce_ms / 1000.0),
        c.turn_waiting_since + make_interval(secs => s.debounce_max_ms / 1000.0))) END
    FROM client_settings s
    WHERE c.client_id = ${client_id} AND c.id = ${conversation_id} AND s.client_id = c.client_id
      AND c.hearing_until IS NOT NULL AND NOT EXISTS (
        SELECT FROM messages m
        WHERE m.client_id = c.client_id AND m.conversation_id = c.id AND m.seq > c.turn_read_seq AND ${isBeingHeard(now)})
    RETURNING c.turn_due_at`);
  return row?.turn_due_at ?? null;
}

/** Whether a message `m` is one that a turn waits for: {@link hearingWaitMs} from when it came. */
export function isBeingHeard(now: Date): Sql {
  return sql`(m.hear_due_at IS NOT NULL AND m.created_at > ${plusMs(now, -hearingWaitMs)})`;
}

function ofClaim({ id, client_id, hear_token }: Claimed): Sql {
  return sql`client_id = ${client_id} AND id = ${id} AND hear_token = ${hear_token}::uuid`;
}
