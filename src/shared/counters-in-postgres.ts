import type { Count, Counters } from './counters.js';
import { prepared, sql } from './database.js';
import type { Queryable } from './database.js';

/** Counts as rows of an unlogged table: a crash of the server empties it, and nothing is lost by that. Its own clock counts. */
export function countersInPostgres(db: Queryable): Counters {
  return {
    async add(key, by, lifeMs) {
      const until = sql`clock_timestamp() + make_interval(secs => ${lifeMs / 1_000})`;
      const statement = sql`
        INSERT INTO counters AS c (key, value, expires_at) VALUES (${key}, ${by}, ${until})
        ON CONFLICT (key) DO UPDATE SET
          value = excluded.value + CASE WHEN c.expires_at > clock_timestamp() THEN c.value ELSE 0 END,
          expires_at = CASE WHEN c.expires_at > clock_timestamp() THEN c.expires_at ELSE excluded.expires_at END
        RETURNING value::float8 AS value,
          greatest(0, extract(epoch FROM expires_at - clock_timestamp()) * 1000)::float8 AS "expiresInMs"`;
      return db.one<Count>(prepared('add-to-counter', statement));
    },
    async read(key) {
      const row = await db.maybeOne<{ value: number }>(sql`
        SELECT value::float8 AS value FROM counters WHERE key = ${key} AND expires_at > clock_timestamp()`);
      return row?.value ?? 0;
    },
    async clear(key) {
      await db.query(sql`DELETE FROM counters WHERE key = ${key}`);
    },
  };
}

/** Takes expired counts away, some at a time. */
export async function forgetExpiredCounters(db: Queryable): Promise<void> {
  await db.query(sql`
    DELETE FROM counters WHERE ctid IN (
      SELECT ctid FROM counters WHERE expires_at < clock_timestamp() LIMIT 500 FOR UPDATE SKIP LOCKED)`);
}
