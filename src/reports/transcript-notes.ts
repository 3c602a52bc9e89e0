import { withoutNoteMark } from '../handovers/note-mark.js';
import type { MessageKind } from '../messages/message-kinds.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ConversationId, TopicPostId, UserId } from '../shared/ids.js';
import { rootUser, wholeUser } from '../users/whole-user.js';

/** What managers wrote to each other about a user, in the topic or in the panel. The user never gets it. */
export type TranscriptNote = {
  id: TopicPostId;
  kind: MessageKind;
  text: string;
  /** Null: of somebody who is no manager. */
  manager: string | null;
  created_at: Date;
};

/** As many as anybody reads beside one stretch of lines. */
const mostNotes = 200;

/**
 * The notes that belong beside a stretch of a conversation, oldest first: a topic shows one person whole, so these are
 * the notes of that time, whichever conversation they were written about.
 *
 * @param stretch.since when its first line was said; null = from the beginning of the conversation
 * @param stretch.before seq of the line it ends before; left out, it goes on until the chat's next conversation begins
 */
export async function notesBeside(
  db: Queryable,
  stretch: {
    client_id: ClientId;
    conversation_id: ConversationId;
    user_id: UserId;
    since: Date | null;
    before: number | undefined;
  },
): Promise<TranscriptNote[]> {
  const { client_id, conversation_id, since, before } = stretch;
  const user_id = await rootUser(db, stretch);
  const newestFirst = await db.query<TranscriptNote>(sql`
    WITH here AS (
      SELECT coalesce(${since}::timestamptz, c.started_at) AS since,
        coalesce(
          (SELECT m.created_at FROM messages m
           WHERE m.client_id = c.client_id AND m.conversation_id = c.id AND m.seq = ${before ?? null}::int),
          (SELECT min(later.started_at) FROM conversations later
           WHERE later.client_id = c.client_id AND later.user_id = c.user_id AND later.channel = c.channel
             AND later.started_at > c.started_at), 'infinity') AS until
      FROM conversations c WHERE c.client_id = ${client_id} AND c.id = ${conversation_id}
    ), written AS (
      SELECT p.id, p.payload, coalesce((p.payload->>'written_at')::timestamptz, p.sent_at) AS created_at
      FROM topics t JOIN topic_posts p ON p.client_id = t.client_id AND p.topic_id = t.id AND p.kind = 'note'
      WHERE t.client_id = ${client_id} AND t.user_id IN ${wholeUser({ client_id, user_id })}
    )
    SELECT w.id, w.payload->>'kind' AS kind, w.payload->>'text' AS text, g.name AS manager, w.created_at
    FROM here JOIN written w ON w.created_at >= here.since AND w.created_at < here.until
    LEFT JOIN managers g ON g.client_id = ${client_id} AND g.id = (w.payload->>'manager_id')::uuid
    ORDER BY w.created_at DESC, w.id LIMIT ${mostNotes}`);
  return newestFirst.toReversed().map((note) => ({ ...note, text: withoutNoteMark(note.text) }));
}
