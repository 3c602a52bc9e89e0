import { isFile, mediaReference } from './message-kinds.js';
import type { MessageKind } from './message-kinds.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, MessageId } from '../shared/ids.js';

/** The file of a message, as it is kept. */
export type StoredFile = {
  /** Path under the folder of media; null: it was not fetched, or could not be had. */
  media_file: string | null;
  /** As its sender called it. */
  file_name: string | null;
};

/** @returns null when the client has no such message, or it is no file */
export async function readStoredFile(
  db: Queryable,
  { client_id, message_id }: { client_id: ClientId; message_id: MessageId },
): Promise<StoredFile | null> {
  const row = await db.maybeOne<{ kind: MessageKind; media: unknown; media_file: string | null }>(sql`
    SELECT kind, media, media_file FROM messages WHERE client_id = ${client_id} AND id = ${message_id}`);
  const reference = mediaReference.safeParse(row?.media);
  if (!row || !isFile(row.kind) || !reference.success) return null;
  return { media_file: row.media_file, file_name: reference.data.file_name ?? null };
}
