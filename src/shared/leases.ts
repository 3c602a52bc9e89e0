import type { Queryable } from './database.js';
import { sql } from './database.js';

/** The right to be the only one who uses a connection (one bot token, one number), until it runs out. */
export interface Lease {
  key: string;
  /** Grows with every time the lease is taken: what was begun under a smaller one is out of date. */
  fence: number;
}

/** Who holds a lease now, and on which queue that process hears its bells. */
export interface LeaseHolder {
  holder: string;
  bell_queue: string;
}

/**
 * Takes those leases that are free, run out, or this holder's own already; a holder that comes back under its own name
 * after a crash need not wait. One statement, by the database's clock.
 *
 * @param ttlSeconds how long a lease lasts without being renewed
 * @returns the leases taken; keys held by others are missing
 */
export async function acquireLeases(
  db: Queryable,
  {
    keys,
    holder,
    bellQueue,
    ttlSeconds,
  }: { keys: readonly string[]; holder: string; bellQueue: string; ttlSeconds: number },
): Promise<Lease[]> {
  // In the order of keys: two processes that take many at once must not wait for each other.
  return db.query<Lease>(sql`
    INSERT INTO leases (key, holder, bell_queue, fence, acquired_at, expires_at)
    SELECT key, ${holder}, ${bellQueue}, 1, now(), now() + make_interval(secs => ${ttlSeconds})
    FROM unnest(${[...new Set(keys)]}::text[]) AS wanted(key)
    ORDER BY key
    ON CONFLICT (key) DO UPDATE
      SET holder = excluded.holder, bell_queue = excluded.bell_queue, fence = leases.fence + 1,
          acquired_at = excluded.acquired_at, expires_at = excluded.expires_at
      WHERE leases.expires_at <= now() OR leases.holder = excluded.holder
    RETURNING key, fence`);
}

/**
 * Prolongs leases that have not run out.
 *
 * @returns the keys still held; the others belong to somebody else or to nobody
 */
export async function renewLeases(
  db: Queryable,
  { leases, holder, ttlSeconds }: { leases: readonly Lease[]; holder: string; ttlSeconds: number },
): Promise<string[]> {
  const rows = await db.query<{ key: string }>(sql`
    WITH mine AS MATERIALIZED (
      SELECT leases.key FROM leases
      JOIN unnest(${leases.map(({ key }) => key)}::text[], ${leases.map(({ fence }) => fence)}::bigint[]) AS held(key, fence)
        ON held.key = leases.key AND held.fence = leases.fence
      WHERE leases.holder = ${holder} AND leases.expires_at > now()
      ORDER BY leases.key FOR UPDATE OF leases
    )
    UPDATE leases SET expires_at = now() + make_interval(secs => ${ttlSeconds})
    FROM mine WHERE mine.key = leases.key
    RETURNING leases.key`);
  return rows.map(({ key }) => key);
}

/** Gives leases back at once. The rows stay, so that the fence goes on growing. */
export async function releaseLeases(
  db: Queryable,
  { leases, holder }: { leases: readonly Lease[]; holder: string },
): Promise<void> {
  await db.query(sql`
    UPDATE leases SET expires_at = now()
    FROM unnest(${leases.map(({ key }) => key)}::text[], ${leases.map(({ fence }) => fence)}::bigint[]) AS held(key, fence)
    WHERE leases.key = held.key AND leases.fence = held.fence AND leases.holder = ${holder} AND leases.expires_at > now()`);
}

/** Who holds a lease at this moment, or null. */
export async function holderOf(db: Queryable, key: string): Promise<LeaseHolder | null> {
  const row = await db.maybeOne<LeaseHolder>(sql`
    SELECT holder, bell_queue FROM leases WHERE key = ${key} AND expires_at > now()`);
  return row ?? null;
}
