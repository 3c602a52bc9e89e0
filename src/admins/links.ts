import type { ClientRole } from './roles.js';
import { newSecret, secretHash } from './secrets.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { msOfHours, plusMs } from '../shared/durations.js';
import type { AdminId, ClientId } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';

/** What a one-time link is for. */
export type LinkPurpose =
  | { purpose: 'first_admin' }
  | { purpose: 'invitation'; client_id: ClientId; role: ClientRole; email: string }
  | { purpose: 'reset'; admin_id: AdminId };

/** A link as its holder may use it. */
export type LinkRow = LinkPurpose & { id: string };

const lifeMs = {
  first_admin: msOfHours(24),
  invitation: msOfHours(24 * 7),
  reset: msOfHours(24),
};

/**
 * Makes a one-time link. Whoever holds it may use it, so it is given only to the person it is for.
 *
 * @param made_by who made it, for the audit
 * @returns the secret it ends in; only its hash is kept
 */
export async function makeLink(
  tx: Queryable,
  link: LinkPurpose,
  { made_by, now }: { made_by: string; now: Date },
): Promise<{ id: string; secret: string; expires_at: Date }> {
  const secret = newSecret();
  const expires_at = plusMs(now, lifeMs[link.purpose]);
  const [client_id, role, email] =
    link.purpose === 'invitation' ? [link.client_id, link.role, link.email] : [null, null, null];
  const admin_id = link.purpose === 'reset' ? link.admin_id : null;
  const { id } = await tx.one<{ id: string }>(sql`
    INSERT INTO admin_links (purpose, secret_hash, admin_id, client_id, role, email, made_by, created_at, expires_at)
    VALUES (${link.purpose}, ${secretHash(secret)}, ${admin_id}, ${client_id}, ${role}, ${email}, ${made_by}, ${now}, ${expires_at})
    RETURNING id`);
  return { id, secret, expires_at };
}

/** Whether a link can still be used. @throws Refusal `link_over` */
export async function readLink(
  db: Queryable,
  { secret, now }: { secret: string; now: Date },
): Promise<LinkRow> {
  const row = await db.maybeOne<LinkRow>(sql`
    SELECT id, purpose, admin_id, client_id, role, email FROM admin_links
    WHERE secret_hash = ${secretHash(secret)} AND used_at IS NULL AND expires_at > ${now}`);
  if (!row) throw linkOver();
  return row;
}

/** Uses a link up, in the transaction of what it does: of two who use it at once, one does. @throws Refusal `link_over` */
export async function useLinkUp(
  tx: Queryable,
  { secret, now }: { secret: string; now: Date },
): Promise<LinkRow> {
  const row = await tx.maybeOne<LinkRow>(sql`
    UPDATE admin_links SET used_at = ${now}
    WHERE secret_hash = ${secretHash(secret)} AND used_at IS NULL AND expires_at > ${now}
    RETURNING id, purpose, admin_id, client_id, role, email`);
  if (!row) throw linkOver();
  return row;
}

/** Ends the invitations that somebody made and nobody has used. @param client_id to this client alone; to all unless told */
export async function endInvitationsOf(
  tx: Queryable,
  { email, client_id = null }: { email: string; client_id?: ClientId | null },
): Promise<void> {
  await tx.query(sql`
    DELETE FROM admin_links WHERE purpose = 'invitation' AND used_at IS NULL AND made_by = ${email}
      AND (${client_id}::uuid IS NULL OR client_id = ${client_id}::uuid)`);
}

/** Where a link leads: its secret stands behind the #, which no browser sends and no proxy writes down. */
export function linkAddress(base: string, secret: string): string {
  return `${base}/panel/link#${secret}`;
}

/** @returns what a link that can't be used is answered with */
export function linkOver(): Refusal {
  return new Refusal('not_found', {
    code: 'link_over',
    message: 'This link was used already, has run out or never was one.',
    whatToDo: 'Ask whoever gave it to you for a new one.',
  });
}
