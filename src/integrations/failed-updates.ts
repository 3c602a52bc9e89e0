import { json, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { messageOf } from '../shared/errors.js';
import type { ClientId } from '../shared/ids.js';

/** An update that was set aside, without what people wrote in it. */
export type FailedUpdate = {
  id: string;
  created_at: Date;
  /** The client's slug; null where the update names none. */
  client: string | null;
  /** The connection it came over, e.g. `telegram:<fingerprint>`. */
  source: string;
  /** The name of the integration it came over; null for a managers' bot. */
  integration: string | null;
  /** What the messenger calls it, e.g. `message`; null when it can't even be told. */
  kind: string | null;
  error: string;
  replay_requested_at: Date | null;
  replayed_at: Date | null;
  /** Whether the bot it came over is still somebody's. */
  is_connected: boolean;
  /** Whether a running process holds that bot at this moment. */
  is_held: boolean;
};

/**
 * Keeps an update that could not be handled, to be looked at and replayed. The same one twice is one row; one that was
 * replayed and then came again, and failed, waits again.
 *
 * @throws what the database throws: then the update must not be confirmed
 */
export async function keepFailedUpdate(
  db: Queryable,
  {
    source,
    client_id,
    update_id,
    update,
    error,
  }: {
    /** The connection it came over. */
    source: string;
    client_id: ClientId | null;
    /** What tells it from every other of that connection. */
    update_id: number | string;
    update: unknown;
    error: unknown;
  },
): Promise<void> {
  await db.query(sql`
    INSERT INTO failed_updates (client_id, source, external_id, payload, error)
    VALUES ((SELECT id FROM clients WHERE id = ${client_id}), ${source}, ${String(update_id)}, ${json(update)}::jsonb, ${wordsOf(error)})
    ON CONFLICT (source, external_id) DO UPDATE
    SET error = excluded.error, payload = excluded.payload, client_id = excluded.client_id, replayed_at = NULL`);
}

/**
 * What was set aside, oldest first, over all clients.
 *
 * @param replayed also what was replayed since
 * @param ids only these
 */
export async function listFailedUpdates(
  db: Queryable,
  { replayed, ids = null }: { replayed: boolean; ids?: readonly string[] | null },
): Promise<FailedUpdate[]> {
  return db.query<FailedUpdate>(sql`
    SELECT f.id, f.created_at, c.slug AS client, f.source, i.name AS integration, f.error, f.replay_requested_at, f.replayed_at,
      CASE WHEN jsonb_typeof(f.payload) = 'object'
        THEN (SELECT key FROM jsonb_object_keys(f.payload) AS key WHERE key <> 'update_id' LIMIT 1) END AS kind,
      i.id IS NOT NULL AND i.status <> 'disconnected'
        OR EXISTS (SELECT FROM client_settings s WHERE f.source = 'telegram:' || s.telegram_bot_token_hash) AS is_connected,
      EXISTS (SELECT FROM leases l WHERE l.key = f.source AND l.expires_at > now()) AS is_held
    FROM failed_updates f
    LEFT JOIN clients c ON c.id = f.client_id
    LEFT JOIN integrations i ON f.source = i.platform_id || ':' || i.credentials_hash
    WHERE (${replayed} OR f.replayed_at IS NULL)
      AND (${ids}::uuid[] IS NULL OR f.id = ANY(${ids}::uuid[]))
    ORDER BY f.created_at, f.external_id`);
}

/** How many wait for somebody to look at them, over all clients. */
export async function countFailedUpdates(db: Queryable): Promise<number> {
  const { count } = await db.one<{ count: number }>(sql`
    SELECT count(*)::int AS count FROM failed_updates WHERE replayed_at IS NULL`);
  return count;
}

/** Asks whoever holds their connections to handle these once more. What was replayed already stays so. */
export async function requestReplay(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.query(sql`
    UPDATE failed_updates SET replay_requested_at = now()
    WHERE id = ANY(${[...ids]}::uuid[]) AND replayed_at IS NULL AND replay_requested_at IS NULL`);
}

/** @returns how many are gone now */
export async function discardFailedUpdates(db: Queryable, ids: readonly string[]): Promise<number> {
  const rows = await db.query(
    sql`DELETE FROM failed_updates WHERE id = ANY(${[...ids]}::uuid[]) RETURNING id`,
  );
  return rows.length;
}

/** @returns the one of a connection that was asked for and came first; it may have been asked for again meanwhile */
export async function nextToReplay(
  db: Queryable,
  source: string,
): Promise<{ id: string; client_id: ClientId | null; payload: unknown } | undefined> {
  return db.maybeOne(sql`
    SELECT id, client_id, payload FROM failed_updates
    WHERE source = ${source} AND replay_requested_at IS NOT NULL
    ORDER BY created_at, external_id LIMIT 1`);
}

/**
 * What was handled keeps its row and its kind, without its words: they are messages now.
 *
 * @param error why it failed once more; null = it was handled
 */
export async function noteReplay(db: Queryable, id: string, error: unknown): Promise<void> {
  await (error === null
    ? db.query(sql`
        UPDATE failed_updates SET replayed_at = now(), replay_requested_at = NULL,
          payload = (SELECT jsonb_object_agg(key, '{}'::jsonb) FROM jsonb_object_keys(payload) AS key)
        WHERE id = ${id} AND replay_requested_at IS NOT NULL`)
    : db.query(sql`
        UPDATE failed_updates SET error = ${wordsOf(error)}, replay_requested_at = NULL
        WHERE id = ${id} AND replay_requested_at IS NOT NULL`));
}

function wordsOf(error: unknown): string {
  return messageOf(error).slice(0, 2000);
}
