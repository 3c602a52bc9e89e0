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
 * @param asked.actor a part of who did it; `subject` of what it was done to
 */
export async function listAudit(
  db: Queryable,
  asked: {
    client_id: ClientId | null;
    after?: string | undefined;
    limit: number;
    actor?: string | undefined;
    subject?: string | undefined;
  },
): Promise<Page<AuditLine>> {
  const { client_id, after, limit, actor = null, subject = null } = asked;
  const before = readAfter(after, z.number().int());
  const rows = await db.query<AuditLine>(sql`
    SELECT id, actor, action, subject, before, after, created_at FROM audit_events
    WHERE ${client_id === null ? sql`client_id IS NULL` : sql`client_id = ${client_id}`}
      AND (${before}::bigint IS NULL OR id < ${before}::bigint)
      AND (${actor}::text IS NULL OR position(lower(${actor}) IN lower(actor)) > 0)
      AND (${subject}::text IS NULL OR position(lower(${subject}) IN lower(subject)) > 0)
    ORDER BY id DESC LIMIT ${limit + 1}`);
  return pageOf(rows, { limit, keyOf: ({ id }) => id });
}
