import { sql } from '../../../src/shared/database.js';
import type { Database } from '../../../src/shared/database.js';
import type { ClientId } from '../../../src/shared/ids.js';

export type HandoverRow = {
  id: string;
  user_id: string;
  status: string;
  trigger_type: string;
  reason: string;
  summary: string | null;
  assigned_to_name: string | null;
  created_at: Date;
  taken_at: Date | null;
  first_response_at: Date | null;
  resolved_at: Date | null;
  waiting_since: Date | null;
  reminder_1_due_at: Date | null;
  reminder_1_sent_at: Date | null;
  reminder_2_due_at: Date | null;
  reminder_2_sent_at: Date | null;
  auto_close_due_at: Date | null;
};

export type MessageRow = {
  id: string;
  conversation_id: string;
  user_id: string;
  seq: number;
  role: string;
  kind: string;
  content: string;
  notice: string | null;
  intent: string | null;
  delivery_status: string | null;
  delivery_error: string | null;
  delivery_attempts: number;
  external_message_id: string | null;
  reply_to_message_id: string | null;
  is_pleasantry: boolean;
  deleted_at: Date | null;
};

export type PostRow = {
  id: string;
  kind: string;
  status: string;
  external_id: string | null;
  dedupe_key: string;
};

/** What the database keeps of one client, oldest first. */
export type ShopRows = {
  handovers(): Promise<HandoverRow[]>;
  messages(): Promise<MessageRow[]>;
  /** What messages said before they were edited. */
  edits(): Promise<{ message_id: string; previous_content: string }[]>;
  /** What managers wrote that stayed inside, as it reads now. */
  notes(): Promise<string[]>;
  conversations(): Promise<
    { id: string; user_id: string; status: string; turn_due_at: Date | null; turn_read_seq: number }[]
  >;
  users(): Promise<{ id: string; name: string | null; unreachable_at: Date | null }[]>;
  posts(kind?: string): Promise<PostRow[]>;
  llmCalls(): Promise<{ purpose: string; outcome: string; tokens_in: number }[]>;
};

export function rowsOf(db: Database, client_id: ClientId): ShopRows {
  return {
    handovers: () =>
      db.query(sql`SELECT * FROM handovers WHERE client_id = ${client_id} ORDER BY created_at`),
    messages: () =>
      db.query(sql`SELECT * FROM messages WHERE client_id = ${client_id} ORDER BY created_at, seq`),
    edits: () =>
      db.query(sql`
        SELECT message_id, previous_content FROM message_edits
        WHERE client_id = ${client_id} ORDER BY edited_at, message_id, position`),
    notes: async () => {
      const rows = await db.query<{ text: string }>(sql`
        SELECT payload->>'text' AS text FROM topic_posts
        WHERE client_id = ${client_id} AND kind = 'note' ORDER BY created_at`);
      return rows.map(({ text }) => text);
    },
    conversations: () =>
      db.query(sql`SELECT * FROM conversations WHERE client_id = ${client_id} ORDER BY started_at`),
    users: () => db.query(sql`SELECT * FROM users WHERE client_id = ${client_id} ORDER BY created_at`),
    posts: (kind) =>
      db.query(sql`
        SELECT id, kind, status, external_id, dedupe_key FROM topic_posts
        WHERE client_id = ${client_id} AND kind = coalesce(${kind ?? null}, kind) ORDER BY created_at`),
    llmCalls: () => db.query(sql`SELECT * FROM llm_calls WHERE client_id = ${client_id} ORDER BY created_at`),
  };
}
