import { z } from 'zod';
import { failedKinds } from './failed-kinds.js';
import type { FailedKind } from './failed-kinds.js';
import { writeAudit } from '../audit/write-audit.js';
import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';
import { pageOf, readAfter } from '../shared/paging.js';
import type { Page } from '../shared/paging.js';
import { notFound } from '../shared/refusal.js';

/** Something that was given up and waits for a decision, without a word of what people wrote. */
export type FailedWork = {
  id: string;
  created_at: Date;
  /** The client's slug and name; null where nobody can tell whose it is. */
  client: string | null;
  client_name: string | null;
  /** The connection's name, or what is known of it. */
  connection: string | null;
  /** What it is: of updates as the messenger calls it, of messages who says it, of posts their kind. */
  what: string | null;
  /** A word of ours, or what the program said when it failed. */
  reason: string;
  /** Retrying was asked for, and whoever holds the connection will get to it. */
  is_asked: boolean;
  /** Whether there is a connection over which it could be retried. */
  is_connected: boolean;
  /** Where it was said, when it belongs to a conversation. */
  conversation_id: string | null;
  /** How many failed of the same client for the same reason, this one counted. */
  alike: number;
};

/** How many are looked at: nobody decides about more one by one, and counting must not cost more than the work. */
const mostLooked = 10_000;
/** How many are changed at once: the next ones with the next press. */
const mostAtOnce = 1_000;
const keySchema = z.tuple([z.coerce.date(), z.uuid()]);

/** What of a kind was given up, the newest first, over all clients. */
export async function listFailedWork(
  db: Queryable,
  { kind, after, limit }: { kind: FailedKind; after?: string | undefined; limit: number },
): Promise<Page<FailedWork>> {
  const key = readAfter(after, keySchema);
  const beyond = key === null ? sql`true` : sql`(f.created_at, f.id) < (${key[0]}, ${key[1]}::uuid)`;
  const rows = await db.query<FailedWork>(sql`
    SELECT f.id, f.created_at, c.slug AS client, c.name AS client_name, f.connection, f.what, f.reason, f.is_asked,
      f.is_connected, f.conversation_id, f.alike
    FROM (SELECT looked.*, count(*) OVER (PARTITION BY client_id, reason)::int AS alike
      FROM (${failedKinds[kind].rows} ORDER BY created_at DESC, id DESC LIMIT ${mostLooked}) looked) f
    LEFT JOIN clients c ON c.id = f.client_id
    WHERE ${beyond} ORDER BY f.created_at DESC, f.id DESC LIMIT ${limit + 1}`);
  return pageOf(rows, { limit, keyOf: ({ created_at, id }) => [created_at, id] });
}

/** What to do with what was given up. */
export type FailedDecision = 'retry' | 'discard';

/**
 * Has something tried once more, or gives it up for good; also all that failed of the same client for the same reason, a
 * thousand at once. What was decided meanwhile stays. Part of the caller's transaction.
 *
 * @returns how many it was done with
 * @throws Refusal `not_found`
 */
export async function decideFailedWork(
  tx: Queryable,
  work: { kind: FailedKind; id: string; alike: boolean; decision: FailedDecision; actor: string; now: Date },
): Promise<number> {
  const { kind, id, alike, decision, actor, now } = work;
  const { rows, retry, discard } = failedKinds[kind];
  const one = await tx.maybeOne<{ client_id: ClientId | null; reason: string }>(sql`
    SELECT client_id, reason FROM (${rows}) f WHERE f.id = ${id}`);
  if (!one) throw notFound('failed work');
  const chosen = alike ? likeIt(rows, one) : sql`SELECT ${id}::uuid`;
  const done = await tx.query(decision === 'retry' ? retry(chosen, now) : discard(chosen));
  if (done.length === 0) return 0;
  await writeAudit(tx, {
    ...{ client_id: one.client_id, actor, action: decision, subject: `failed ${kind}` },
    before: { reason: one.reason },
    after: alike ? { count: done.length } : { id },
  });
  return done.length;
}

function likeIt(rows: Sql, { client_id, reason }: { client_id: ClientId | null; reason: string }): Sql {
  return sql`
    SELECT f.id FROM (${rows}) f
    WHERE f.client_id IS NOT DISTINCT FROM ${client_id}::uuid AND f.reason = ${reason}
    ORDER BY f.created_at, f.id LIMIT ${mostAtOnce}`;
}
