import { notesBeside } from './transcript-notes.js';
import type { TranscriptNote } from './transcript-notes.js';
import type { FailureName } from '../integrations/channel.js';
import type { HandoverStatus } from '../handovers/handover-types.js';
import type { standings } from '../messages/delivery-status.js';
import { detailsIn, detailsInWords } from '../messages/message-details.js';
import type { MessageKind } from '../messages/message-kinds.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ConversationId, HandoverId, MessageId, UserId } from '../shared/ids.js';

/** One thing said, with what was understood and by which prompt it was answered. */
export type TranscriptLine = {
  id: MessageId;
  seq: number;
  role: 'user' | 'assistant' | 'manager' | 'system';
  kind: MessageKind;
  text: string;
  /** A place or a contact, in words. */
  details: string | null;
  has_file: boolean;
  file_name: string | null;
  /** It was spoken; the text is what was heard. */
  is_heard: boolean;
  intent: string | null;
  confidence: number | null;
  prompt: { name: string; version: number } | null;
  notice: string | null;
  manager: string | null;
  delivery_status: (typeof standings)[number] | null;
  /** Why it did not arrive. */
  delivery_error: FailureName | null;
  created_at: Date;
  edited_at: Date | null;
  deleted_at: Date | null;
};

/** A stretch of a conversation, oldest first, and the requests that were made in it. */
export type Transcript = {
  user: { id: UserId; name: string | null; phone: string | null };
  lines: TranscriptLine[];
  /** Written meanwhile, oldest first. */
  notes: TranscriptNote[];
  /** The seq to ask before for what stands above; null = this is the beginning. */
  before: number | null;
  handovers: {
    id: HandoverId;
    status: HandoverStatus;
    reason: string;
    assigned_to_name: string | null;
    created_at: Date;
    resolved_at: Date | null;
    rating: number | null;
  }[];
};

type Of = {
  client_id: ClientId;
  conversation_id: ConversationId;
  before?: number | undefined;
  limit: number;
};
type Row = Omit<TranscriptLine, 'details'> & { details: unknown };

/** The end of a conversation, or what stands above a line of it. @returns null when the client has no such conversation */
export async function transcript(db: Queryable, of: Of): Promise<Transcript | null> {
  const { client_id, conversation_id, limit } = of;
  const user = await db.maybeOne<Transcript['user']>(sql`
    SELECT u.id, coalesce(u.name, u.username) AS name, u.phone FROM conversations c
    JOIN users u ON u.client_id = c.client_id AND u.id = c.user_id
    WHERE c.client_id = ${client_id} AND c.id = ${conversation_id}`);
  if (!user) return null;
  const [newestFirst, handovers] = await Promise.all([
    newestLines(db, of),
    db.query<Transcript['handovers'][number]>(sql`
      SELECT id, status, reason, assigned_to_name, created_at, resolved_at, rating FROM handovers
      WHERE client_id = ${client_id} AND conversation_id = ${conversation_id} ORDER BY created_at`),
  ]);
  const lines = newestFirst.slice(0, limit).toReversed();
  const first = newestFirst.length > limit ? lines[0] : undefined;
  const since = first?.created_at ?? null;
  const notes = await notesBeside(db, { ...of, before: of.before, user_id: user.id, since });
  return { user, lines, notes, before: first?.seq ?? null, handovers };
}

async function newestLines(
  db: Queryable,
  { client_id, conversation_id, before, limit }: Of,
): Promise<TranscriptLine[]> {
  const rows = await db.query<Row>(sql`
    SELECT m.id, m.seq, m.role, m.kind, m.content AS text, m.entities AS details, m.media IS NOT NULL AS has_file,
      m.media->>'file_name' AS file_name, m.metadata ? 'heard' AS is_heard, m.intent, m.confidence,
      CASE WHEN p.id IS NOT NULL THEN jsonb_build_object('name', p.name, 'version', p.version) END AS prompt,
      m.notice, g.name AS manager, m.delivery_status, m.delivery_error, m.created_at, m.edited_at, m.deleted_at
    FROM messages m
    LEFT JOIN prompts p ON p.id = m.prompt_id AND (p.client_id IS NULL OR p.client_id = m.client_id)
    LEFT JOIN managers g ON g.client_id = m.client_id AND g.id = m.manager_id
    WHERE m.client_id = ${client_id} AND m.conversation_id = ${conversation_id}
      AND m.seq < ${before ?? 2_147_483_647}
    ORDER BY m.seq DESC LIMIT ${limit + 1}`);
  return rows.map((row) => ({ ...row, details: detailsInWords(detailsIn(row.details)) }));
}
