import type { StandingMessage } from '../integrations/channel.js';
import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId, IntegrationId } from '../shared/ids.js';
import type { Lease } from '../shared/leases.js';

/** A message whose copy in the user's chat this process brings in line with the row now. */
export type ClaimedAmendment = StandingMessage & {
  role: 'user' | 'assistant' | 'manager' | 'system';
  /** Null for what came in. */
  delivery_status: string | null;
  is_withdrawn: boolean;
  /** What is to stand on a message of the user. */
  reaction: string | null;
  /** How many edits the row has had. */
  edits: number;
  /** How many times it was claimed, this one counted. */
  attempts: number;
  /** Names the claim: whoever outlived it marks nothing. */
  amend_token: string;
};

type Connection = { client_id: ClientId; integration_id: IntegrationId };
type Claimed = Pick<ClaimedAmendment, 'id' | 'client_id' | 'amend_token'>;

/** Longer than any one call to a messenger may take. */
const claimSeconds = 180;

/**
 * Claims what differs from the user's copy: of each chat what has waited longest, never two at once, and nothing that is
 * still on its way. Several changes of one message are passed on as one.
 *
 * @param claim.lease the sender's right to the connection: without it nothing is claimed
 * @param claim.amend_token a fresh uuid
 */
export async function claimAmendments(
  db: Queryable,
  claim: Connection & { lease: Lease; amend_token: string; now: Date; limit: number },
): Promise<ClaimedAmendment[]> {
  const { client_id, integration_id, lease, amend_token, now, limit } = claim;
  return db.query<ClaimedAmendment>(sql`
    WITH heads AS (
      SELECT DISTINCT ON (external_chat_id) id, amend_due_at, amend_lease_until
      FROM messages
      WHERE client_id = ${client_id} AND integration_id = ${integration_id} AND amend_due_at IS NOT NULL
        AND (delivery_status IS NULL OR delivery_status NOT IN ('queued', 'sending'))
      ORDER BY external_chat_id, amend_lease_until > now() DESC NULLS LAST, amend_due_at, seq
    ), ready AS (
      SELECT m.id FROM heads JOIN messages m ON m.id = heads.id AND m.client_id = ${client_id}
      WHERE heads.amend_due_at <= ${now} AND (heads.amend_lease_until IS NULL OR heads.amend_lease_until <= now())
        AND EXISTS (SELECT FROM leases WHERE key = ${lease.key} AND fence = ${lease.fence} AND expires_at > now())
      ORDER BY heads.amend_due_at LIMIT ${limit}
      FOR UPDATE OF m SKIP LOCKED
    )
    UPDATE messages m
    SET amend_token = ${amend_token}::uuid, amend_lease_until = now() + make_interval(secs => ${claimSeconds}),
        amend_attempts = m.amend_attempts + 1
    FROM ready
    WHERE m.id = ready.id AND m.client_id = ${client_id} AND m.amend_due_at IS NOT NULL
    RETURNING m.id, m.client_id, m.integration_id, m.external_chat_id, m.kind, m.content, m.media, m.media_file, m.buttons,
      m.album_id IS NOT NULL AS is_album_part, m.role, m.delivery_status, m.reaction, m.deleted_at IS NOT NULL AS is_withdrawn, m.amend_attempts AS attempts,
      m.amend_token, CASE WHEN m.external_message_id IS NULL THEN '[]'
        ELSE coalesce(m.metadata->'sent_parts', jsonb_build_array(m.external_message_id)) END AS external_ids,
      (SELECT count(*)::int FROM message_edits e WHERE e.client_id = m.client_id AND e.message_id = m.id) AS edits,
      EXISTS (SELECT FROM message_edits e
        WHERE e.client_id = m.client_id AND e.message_id = m.id AND e.position > m.shown_edits
          AND (e.previous_media - 'file_id') IS DISTINCT FROM (m.media - 'file_id')) AS has_other_file`);
}

/**
 * The user's copy shows what was claimed. What was changed meanwhile stays due.
 *
 * @returns false when the claim is no longer this process's: nothing was changed
 */
export async function settleShown(tx: Queryable, message: ClaimedAmendment): Promise<boolean> {
  const { edits, media_file } = message;
  const rows = await tx.query(sql`
    UPDATE messages m
    SET shown_edits = ${edits}, media_file = coalesce(m.media_file, ${media_file}),
      metadata = m.metadata - 'refused_edit', amend_token = NULL, amend_lease_until = NULL, amend_attempts = 0,
      amend_due_at = CASE WHEN ${hasChangedSince(message)} THEN m.amend_due_at END
    WHERE ${ofClaim(message)} RETURNING m.id`);
  return rows.length > 0;
}

