import { z } from 'zod';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';
import { pageOf, readAfter } from '../shared/paging.js';
import type { Page } from '../shared/paging.js';

/** A row of the audit as it is read. */
export type AuditLine = {
  id: number;
  actor: string;
  action: string;
  subject: string;
  before: unknown;
  after: unknown;
  created_at: Date;
};

/**
 * Who changed what, the newest first.
 *
 * @param asked.client_id null: what concerns the installation and no client
 * @param asked.after `next` of the page before
 */
export async function listAudit(
  db: Queryable,
  { client_id, after, limit }: { client_id: ClientId | null; after?: string | undefined; limit: number },
): Promise<Page<AuditLine>> {
  const before = readAfter(after, z.number().int());
  const rows = await db.query<AuditLine>(sql`
    SELECT id, actor, action, subject, before, after, created_at FROM audit_events
    WHERE ${client_id === null ? sql`client_id IS NULL` : sql`client_id = ${client_id}`} AND (${before}::bigint IS NULL OR id < ${before}::bigint)
    ORDER BY id DESC LIMIT ${limit + 1}`);
  return pageOf(rows, { limit, keyOf: ({ id }) => id });
}
