import type { Caller } from './sessions.js';
import { writeAudit } from '../audit/write-audit.js';
import { sql } from '../shared/database.js';
import type { Database, Queryable } from '../shared/database.js';

/** How an admin's own account is kept: what guards it, and where they are signed in. */
export type OwnAccount = {
  totp_since: Date | null;
  /** Codes for a lost authenticator app that were not used yet. */
  recovery_codes_left: number;
  sessions: { id: string; created_at: Date; last_seen_at: Date; is_this: boolean }[];
};

/** One's own account; the sessions that have not ended, the last seen first. */
export async function readOwnAccount(
  db: Queryable,
  { caller: { admin_id, by }, now }: { caller: Caller; now: Date },
): Promise<OwnAccount> {
  const account = await db.one<Omit<OwnAccount, 'sessions'>>(sql`
    SELECT totp_since, cardinality(recovery_hashes) AS recovery_codes_left FROM admins WHERE id = ${admin_id}`);
  const session_id = by.kind === 'session' ? by.session_id : null;
  const sessions = await db.query<OwnAccount['sessions'][number]>(sql`
    SELECT id, created_at, last_seen_at, coalesce(id = ${session_id}::uuid, false) AS is_this FROM admin_sessions
    WHERE admin_id = ${admin_id} AND expires_at > ${now} ORDER BY last_seen_at DESC, id`);
  return { ...account, sessions };
}

/** Changes the name one is shown under. */
export async function rename(
  db: Database,
  { caller: { admin_id, email, name: before }, name }: { caller: Caller; name: string },
): Promise<void> {
  if (name === before) return;
  await db.transaction(async (tx) => {
    await tx.query(sql`UPDATE admins SET name = ${name} WHERE id = ${admin_id}`);
    await writeAudit(tx, {
      ...{ client_id: null, actor: email, action: 'change', subject: `admin ${email}` },
      ...{ before: { name: before }, after: { name } },
    });
  });
}
