import { endInvitationsOf, makeLink } from './links.js';
import type { ClientRole } from './roles.js';
import { plainEmail } from './sign-in.js';
import { writeAudit } from '../audit/write-audit.js';
import { sql } from '../shared/database.js';
import type { Database, Queryable } from '../shared/database.js';
import type { AdminId, ClientId } from '../shared/ids.js';
import { notFound, Refusal } from '../shared/refusal.js';

/** Somebody with a role in a client. */
export type Member = {
  admin_id: AdminId;
  email: string;
  name: string;
  role: ClientRole;
  has_totp: boolean;
  is_disabled: boolean;
  last_seen_at: Date | null;
};

/** An invitation nobody has used yet. */
export type Invitation = {
  id: string;
  email: string;
  role: ClientRole;
  made_by: string;
  created_at: Date;
  expires_at: Date;
};

type Place = { client_id: ClientId; actor: string };

/** Who has a role in a client, by their address. Those who run the installation are not among them. */
export async function listMembers(db: Queryable, client_id: ClientId): Promise<Member[]> {
  return db.query<Member>(sql`
    SELECT r.admin_id, a.email, a.name, r.role, a.totp_since IS NOT NULL AS has_totp,
      a.disabled_at IS NOT NULL AS is_disabled,
      (SELECT max(s.last_seen_at) FROM admin_sessions s WHERE s.admin_id = a.id) AS last_seen_at
    FROM admin_roles r JOIN admins a ON a.id = r.admin_id
    WHERE r.client_id = ${client_id} ORDER BY a.email`);
}

/** The invitations to a client that can still be used. */
export async function listInvitations(
  db: Queryable,
  { client_id, now }: { client_id: ClientId; now: Date },
): Promise<Invitation[]> {
  return db.query<Invitation>(sql`
    SELECT id, email, role, made_by, created_at, expires_at FROM admin_links
    WHERE client_id = ${client_id} AND purpose = 'invitation' AND used_at IS NULL AND expires_at > ${now}
    ORDER BY created_at, id`);
}

/**
 * Invites somebody to a client. The role goes to whoever holds the link: nobody can wait for it under another's address.
 *
 * @returns the secret of the link, which is never shown again
 */
export async function invite(
  db: Database,
  given: Place & { email: string; role: ClientRole; now: Date },
): Promise<{ id: string; secret: string; expires_at: Date }> {
  const { client_id, actor, role, now } = given;
  const email = plainEmail(given.email);
  return db.transaction(async (tx) => {
    await writeAudit(tx, {
      ...{ client_id, actor, action: 'invite', subject: `admin ${email}` },
      ...{ before: null, after: { role } },
    });
    return makeLink(tx, { purpose: 'invitation', client_id, role, email }, { made_by: actor, now });
  });
}

/** Takes an invitation back. @throws Refusal `not_found` */
export async function takeInvitationBack(
  db: Database,
  { client_id, actor, id }: Place & { id: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    const gone = await tx.maybeOne<{ email: string; role: ClientRole }>(sql`
      DELETE FROM admin_links WHERE client_id = ${client_id} AND id = ${id}::uuid AND used_at IS NULL
      RETURNING email, role`);
    if (!gone) throw notFound('invitation');
    await writeAudit(tx, {
      ...{ client_id, actor, action: 'take_back_invitation', subject: `admin ${gone.email}` },
      ...{ before: { role: gone.role }, after: null },
    });
  });
}

/**
 * Gives somebody another role in a client, or none. A client keeps an owner; with one who is none any more end the
 * invitations they made, so that nobody comes back by them.
 *
 * @param given.role null: none any more; their tokens for the client end too
 * @throws Refusal `not_found`, `last_owner`
 */
export async function setRole(
  db: Database,
  given: Place & { admin_id: AdminId; role: ClientRole | null; now: Date },
): Promise<void> {
  const { client_id, actor, admin_id, role, now } = given;
  await db.transaction(async (tx) => {
    // All roles of the client, in one order: of two owners who remove each other at once, one stays.
    const all = await tx.query<{ admin_id: AdminId; role: ClientRole }>(sql`
      SELECT admin_id, role FROM admin_roles WHERE client_id = ${client_id} ORDER BY admin_id FOR UPDATE`);
    const before = all.find((one) => one.admin_id === admin_id)?.role;
    if (!before) throw notFound('admin');
    const hasOtherOwner = all.some((one) => one.role === 'owner' && one.admin_id !== admin_id);
    if (before === 'owner' && role !== 'owner' && !hasOtherOwner) throw lastOwner();
    // Asked first: whoever has no role there any more is nobody to this client.
    const { email } = await tx.one<{ email: string }>(sql`SELECT email FROM admins WHERE id = ${admin_id}`);
    await (role === null
      ? removeRole(tx, { client_id, admin_id, now })
      : tx.query(sql`
          UPDATE admin_roles SET role = ${role} WHERE client_id = ${client_id} AND admin_id = ${admin_id}`));
    if (before === 'owner' && role !== 'owner') await endInvitationsOf(tx, { client_id, email });
    await writeAudit(tx, {
      ...{ client_id, actor, action: role === null ? 'remove' : 'change', subject: `admin ${email}` },
      ...{ before: { role: before }, after: role === null ? null : { role } },
    });
  });
}

async function removeRole(
  tx: Queryable,
  { client_id, admin_id, now }: { client_id: ClientId; admin_id: AdminId; now: Date },
): Promise<void> {
  await tx.query(sql`DELETE FROM admin_roles WHERE client_id = ${client_id} AND admin_id = ${admin_id}`);
  await tx.query(sql`
    UPDATE api_tokens SET revoked_at = ${now}
    WHERE client_id = ${client_id} AND admin_id = ${admin_id} AND revoked_at IS NULL`);
}

function lastOwner(): Refusal {
  return new Refusal('conflict', {
    code: 'last_owner',
    message: 'This is the last owner of the client.',
    whatToDo: 'Make somebody else an owner first.',
  });
}
