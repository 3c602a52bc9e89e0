import { createHmac } from 'node:crypto';
import { newSecret, secretHash } from './secrets.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { msOfHours, msOfMinutes, plusMs } from '../shared/durations.js';
import type { AdminId } from '../shared/ids.js';

/** Who asks, once known: a person in a browser, or a program with a token of theirs. */
export type Caller = {
  admin_id: AdminId;
  email: string;
  name: string;
  is_superadmin: boolean;
  /** Who it was, for the audit. */
  actor: string;
  by: { kind: 'session'; session_id: string; csrf_token: string } | TokenAccess;
};

/** What a token opens: the areas of one client that its scopes name. */
export type TokenAccess = { kind: 'token'; token_id: string; client_id: string; scopes: string[] };

/** Nobody was at it for that long: sign in again. */
const idleMs = msOfHours(12);
/** However busy, a session ends some day. */
const longestMs = msOfHours(24 * 14);
/** Being seen is written down no more often than that. */
const seenEveryMs = msOfMinutes(1);

/**
 * Begins a session: always a fresh one, so that a secret somebody planted before is worth nothing.
 *
 * @returns the secret for the cookie; only its hash is kept
 */
export async function beginSession(
  tx: Queryable,
  { admin_id, now }: { admin_id: AdminId; now: Date },
): Promise<string> {
  const secret = newSecret();
  await tx.query(sql`DELETE FROM admin_sessions WHERE expires_at < ${now}`);
  await tx.query(sql`
    INSERT INTO admin_sessions (admin_id, secret_hash, created_at, last_seen_at, expires_at)
    VALUES (${admin_id}, ${secretHash(secret)}, ${now}, ${now}, ${plusMs(now, idleMs)})`);
  return secret;
}

/** Whose session a cookie's secret is; null when it has ended, or its admin was disabled. */
export async function readSession(
  db: Queryable,
  { secret, now }: { secret: string; now: Date },
): Promise<Caller | null> {
  const row = await db.maybeOne<Omit<Caller, 'actor' | 'by'> & { id: string; last_seen_at: Date }>(sql`
    SELECT s.id, s.last_seen_at, a.id AS admin_id, a.email, a.name, a.is_superadmin
    FROM admin_sessions s JOIN admins a ON a.id = s.admin_id
    WHERE s.secret_hash = ${secretHash(secret)} AND s.expires_at > ${now} AND a.disabled_at IS NULL`);
  if (!row) return null;
  const { id, last_seen_at, ...admin } = row;
  if (now.getTime() - last_seen_at.getTime() > seenEveryMs) await noteSeen(db, { id, now });
  const by = { kind: 'session' as const, session_id: id, csrf_token: csrfTokenOf(secret) };
  return { ...admin, actor: admin.email, by };
}

async function noteSeen(db: Queryable, { id, now }: { id: string; now: Date }): Promise<void> {
  await db.query(sql`
    UPDATE admin_sessions SET last_seen_at = ${now},
      expires_at = least(${plusMs(now, idleMs)}, created_at + make_interval(secs => ${longestMs / 1000}))
    WHERE id = ${id}::uuid`);
}

/** What a page sends along with each change, to prove that it could read an answer of ours. */
export function csrfTokenOf(sessionSecret: string): string {
  return createHmac('sha256', sessionSecret).update('estafeta/csrf/1').digest('base64url');
}

/** Ends one session. */
export async function endSession(db: Queryable, session_id: string): Promise<void> {
  await db.query(sql`DELETE FROM admin_sessions WHERE id = ${session_id}::uuid`);
}

/** Ends all sessions of an admin, but perhaps the one they are in. */
export async function endSessionsOf(
  db: Queryable,
  { admin_id, but = null }: { admin_id: AdminId; but?: string | null },
): Promise<void> {
  await db.query(sql`
    DELETE FROM admin_sessions WHERE admin_id = ${admin_id} AND id IS DISTINCT FROM ${but}::uuid`);
}
