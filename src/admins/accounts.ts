import { endInvitationsOf, makeLink } from './links.js';
import { endSessionsOf } from './sessions.js';
import { plainEmail } from './sign-in.js';
import type { ClientRole } from './roles.js';
import { writeAudit } from '../audit/write-audit.js';
import { isUniqueViolation, sql } from '../shared/database.js';
import type { Database } from '../shared/database.js';
import type { AdminId, ClientId } from '../shared/ids.js';
import { notFound, Refusal } from '../shared/refusal.js';

/** An admin as those who run the installation see them. */
export type AdminLine = {
  id: AdminId;
  email: string;
  name: string;
  is_superadmin: boolean;
  has_password: boolean;
  has_totp: boolean;
  disabled_at: Date | null;
  last_seen_at: Date | null;
  roles: { client: string; role: ClientRole }[];
};

type Done = { actor: string; now: Date };

/** All admins of the installation, by their address. */
export async function listAdmins(db: Pick<Database, 'query'>): Promise<AdminLine[]> {
  return db.query<AdminLine>(sql`
    SELECT a.id, a.email, a.name, a.is_superadmin, a.password_hash IS NOT NULL AS has_password,
      a.totp_since IS NOT NULL AS has_totp, a.disabled_at,
      (SELECT max(s.last_seen_at) FROM admin_sessions s WHERE s.admin_id = a.id) AS last_seen_at,
      coalesce((
        SELECT json_agg(json_build_object('client', c.slug, 'role', r.role) ORDER BY c.slug)
        FROM admin_roles r JOIN clients c ON c.id = r.client_id WHERE r.admin_id = a.id), '[]') AS roles
    FROM admins a ORDER BY a.email`);
}

/**
 * Makes an account without a password; the link that is returned sets one.
 *
 * @param given.place the client they get a role in; null for somebody who runs the installation
 * @returns the secret of the link
 * @throws Refusal `email_taken`
 */
export async function createAdmin(
  db: Database,
  given: {
    email: string;
    name: string;
    place: { client_id: ClientId; role: ClientRole } | null;
  } & Done,
): Promise<{ secret: string; expires_at: Date }> {
  const { name, place, actor, now } = given;
  const email = plainEmail(given.email);
  try {
    return await db.transaction(async (tx) => {
      const { id: admin_id } = await tx.one<{ id: AdminId }>(sql`
        INSERT INTO admins (email, name, is_superadmin, created_at)
        VALUES (${email}, ${name}, ${place === null}, ${now}) RETURNING id`);
      if (place)
        await tx.query(sql`
          INSERT INTO admin_roles (admin_id, client_id, role) VALUES (${admin_id}, ${place.client_id}, ${place.role})`);
      const after = { name, role: place?.role ?? 'superadmin' };
      await writeAudit(tx, {
        ...{ client_id: place?.client_id ?? null, actor, action: 'create', subject: `admin ${email}` },
        ...{ before: null, after },
      });
      return makeLink(tx, { purpose: 'reset', admin_id }, { made_by: actor, now });
    });
  } catch (error) {
    if (!isUniqueViolation(error, 'admins_email_key')) throw error;
    throw new Refusal('conflict', {
      code: 'email_taken',
      message: `There is an admin ${email} already.`,
      whatToDo: 'Give them a new password with `admin reset`, or a role in the panel.',
    });
  }
}

/**
 * A link that sets a new password and switches one-time codes off. The old password holds until it is used.
 *
 * @returns the secret of the link
 * @throws Refusal `not_found`
 */
export async function makeResetLink(
  db: Database,
  { admin_id, actor, now }: { admin_id: AdminId } & Done,
): Promise<{ secret: string; expires_at: Date }> {
  return db.transaction(async (tx) => {
    const admin = await tx.maybeOne<{ email: string }>(sql`
      SELECT email FROM admins WHERE id = ${admin_id} AND disabled_at IS NULL FOR UPDATE`);
    if (!admin) throw notFound('admin');
    await writeAudit(tx, {
      ...{ client_id: null, actor, action: 'make_reset_link', subject: `admin ${admin.email}` },
      ...{ before: null, after: null },
    });
    return makeLink(tx, { purpose: 'reset', admin_id }, { made_by: actor, now });
  });
}

/**
 * Lets an admin in no more, or again. Their sessions and links end at once, and the invitations they made; their tokens rest
 * as long.
 *
 * @throws Refusal `not_found`
 */
export async function setDisabled(
  db: Database,
  { admin_id, disabled, actor, now }: { admin_id: AdminId; disabled: boolean } & Done,
): Promise<void> {
  await db.transaction(async (tx) => {
    const admin = await tx.maybeOne<{ email: string; disabled_at: Date | null }>(sql`
      SELECT email, disabled_at FROM admins WHERE id = ${admin_id} FOR UPDATE`);
    if (!admin) throw notFound('admin');
    const was = admin.disabled_at !== null;
    if (was === disabled) return;
    await tx.query(sql`UPDATE admins SET disabled_at = ${disabled ? now : null} WHERE id = ${admin_id}`);
    await endSessionsOf(tx, { admin_id });
    await tx.query(sql`
      UPDATE admin_links SET used_at = ${now} WHERE admin_id = ${admin_id} AND used_at IS NULL`);
    await endInvitationsOf(tx, { email: admin.email });
    await writeAudit(tx, {
      ...{ client_id: null, actor, action: disabled ? 'disable' : 'enable', subject: `admin ${admin.email}` },
      ...{ before: { disabled: was }, after: { disabled } },
    });
  });
}

/** @throws Refusal `not_found` */
export async function findAdmin(db: Pick<Database, 'maybeOne'>, email: string): Promise<AdminId> {
  const row = await db.maybeOne<{ id: AdminId }>(
    sql`SELECT id FROM admins WHERE email = ${plainEmail(email)}`,
  );
  if (!row) throw notFound('admin');
  return row.id;
}

/**
 * The link for the first admin, while there is none.
 *
 * @returns the secret of the link; null when somebody can sign in, or has a link to
 */
export async function firstAdminLink(
  db: Database,
  { now }: { now: Date },
): Promise<{ secret: string } | null> {
  const { some } = await db.one<{ some: boolean }>(sql`SELECT EXISTS (SELECT FROM admins) AS some`);
  if (some) return null;
  await db.query(sql`DELETE FROM admin_links WHERE expires_at < ${now} AND used_at IS NULL`);
  return makeLink(db, { purpose: 'first_admin' }, { made_by: 'start', now });
}
