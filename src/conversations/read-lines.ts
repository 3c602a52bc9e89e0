import type { ClaimedTurn } from './claim-turn.js';
import type { MediaReference, MessageKind } from '../messages/message-kinds.js';
import type { UserCommand } from '../messages/inbound-message.js';
import { prepared, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { HandoverId, MessageId } from '../shared/ids.js';

/** One message as a turn reads it. */
export type Line = {
  id: MessageId;
  seq: number;
  role: 'user' | 'assistant' | 'manager' | 'system';
  kind: MessageKind;
  content: string;
  album_id: string | null;
  media: MediaReference | null;
  /** What the column `entities` holds: a place, a contact. */
  details: unknown;
  unsupported_kind: string | null;
  command: UserCommand | null;
  /** What is said in it is not written down yet. */
  is_unheard: boolean;
  /** A star that the user pressed. */
  is_rating: boolean;
  /** Which notice it is, when it is one. */
  notice: string | null;
  /** The request it was said in. */
  handover_id: HandoverId | null;
  manager_name: string | null;
  /** When the user sent it, by the messenger; for what we sent, when it was queued. */
  said_at: Date;
  /** When we got it. */
  created_at: Date;
};

type OfConversation = Pick<ClaimedTurn, 'client_id' | 'conversation_id'>;

/** How much of what has been read before is context for what is new. */
const linesOfContext = 30;
/** No turn reads more: a flood must not fill the memory. The newest count. */
const mostLines = 300;

/**
 * Reads what was said last in a conversation, newest first: everything no turn has read, and some before it. What never
 * reached the user (dropped, failed) was not said.
 */
export function linesStatement(of: OfConversation): Sql {
  const from = sql`(
    SELECT least(c.turn_read_seq, c.last_seq - ${linesOfContext}::int) FROM conversations c
    WHERE c.client_id = ${of.client_id} AND c.id = ${of.conversation_id})`;
  return prepared('lines-of-turn', newestLines(of, sql`m.seq > ${from}`));
}

/** What was said in a stretch of a conversation, both ends included, oldest first. */
export async function readStretch(
  db: Queryable,
  turn: ClaimedTurn,
  { from_seq, to_seq }: { from_seq: number; to_seq: number },
): Promise<Line[]> {
  const newestFirst = await db.query<Line>(newestLines(turn, sql`m.seq BETWEEN ${from_seq} AND ${to_seq}`));
  return newestFirst.toReversed();
}

/** What was said last in a conversation, read or not, oldest first. */
export async function readConversation(db: Queryable, of: OfConversation): Promise<Line[]> {
  const newestFirst = await db.query<Line>(newestLines(of, sql`true`));
  return newestFirst.toReversed();
}

function newestLines(of: OfConversation, which: Sql): Sql {
  return sql`
    SELECT m.id, m.seq, m.role, m.kind, m.content, m.album_id, m.media, m.entities AS details,
      m.metadata->>'unsupported_kind' AS unsupported_kind, m.metadata->>'command' AS command,
      m.metadata ? 'rating' AS is_rating, m.hear_due_at IS NOT NULL AS is_unheard, m.notice, m.handover_id,
      g.name AS manager_name, coalesce(m.external_sent_at, m.created_at) AS said_at, m.created_at
    FROM messages m LEFT JOIN managers g ON g.client_id = m.client_id AND g.id = m.manager_id
    WHERE m.client_id = ${of.client_id} AND m.conversation_id = ${of.conversation_id} AND ${which}
      AND m.deleted_at IS NULL AND (m.delivery_status IS NULL OR m.delivery_status NOT IN ('dropped', 'failed'))
    ORDER BY m.seq DESC
    LIMIT ${mostLines}`;
}

/** The lines of the user that no turn has read yet. */
export function unreadOf(lines: readonly Line[], turn: ClaimedTurn): Line[] {
  return lines.filter((line) => line.role === 'user' && line.seq > turn.turn_read_seq);
}
