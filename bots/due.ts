import { sql } from '../src/shared/database.js';
import type { Queryable } from '../src/shared/database.js';

/** Something a connection may do now; the group is named for posts. */
export type Due = {
  what: 'messages' | 'posts' | 'replays' | 'recordings' | 'files';
  sender_key: string;
  telegram_chat_id: string | null;
};

/**
 * What connections may do now: one query for all of a process, which reads what is due and nothing else.
 *
 * @param sender_keys of the connections this process holds
 */
export async function whatIsDue(db: Queryable, sender_keys: readonly string[], now: Date): Promise<Due[]> {
  const hashes = sender_keys.map((key) => key.split(':')[1] ?? '');
  return db.query<Due>(sql`
    SELECT 'messages' AS what, i.platform_id || ':' || i.credentials_hash AS sender_key, NULL AS telegram_chat_id
    FROM integrations i
    WHERE i.credentials_hash = ANY(${hashes}) AND (EXISTS (
      SELECT FROM messages m
      WHERE m.integration_id = i.id AND m.client_id = i.client_id AND m.delivery_status IN ('queued', 'sending')
        AND (m.delivery_status = 'queued' AND m.delivery_due_at <= ${now} OR m.delivery_lease_until < now()))
      OR EXISTS (
      SELECT FROM messages m
      WHERE m.integration_id = i.id AND m.client_id = i.client_id AND m.amend_due_at <= ${now}
        AND (m.amend_lease_until IS NULL OR m.amend_lease_until <= now())))
    UNION ALL
    SELECT 'posts', 'telegram:' || s.telegram_bot_token_hash, s.telegram_chat_id
    FROM client_settings s
    WHERE s.telegram_bot_token_hash = ANY(${hashes}) AND EXISTS (
      SELECT FROM topic_posts p
      WHERE p.telegram_chat_id = s.telegram_chat_id AND p.client_id = s.client_id AND p.status IN ('queued', 'sending')
        AND (p.status = 'queued' AND p.due_at <= ${now} OR p.lease_until <= now()))
    UNION ALL
    SELECT DISTINCT 'recordings', i.platform_id || ':' || i.credentials_hash, NULL
    FROM messages m JOIN integrations i ON i.client_id = m.client_id AND i.id = m.integration_id
    WHERE i.credentials_hash = ANY(${hashes}) AND m.hear_due_at <= ${now}
      AND (m.hear_lease_until IS NULL OR m.hear_lease_until <= now())
    UNION ALL
    SELECT DISTINCT 'files', i.platform_id || ':' || i.credentials_hash, NULL
    FROM messages m JOIN integrations i ON i.client_id = m.client_id AND i.id = m.integration_id
    WHERE i.credentials_hash = ANY(${hashes}) AND m.file_wanted_at IS NOT NULL
    UNION ALL
    SELECT DISTINCT 'replays', source, NULL FROM failed_updates
    WHERE replay_requested_at IS NOT NULL AND source = ANY(${[...sender_keys]})`);
}
