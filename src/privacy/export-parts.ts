import { basename } from 'node:path';
import type { Person } from './person.js';
import { holdsAddress, isUsername, saidIn } from './said-of.js';
import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';

/** A file of a message: its path under the media folder, and its name in the export. */
export type ExportedFile = { path: string; name: string };

/** One list of the document. */
export type ExportPart = { name: string; rows: AsyncIterable<object> };

type MessageRow = {
  id: string;
  created_at: Date;
  media: { mime_type?: string; size?: number; file_name?: string } | null;
  media_file: string | null;
  earlier: { media_file: string | null }[] | null;
};

const page = 500;

/** The lists of an export, in the order of the document. */
export function exportParts(
  db: Queryable,
  person: Person,
  onFile: (file: ExportedFile) => void,
): ExportPart[] {
  const list = (name: string, statement: Sql): ExportPart => ({ name, rows: rowsOf(db, statement) });
  return [
    ...aboutThem(person).map(([name, statement]) => list(name, statement)),
    { name: 'messages', rows: messages(db, person, onFile) },
    ...aboutRequests(person).map(([name, statement]) => list(name, statement)),
  ];
}

function aboutThem({ client_id, user_ids }: Person): [string, Sql][] {
  const theirs = sql`client_id = ${client_id} AND user_id = ANY (${user_ids}::uuid[])`;
  return [
    [
      'users',
      sql`SELECT id, name, username, phone, remote_jid, language_code, metadata, created_at, last_active_at, merged_into,
            blocked_at, unreachable_at
          FROM users WHERE client_id = ${client_id} AND id = ANY (${user_ids}::uuid[]) ORDER BY created_at, id`,
    ],
    [
      'identities',
      sql`SELECT user_id, kind, value, is_primary, created_at FROM user_identities WHERE ${theirs} ORDER BY created_at, id`,
    ],
    [
      'merges',
      sql`SELECT user_id, merged_user_id, cause, created_at, undone_at FROM user_merges
          WHERE client_id = ${client_id} AND (user_id = ANY (${user_ids}::uuid[]) OR merged_user_id = ANY (${user_ids}::uuid[]))
          ORDER BY created_at, id`,
    ],
    [
      'conversations',
      sql`SELECT id, user_id, channel, external_chat_id, status, started_at, closed_at, last_message_at, summary,
            handback_summary, metadata
          FROM conversations WHERE ${theirs} ORDER BY started_at, id`,
    ],
  ];
}

function aboutRequests(person: Person): [string, Sql][] {
  const { client_id, user_ids, conversation_ids, handover_ids } = person;
  return [
    [
      'handovers',
      sql`SELECT id, conversation_id, status, trigger_type, reason, summary, assigned_to_name, created_at, taken_at,
            first_response_at, resolved_at, rating, rated_at
          FROM handovers WHERE client_id = ${client_id} AND id = ANY (${handover_ids}::uuid[]) ORDER BY created_at, id`,
    ],
    [
      'handover_events',
      sql`SELECT handover_id, type, from_status, to_status, detail, created_at FROM handover_events
          WHERE client_id = ${client_id} AND handover_id = ANY (${handover_ids}::uuid[]) ORDER BY id`,
    ],
    [
      'notes',
      sql`SELECT p.payload->>'text' AS text, p.created_at FROM topic_posts p
          JOIN topics t ON t.client_id = p.client_id AND t.id = p.topic_id
          WHERE p.client_id = ${client_id} AND t.user_id = ANY (${user_ids}::uuid[]) AND p.kind = 'note' ORDER BY p.created_at, p.id`,
    ],
    [
      'model_calls',
      sql`SELECT conversation_id, purpose, model, tokens_in, tokens_out, outcome, created_at FROM llm_calls
          WHERE client_id = ${client_id} AND conversation_id = ANY (${conversation_ids}::uuid[]) ORDER BY created_at, id`,
    ],
    [
      'failed_updates',
      sql`SELECT payload, created_at FROM failed_updates
          WHERE client_id = ${client_id} AND (${holdsAddress(saidIn(sql`payload`), person)} OR ${isUsername(sql`payload`, person)})
          ORDER BY created_at, id`,
    ],
  ];
}

async function* rowsOf(db: Queryable, statement: Sql): AsyncGenerator<object> {
  yield* await db.query(statement);
}

/** A page at a time, with what stood there before each edit. */
async function* messages(
  db: Queryable,
  { client_id, user_ids }: Person,
  onFile: (file: ExportedFile) => void,
): AsyncGenerator<object> {
  let last: MessageRow | undefined;
  for (;;) {
    const after = last && sql`AND (m.created_at, m.id) > (${last.created_at}, ${last.id}::uuid)`;
    const rows = await db.query<MessageRow>(sql`
      SELECT m.id, m.conversation_id, m.seq, m.role, m.direction, m.kind, m.content, m.entities AS details, m.language_code,
        m.intent, m.confidence, m.created_at, m.external_sent_at, m.edited_at, m.deleted_at, m.reaction, m.buttons,
        m.delivery_status, m.sent_at, m.delivered_at, m.read_at, m.notice, m.external_chat_id, m.external_message_id,
        m.metadata->'forwarded_from' AS forwarded_from, m.metadata->'rating' AS rating, m.media, m.media_file,
        (SELECT jsonb_agg(jsonb_build_object('kind', e.previous_kind, 'content', e.previous_content,
            'media_file', e.previous_media_file, 'edited_at', e.edited_at) ORDER BY e.position)
         FROM message_edits e WHERE e.client_id = m.client_id AND e.message_id = m.id) AS earlier
      FROM messages m
      WHERE m.client_id = ${client_id} AND m.user_id = ANY (${user_ids}::uuid[]) ${after ?? sql``}
      ORDER BY m.created_at, m.id LIMIT ${page}`);
    for (const row of rows) yield withFiles(row, onFile);
    last = rows.at(-1);
    if (rows.length < page) return;
  }
}

/** Files by their names in the export; how a messenger has them is nobody's concern and may hold keys. */
function withFiles(row: MessageRow, onFile: (file: ExportedFile) => void): object {
  const named = (path: string | null): string | null => {
    if (path === null) return null;
    const name = `media/${basename(path)}`;
    onFile({ path, name });
    return name;
  };
  const { media, media_file, earlier, ...said } = row;
  const { mime_type, size, file_name } = media ?? {};
  return {
    ...said,
    ...(media && { file: { name: named(media_file), mime_type, size, original_name: file_name } }),
    earlier: (earlier ?? []).map(({ media_file: path, ...text }) => ({ ...text, file: named(path) })),
  };
}