/** Tried again at `due_at`. */
export async function settleAgain(tx: Queryable, message: Claimed, due_at: Date): Promise<boolean> {
  const rows = await tx.query(sql`
    UPDATE messages m SET amend_due_at = ${due_at}, amend_token = NULL, amend_lease_until = NULL
    WHERE ${ofClaim(message)} RETURNING m.id`);
  return rows.length > 0;
}

/**
 * The user's copy stays as it was, and so does the message: what was taken back is not, a text is again the one that the
 * user has, and the one that was tried is kept as an edit. What was changed meanwhile was not refused: it stays due.
 *
 * @returns false when there is nothing to tell: something newer is due, or the claim is no longer this process's
 */
export async function settleRefused(tx: Queryable, message: ClaimedAmendment, now: Date): Promise<boolean> {
  const { is_withdrawn } = message;
  const isOutdated = hasChangedSince(message);
  const [row] = await tx.query<{ shown_edits: number; is_due: boolean }>(sql`
    UPDATE messages m
    SET amend_token = NULL, amend_lease_until = NULL, amend_attempts = 0,
      deleted_at = CASE WHEN ${isOutdated} THEN m.deleted_at END,
      reaction = CASE WHEN ${isOutdated} THEN m.reaction END,
      -- What stays said after all is shown as it reads now.
      amend_due_at = CASE WHEN ${isOutdated} THEN m.amend_due_at
        WHEN ${is_withdrawn} AND ${editsOf} > m.shown_edits THEN ${now}::timestamptz END
    WHERE ${ofClaim(message)} RETURNING m.shown_edits, m.amend_due_at IS NOT NULL AS is_due`);
  if (!row) return false;
  if (is_withdrawn || message.role === 'user') return is_withdrawn || !row.is_due;
  if (!row.is_due) await undoEdits(tx, message, row.shown_edits, now);
  return !row.is_due;
}

async function undoEdits(
  tx: Queryable,
  { client_id, id }: Claimed,
  shown_edits: number,
  now: Date,
): Promise<void> {
  await tx.query(sql`
    WITH seen AS (
      SELECT previous_kind, previous_content, previous_media, previous_media_file FROM message_edits
      WHERE client_id = ${client_id} AND message_id = ${id} AND position = ${shown_edits + 1}
    ), tried AS (
      INSERT INTO message_edits (client_id, message_id, position, previous_kind, previous_content, previous_media,
        previous_media_file, edited_at)
      SELECT m.client_id, m.id, 1 + (SELECT count(*) FROM message_edits e WHERE e.client_id = m.client_id AND e.message_id = m.id),
        m.kind, m.content, m.media, m.media_file, ${now}
      FROM messages m, seen WHERE m.client_id = ${client_id} AND m.id = ${id}
      RETURNING position
    )
    UPDATE messages m
    SET content = seen.previous_content, kind = coalesce(seen.previous_kind, m.kind), media = seen.previous_media,
      media_file = seen.previous_media_file, shown_edits = tried.position,
      metadata = m.metadata || '{"refused_edit": true}'
    FROM seen, tried WHERE m.client_id = ${client_id} AND m.id = ${id}`);
}

/** What a sender that is gone had begun is begun anew: doing it twice changes nothing. */
export async function releaseAmendments(
  db: Queryable,
  { client_id, integration_id }: Connection,
): Promise<void> {
  await db.query(sql`
    UPDATE messages SET amend_token = NULL, amend_lease_until = NULL
    WHERE client_id = ${client_id} AND integration_id = ${integration_id} AND amend_due_at IS NOT NULL
      AND amend_lease_until IS NOT NULL`);
}

const editsOf = sql`(SELECT count(*) FROM message_edits e WHERE e.client_id = m.client_id AND e.message_id = m.id)`;

/** Whether the message `m` is to be seen otherwise than it was claimed. */
function hasChangedSince({ edits, is_withdrawn, reaction }: ClaimedAmendment): Sql {
  return sql`((m.deleted_at IS NOT NULL) <> ${is_withdrawn} OR m.reaction IS DISTINCT FROM ${reaction}::text
    OR ${editsOf} > ${edits})`;
}

function ofClaim({ client_id, id, amend_token }: Claimed): Sql {
  return sql`m.client_id = ${client_id} AND m.id = ${id} AND m.amend_token = ${amend_token}::uuid`;
}
