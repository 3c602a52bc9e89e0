import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { TopicPostId } from '../shared/ids.js';
import { withdrawOfferOf } from '../topics/offers.js';
import type { TopicRow } from '../topics/topic-row.js';

/**
 * An album a manager sends comes part by part, and only one of them carries the words. What these say of the album, that
 * it is a note (`//`) or that it is to be sent, counts for all parts.
 */
type Album = { topic: TopicRow; album_id: string };

/** Whether a part of the album that came before said that it is a note. */
export async function isNoteAlbum(tx: Queryable, { topic, album_id }: Album): Promise<boolean> {
  const rows = await tx.query(sql`
    SELECT id FROM topic_posts
    WHERE client_id = ${topic.client_id} AND topic_id = ${topic.id} AND kind = 'note'
      AND payload->>'album_id' = ${album_id} AND payload->>'is_note' = 'true' LIMIT 1`);
  return rows.length > 0;
}

/**
 * The words of an album say that it is a note: the parts that came before them and wait to be sent are taken back, and
 * none of them is offered to be sent.
 */
export async function keepAlbumInside(tx: Queryable, { topic, album_id }: Album, now: Date): Promise<void> {
  const notes = await tx.query<{ id: TopicPostId }>(sql`
    WITH parts AS (
      SELECT p.id, p.message_id FROM topic_posts p
      WHERE p.client_id = ${topic.client_id} AND p.topic_id = ${topic.id} AND p.kind IN ('note', 'manager_message')
        AND p.payload->>'album_id' = ${album_id}
    ), taken_back AS (
      UPDATE messages m SET delivery_status = 'dropped' FROM parts
      WHERE m.client_id = ${topic.client_id} AND m.id = parts.message_id AND m.delivery_status = 'queued'
      RETURNING m.id
    )
    UPDATE topic_posts p SET kind = 'note', message_id = NULL FROM parts
    WHERE p.client_id = ${topic.client_id} AND p.id = parts.id
      AND (p.kind = 'note' OR p.message_id IN (SELECT id FROM taken_back))
    RETURNING p.id`);
  for (const { id } of notes) await withdrawOfferOf(tx, topic, id, now);
}

/** The notes that are parts of the same album as this one, itself included, in the order they were written in. */
export async function notesOfAlbum(
  tx: Queryable,
  note: { id: TopicPostId; topic: TopicRow; album_id: string | null },
): Promise<{ id: TopicPostId; payload: unknown }[]> {
  return tx.query(sql`
    SELECT id, payload FROM topic_posts
    WHERE client_id = ${note.topic.client_id} AND topic_id = ${note.topic.id} AND kind = 'note'
      AND (id = ${note.id} OR payload->>'album_id' = ${note.album_id})
    ORDER BY external_id FOR UPDATE`);
}
