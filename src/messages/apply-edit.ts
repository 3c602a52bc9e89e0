import type { MediaReference, MessageKind } from './message-kinds.js';
import { json, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, MessageId } from '../shared/ids.js';

/** What a message says after it was edited. */
export type EditedContent = { kind: MessageKind; content: string; media: MediaReference | null };

/** Where a messenger keeps a file: may change where the file does not. */
const addresses = ['file_id', 'url', 'direct_path'];

/** An edit as it was written down. */
export type AppliedEdit = {
  /** Counts the edits of this message from 1. */
  position: number;
  previous_content: string;
  previous_kind: MessageKind;
  /** The file is another one now: what shows it has to be sent anew. */
  has_other_file: boolean;
};

/**
 * Gives a message its new content and keeps the old one in `message_edits`. The conversation of the message has to be
 * locked. An edit that is older than what is stored, or that came before, changes nothing; neither does one of a message
 * that was taken back. Messengers tell times in seconds: of two edits within one, each counts once.
 *
 * @param edit.edited_at the messenger's time of the edit
 * @param edit.metadata replaces keys of the message's metadata; null takes a key away
 * @returns null when nothing was changed
 */
export async function applyEdit(
  tx: Queryable,
  edit: {
    client_id: ClientId;
    message_id: MessageId;
    edited: EditedContent;
    edited_at: Date;
    metadata?: Record<string, string | null>;
  },
): Promise<AppliedEdit | null> {
  const { client_id, message_id, edited, edited_at, metadata = {} } = edit;
  const media = edited.media === null ? null : json(edited.media);
  const applied = await tx.maybeOne<AppliedEdit>(sql`
    WITH before AS (
      SELECT m.id, m.kind, m.content, m.media, m.media_file, m.metadata ? 'heard' AS is_heard,
        m.kind <> ${edited.kind} OR (m.media - ${addresses}::text[]) IS DISTINCT FROM (${media}::jsonb - ${addresses}::text[]) AS has_other_file
      FROM messages m
      WHERE m.client_id = ${client_id} AND m.id = ${message_id} AND m.deleted_at IS NULL
        AND (m.edited_at IS NULL OR m.edited_at <= ${edited_at})
    ), kept AS (
      INSERT INTO message_edits (client_id, message_id, position, previous_kind, previous_content, previous_media,
        previous_media_file, edited_at)
      SELECT ${client_id}, b.id, 1 + (SELECT count(*) FROM message_edits e
                                      WHERE e.client_id = ${client_id} AND e.message_id = b.id),
        b.kind, b.content, b.media, b.media_file, ${edited_at}
      FROM before b
      WHERE (b.content <> ${edited.content} OR b.has_other_file)
        -- Nothing was written beside a voice note before, and nothing is now: what was heard in it stays.
        AND NOT (b.is_heard AND ${edited.content} = '' AND NOT b.has_other_file) AND NOT EXISTS (
        SELECT FROM message_edits e
        WHERE e.client_id = ${client_id} AND e.message_id = b.id AND e.edited_at = ${edited_at}
          AND e.previous_content = ${edited.content} AND NOT b.has_other_file)
      RETURNING position
    )
    UPDATE messages m
    SET content = ${edited.content}, kind = ${edited.kind}, edited_at = ${edited_at},
      media = CASE WHEN b.has_other_file THEN ${media}::jsonb ELSE m.media END,
      media_file = CASE WHEN b.has_other_file THEN NULL ELSE m.media_file END,
      hear_due_at = NULL,
      metadata = jsonb_strip_nulls(m.metadata - 'heard' - CASE WHEN b.has_other_file THEN 'file_gone' ELSE '' END
        || ${json(metadata)}::jsonb)
    FROM before b, kept
    WHERE m.client_id = ${client_id} AND m.id = b.id
    RETURNING kept.position, b.content AS previous_content, b.kind AS previous_kind, b.has_other_file`);
  return applied ?? null;
}
