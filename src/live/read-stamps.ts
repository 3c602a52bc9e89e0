import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';

/** What of a client may have changed, as who looks on is told: its requests, what is said, its connections, what admins set. */
export const liveTopics = ['handovers', 'conversations', 'channels', 'settings'] as const;
export type LiveTopic = (typeof liveTopics)[number];

/** For each topic a text that is another one when something of it has changed. It says nothing else. */
export type Stamps = Readonly<Record<LiveTopic, string>>;

/**
 * Numbers are given out before they are committed: of two rows the later may show first. A stamp that holds this many of
 * the newest sees the other one too.
 */
const newestRows = 20;
/** Conversations, and messages of each, whose changes are noticed: a new message brings its conversation to the top. */
const [newestConversations, newestMessages] = [30, 8];

/**
 * How a client stands now. Whoever writes need not know that somebody looks on: bots, workers and the panel run in
 * processes of their own, and a turn must not pay for spectators.
 */
export async function readStamps(db: Queryable, client_id: ClientId): Promise<Stamps> {
  return db.one<Stamps>(sql`
    SELECT
      (SELECT coalesce(string_agg(e.id::text, ','), '') FROM (
        SELECT id FROM handover_events WHERE client_id = ${client_id} ORDER BY id DESC LIMIT ${newestRows}) e) AS handovers,
      (SELECT md5(concat(
        (SELECT string_agg(concat_ws(',', n.id, n.edited_at), ';') FROM (
          SELECT id, payload->>'edited_at' AS edited_at FROM topic_posts
          WHERE client_id = ${client_id} AND kind = 'note' ORDER BY created_at DESC LIMIT ${newestRows}) n),
        '|', string_agg(concat_ws(',', c.id, c.status, c.bot_status, c.bot_muted_until, m.marks), ';')))
       FROM (
         SELECT id, status, bot_status, bot_muted_until FROM conversations
         WHERE client_id = ${client_id} ORDER BY last_message_at DESC LIMIT ${newestConversations}) c
       CROSS JOIN LATERAL (
         SELECT string_agg(concat_ws(':', seq, delivery_status, edited_at, deleted_at, media_file), ',') AS marks FROM (
           SELECT seq, delivery_status, edited_at, deleted_at, media_file FROM messages
           WHERE client_id = ${client_id} AND conversation_id = c.id ORDER BY seq DESC LIMIT ${newestMessages}) newest) m
      ) AS conversations,
      (SELECT md5(concat(
        (SELECT string_agg(concat_ws(',', id, name, status, status_message, settings, updated_at), ';' ORDER BY id)
         FROM integrations WHERE client_id = ${client_id}),
        (SELECT string_agg(concat_ws(',', integration_id, state, asked_at, shown_until, problem, updated_at), ';' ORDER BY integration_id)
         FROM whatsapp_links WHERE client_id = ${client_id}),
        (SELECT string_agg(concat_ws(',', id, raised_at, cleared_at), ';' ORDER BY id)
         FROM alarms WHERE client_id = ${client_id} AND cleared_at IS NULL)))) AS channels,
      (SELECT coalesce(string_agg(a.id::text, ','), '') FROM (
        SELECT id FROM audit_events WHERE client_id = ${client_id} ORDER BY id DESC LIMIT ${newestRows}) a) AS settings`);
}

/** The topics whose stamps are not what they were. */
export function changedTopics(before: Stamps, after: Stamps): LiveTopic[] {
  return liveTopics.filter((topic) => before[topic] !== after[topic]);
}
