import type { MediaReference } from './message-kinds.js';
import { json, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, MessageId } from '../shared/ids.js';

/** A file somebody looks for in the panel, and that nobody has fetched yet. */
export type WantedFile = { id: MessageId; client_id: ClientId; media: MediaReference; media_file: null };

type OfMessage = { client_id: ClientId; message_id: MessageId };

/**
 * Asks whoever holds the connection to fetch a file.
 *
 * @returns false when there is nothing to wait for: it is kept, or could not be had before
 */
export async function wantFile(db: Queryable, of: OfMessage, now: Date): Promise<boolean> {
  const rows = await db.query(sql`
    UPDATE messages SET file_wanted_at = coalesce(file_wanted_at, ${now})
    WHERE client_id = ${of.client_id} AND id = ${of.message_id} AND media IS NOT NULL AND media_file IS NULL
      AND NOT metadata ? 'file_gone' RETURNING id`);
  return rows.length > 0;
}

/** What is wanted over these connections, who asked first comes first. */
export async function wantedFiles(
  db: Queryable,
  { sender_keys, limit }: { sender_keys: readonly string[]; limit: number },
): Promise<WantedFile[]> {
  const hashes = sender_keys.map((key) => key.split(':')[1] ?? '');
  return db.query<WantedFile>(sql`
    SELECT m.id, m.client_id, m.media, m.media_file FROM messages m
    JOIN integrations i ON i.client_id = m.client_id AND i.id = m.integration_id
    WHERE i.credentials_hash = ANY(${hashes}) AND m.file_wanted_at IS NOT NULL
    ORDER BY m.file_wanted_at LIMIT ${limit}`);
}

/**
 * Writes down what became of it. Where the message was edited meanwhile and has another file, nothing: that one is fetched
 * when somebody looks again.
 *
 * @param media_file where it is kept; null: it could not be had
 * @param isGone it can't be had at all, and is not asked for any more
 */
export async function noteFetched(
  db: Queryable,
  { id, client_id, media }: Pick<WantedFile, 'id' | 'client_id' | 'media'>,
  { media_file, isGone }: { media_file: string | null; isGone: boolean },
): Promise<void> {
  const gone = isGone ? sql`metadata || '{"file_gone": true}'::jsonb` : sql`metadata`;
  const isSame = sql`media = ${json(media)}::jsonb`;
  await db.query(sql`
    UPDATE messages SET file_wanted_at = NULL,
      media_file = CASE WHEN ${isSame} THEN coalesce(media_file, ${media_file}) ELSE media_file END,
      metadata = CASE WHEN ${isSame} THEN ${gone} ELSE metadata END
    WHERE client_id = ${client_id} AND id = ${id}`);
}
