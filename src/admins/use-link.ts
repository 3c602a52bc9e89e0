import { linkOver, readLink, useLinkUp } from './links.js';
import type { LinkRow } from './links.js';
import { checkPassword, hashPassword } from './passwords.js';
import type { ClientRole } from './roles.js';
import { beginSession, endSessionsOf } from './sessions.js';
import type { Caller } from './sessions.js';
import { plainEmail } from './sign-in.js';
import { writeAudit } from '../audit/write-audit.js';
import type { Clock } from '../shared/clock.js';
import { isUniqueViolation, sql } from '../shared/database.js';
import type { Database, Queryable } from '../shared/database.js';
import type { AdminId, ClientId } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';
import { FieldsInvalid } from '../shared/refused-edit.js';

type Tools = { db: Database; clock: Clock };

/** What the holder of a link sees before using it. */
export type ShownLink = {
  purpose: LinkRow['purpose'];
  /** The client an invitation is to. */
  client: string | null;
  role: ClientRole | null;
  /** Whom it was meant for; null for the first admin. */
  email: string | null;
};

/** What the holder of a link types. */
export type NewAccount = { email: string; name: string; password: string };

/** @throws Refusal `link_over` */
export async function showLink({ db, clock }: Tools, secret: string): Promise<ShownLink> {
  const link = await readLink(db, { secret, now: clock.now() });
  if (link.purpose === 'first_admin') return { purpose: link.purpose, client: null, role: null, email: null };
  if (link.purpose === 'invitation') {
    const { name } = await db.one<{ name: string }>(
      sql`SELECT name FROM clients WHERE id = ${link.client_id}`,
    );
    return { purpose: link.purpose, client: name, role: link.role, email: link.email };
  }
  const { email } = await db.one<{ email: string }>(
    sql`SELECT email FROM admins WHERE id = ${link.admin_id}`,
  );
  return { purpose: link.purpose, client: null, role: null, email };
}

/**
 * Makes an account by a link: the first admin's, who runs the installation, or one that is invited to a client.
 *
 * @returns the secret of the session they are in from now on
 * @throws Refusal `link_over`, `email_taken`; FieldsInvalid
 */
export async function makeAccount(
  { db, clock }: Tools,
  { secret, account }: { secret: string; account: NewAccount },
): Promise<string> {
  const now = clock.now();
  const email = plainEmail(account.email);
  const link = await readLink(db, { secret, now });
  if (link.purpose === 'reset') throw linkOver();
  if (account.name.trim() === '')
    throw new FieldsInvalid({ name: { reason: 'empty', message: 'must not be empty' } });
  checkPassword(account.password, { email });
  const password_hash = await hashPassword(account.password);
  return db.transaction(async (tx) => {
    const used = await useLinkUp(tx, { secret, now });
    const is_superadmin = used.purpose === 'first_admin';
    if (is_superadmin) await expectNoAdmin(tx);
    const row = { email, name: account.name.trim(), password_hash, is_superadmin, now };
    const admin_id = await insertAdmin(tx, row);
    if (used.purpose === 'invitation') await giveRole(tx, { ...used, admin_id, actor: email });
    return beginSession(tx, { admin_id, now });
  });
}

/** Two links for the first admin, used at once, make one. */
async function expectNoAdmin(tx: Queryable): Promise<void> {
  await tx.query(sql`LOCK TABLE admins IN SHARE ROW EXCLUSIVE MODE`);
  const { some } = await tx.one<{ some: boolean }>(sql`SELECT EXISTS (SELECT FROM admins) AS some`);
  if (some) throw linkOver();
}

async function insertAdmin(
  tx: Queryable,
  row: { email: string; name: string; password_hash: string; is_superadmin: boolean; now: Date },
): Promise<AdminId> {
  const { email, name, is_superadmin } = row;
  try {
    const { id } = await tx.one<{ id: AdminId }>(sql`
      INSERT INTO admins (email, name, password_hash, is_superadmin, created_at)
      VALUES (${email}, ${name}, ${row.password_hash}, ${is_superadmin}, ${row.now}) RETURNING id`);
    const subject = `admin ${email}`;
    const after = { name, is_superadmin };
    await writeAudit(tx, { client_id: null, actor: email, action: 'create', subject, before: null, after });
    return id;
  } catch (error) {
    if (isUniqueViolation(error, 'admins_email_key')) throw emailTaken();
    throw error;
  }
}

/**
 * Takes an invitation with the account one is signed in with.
 *
 * @throws Refusal `link_over`
 */
export async function takeInvitation(
  { db, clock }: Tools,
  { secret, caller }: { secret: string; caller: Caller },
): Promise<void> {
  await db.transaction(async (tx) => {
    const link = await useLinkUp(tx, { secret, now: clock.now() });
    if (link.purpose !== 'invitation') throw linkOver();
    await giveRole(tx, { ...link, admin_id: caller.admin_id, actor: caller.actor });
  });
}

/** An invitation raises a role and never lowers one. */
async function giveRole(
  tx: Queryable,
  given: { admin_id: AdminId; client_id: ClientId; role: ClientRole; actor: string },
): Promise<void> {
  const { admin_id, client_id, role, actor } = given;
  await tx.query(sql`
    INSERT INTO admin_roles AS r (admin_id, client_id, role) VALUES (${admin_id}, ${client_id}, ${role})
    ON CONFLICT (admin_id, client_id) DO UPDATE SET role = excluded.role
    WHERE array_position(ARRAY['viewer', 'admin', 'owner'], r.role)
      < array_position(ARRAY['viewer', 'admin', 'owner'], excluded.role)`);
  const subject = `admin ${actor}`;
  await writeAudit(tx, { client_id, actor, action: 'join', subject, before: null, after: { role } });
}

/**
 * Sets a new password by a link. All sessions end, and one-time codes are off: the link is for who has lost either.
 *
 * @returns the secret of the session they are in from now on
 * @throws Refusal `link_over`; FieldsInvalid
 */
export async function resetPassword(
  { db, clock }: Tools,
  { secret, password }: { secret: string; password: string },
): Promise<string> {
  const now = clock.now();
  const link = await readLink(db, { secret, now });
  if (link.purpose !== 'reset') throw linkOver();
  const { admin_id } = link;
  const { email } = await db.one<{ email: string }>(sql`SELECT email FROM admins WHERE id = ${admin_id}`);
  checkPassword(password, { email });
  const hash = await hashPassword(password);
  return db.transaction(async (tx) => {
    await useLinkUp(tx, { secret, now });
    const written = await tx.query(sql`
      UPDATE admins SET password_hash = ${hash}, totp_secret = NULL, totp_since = NULL, totp_last_step = NULL,
        recovery_hashes = '{}'
      WHERE id = ${admin_id} AND disabled_at IS NULL RETURNING id`);
    if (written.length === 0) throw linkOver();
    await tx.query(sql`
      UPDATE admin_links SET used_at = ${now} WHERE admin_id = ${admin_id} AND used_at IS NULL`);
    await endSessionsOf(tx, { admin_id });
    const subject = `admin ${email}`;
    await writeAudit(tx, {
      ...{ client_id: null, actor: email, action: 'reset_password', subject },
      ...{ before: null, after: null },
    });
    return beginSession(tx, { admin_id, now });
  });
}

function emailTaken(): Refusal {
  return new Refusal('conflict', {
    code: 'email_taken',
    message: 'Somebody with this address has an account already.',
    whatToDo: 'If it is yours, sign in with it, then open the link once more.',
  });
}
