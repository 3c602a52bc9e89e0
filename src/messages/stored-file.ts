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
  /** Somebody has asked for it, and it is being fetched. */
  is_wanted: boolean;
};

/** @returns null when the client has no such message, or it is no file */
export async function readStoredFile(
  db: Queryable,
  { client_id, message_id }: { client_id: ClientId; message_id: MessageId },
): Promise<StoredFile | null> {
  const row = await db.maybeOne<Omit<StoredFile, 'file_name'> & { kind: MessageKind; media: unknown }>(sql`
    SELECT kind, media, media_file, file_wanted_at IS NOT NULL AS is_wanted FROM messages WHERE client_id = ${client_id} AND id = ${message_id}`);
  const reference = mediaReference.safeParse(row?.media);
  if (!row || !isFile(row.kind) || !reference.success) return null;
  const { media_file, is_wanted } = row;
  return { media_file, is_wanted, file_name: reference.data.file_name ?? null };
}
