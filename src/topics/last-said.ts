import { albumInWords, shownColumns } from './message-lines.js';
import type { ShownMessage } from './message-lines.js';
import type { Rendering } from './rendering.js';
import { plainText } from './styled-text.js';
import { sql } from '../shared/database.js';
import type { HandoverId } from '../shared/ids.js';

/**
 * What the user said last before a request was opened, on one line: a text, the name of a file with its caption, an album
 * as one.
 *
 * @returns null when nothing of it can be told: a sticker, a reaction
 */
export async function lastSaid(
  { db, post, words }: Rendering,
  handover_id: HandoverId,
): Promise<string | null> {
  const parts = await db.query<ShownMessage>(sql`
    WITH last AS (
      SELECT m.conversation_id, m.seq, m.album_id FROM handovers h
      JOIN messages m ON m.client_id = h.client_id AND m.conversation_id = h.conversation_id AND m.role = 'user'
        AND m.seq <= h.opened_at_seq AND (m.content <> '' OR m.kind NOT IN ('text', 'button', 'sticker', 'reaction'))
      WHERE h.client_id = ${post.client_id} AND h.id = ${handover_id}
      ORDER BY m.seq DESC LIMIT 1
    )
    SELECT ${shownColumns} FROM last
    JOIN messages m ON m.client_id = ${post.client_id} AND m.conversation_id = last.conversation_id AND m.role = 'user'
      AND (m.seq = last.seq OR m.album_id = last.album_id)
    ORDER BY m.seq`);
  const said = plainText(albumInWords(words, parts));
  return said === '' ? null : said;
}
