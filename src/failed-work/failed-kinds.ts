import { sql } from '../shared/database.js';
import type { Sql } from '../shared/database.js';

/** What is given up where: updates that could not be handled, messages and posts that did not go out. */
export const failedKindNames = ['updates', 'messages', 'posts'] as const;
export type FailedKind = (typeof failedKindNames)[number];

type Rules = {
  /** Those there are: id, created_at, client_id, connection, what, reason, is_asked, is_connected, conversation_id. */
  rows: Sql;
  /** @param chosen their ids @returns the statement, which answers with a row for each that is tried once more */
  retry(chosen: Sql, now: Date): Sql;
  discard(chosen: Sql): Sql;
};

const updates: Rules = {
  rows: sql`
    SELECT u.id, u.created_at, u.client_id, i.name AS connection, u.error AS reason,
      CASE WHEN jsonb_typeof(u.payload) = 'object'
        THEN (SELECT key FROM jsonb_object_keys(u.payload) AS key WHERE key <> 'update_id' LIMIT 1) END AS what,
      u.replay_requested_at IS NOT NULL AS is_asked, NULL::uuid AS conversation_id,
      i.id IS NOT NULL AND i.status <> 'disconnected'
        OR EXISTS (SELECT FROM client_settings s WHERE u.source = 'telegram:' || s.telegram_bot_token_hash) AS is_connected
    FROM failed_updates u
    LEFT JOIN integrations i ON u.source = i.platform_id || ':' || i.credentials_hash
    WHERE u.replayed_at IS NULL`,
  retry: (chosen, now) => sql`
    UPDATE failed_updates SET replay_requested_at = ${now}
    WHERE id IN (${chosen}) AND replayed_at IS NULL AND replay_requested_at IS NULL RETURNING id`,
  discard: (chosen) => sql`
    DELETE FROM failed_updates WHERE id IN (${chosen}) AND replayed_at IS NULL RETURNING id`,
};

const messages: Rules = {
  rows: sql`
    SELECT m.id, m.created_at, m.client_id, i.name AS connection, m.role AS what,
      coalesce(m.delivery_error, m.delivery_status) AS reason, false AS is_asked, m.conversation_id,
      i.status <> 'disconnected' AS is_connected
    FROM messages m JOIN integrations i ON i.client_id = m.client_id AND i.id = m.integration_id
    WHERE m.delivery_status IN ('failed', 'uncertain') AND m.deleted_at IS NULL`,
  retry: (chosen, now) => sql`
    UPDATE messages SET delivery_status = 'queued', delivery_due_at = ${now}, delivery_error = NULL, delivery_attempts = 0
    WHERE id IN (${chosen}) AND delivery_status IN ('failed', 'uncertain') RETURNING id`,
  discard: (chosen) => sql`
    UPDATE messages SET delivery_status = 'dropped'
    WHERE id IN (${chosen}) AND delivery_status IN ('failed', 'uncertain') RETURNING id`,
};

const posts: Rules = {
  rows: sql`
    SELECT p.id, p.created_at, p.client_id, p.telegram_chat_id AS connection, p.kind AS what,
      coalesce(p.error, 'unknown') AS reason, false AS is_asked, NULL::uuid AS conversation_id,
      s.telegram_chat_id IS NOT DISTINCT FROM p.telegram_chat_id AS is_connected
    FROM topic_posts p JOIN client_settings s ON s.client_id = p.client_id
    WHERE p.status = 'failed'`,
  retry: (chosen, now) => sql`
    UPDATE topic_posts SET status = 'queued', due_at = ${now}, attempts = 0, error = NULL
    WHERE id IN (${chosen}) AND status = 'failed' RETURNING id`,
  discard: (chosen) => sql`
    UPDATE topic_posts SET status = 'dropped' WHERE id IN (${chosen}) AND status = 'failed' RETURNING id`,
};

export const failedKinds: Record<FailedKind, Rules> = { updates, messages, posts };
