import { hashPassword, isRightPassword, checkPassword } from './passwords.js';
import { secretHash } from './secrets.js';
import { beginSession, endSessionsOf } from './sessions.js';
import type { Caller } from './sessions.js';
import { checkCode } from './totp.js';
import { writeAudit } from '../audit/write-audit.js';
import type { Clock } from '../shared/clock.js';
import type { Counters } from '../shared/counters.js';
import { sql } from '../shared/database.js';
import type { Database } from '../shared/database.js';
import { msOfMinutes } from '../shared/durations.js';
import type { AdminId } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';
import { FieldsInvalid } from '../shared/refused-edit.js';
import type { SealedBox } from '../shared/sealed-box.js';

/** What signing in needs. */
export type SignInTools = { db: Database; clock: Clock; counters: Counters; sealedBox: SealedBox };

/** How many wrong tries, within how long, lock what out: an address from one place, an address, a place. */
const lockOut = {
  pair: { most: 5, lifeMs: msOfMinutes(15) },
  email: { most: 40, lifeMs: msOfMinutes(60) },
  ip: { most: 60, lifeMs: msOfMinutes(60) },
};

type AdminRow = {
  id: AdminId;
  email: string;
  password_hash: string | null;
  totp_secret: string | null;
  totp_since: Date | null;
};

/**
 * Signs an admin in. Tries are counted before they are looked at, so that many at once don't slip through.
 *
 * @param given.code of the authenticator app, where the admin has one
 * @param given.ip where it comes from
 * @returns the new session's secret, for the cookie
 * @throws Refusal `sign_in_failed`, `code_needed`, `code_wrong`, `too_many_tries`
 */
export async function signIn(
  tools: SignInTools,
  given: { email: string; password: string; code?: string | undefined; ip: string },
): Promise<{ secret: string; admin_id: AdminId }> {
  const { db, clock } = tools;
  const email = plainEmail(given.email);
  const tries = await countTry(tools.counters, { email, ip: given.ip });
  const admin = await db.maybeOne<AdminRow>(sql`
    SELECT id, email, password_hash, totp_secret, totp_since FROM admins
    WHERE email = ${email} AND disabled_at IS NULL`);
  const isRight = await isRightPassword(admin?.password_hash ?? null, given.password);
  if (!admin || !isRight) throw failed();
  const now = clock.now();
  if (admin.totp_since !== null) await checkCode(tools, { admin_id: admin.id, code: given.code, now });
  await tries.forget();
  const secret = await db.transaction(async (tx) => {
    await writeAudit(tx, entryOf(admin, 'sign_in'));
    return beginSession(tx, { admin_id: admin.id, now });
  });
  return { secret, admin_id: admin.id };
}

/** An address as it is kept and compared. */
export function plainEmail(email: string): string {
  return email.trim().toLowerCase();
}

/**
 * Changes one's own password; whoever else is signed in with it is signed out.
 *
 * @throws FieldsInvalid, Refusal `too_many_tries`
 */
export async function changePassword(
  tools: Pick<SignInTools, 'db' | 'counters'>,
  { caller, current, password, ip }: { caller: Caller; current: string; password: string; ip: string },
): Promise<void> {
  const { admin_id, email, by } = caller;
  await provePassword(tools, { caller, password: current, field: 'current', ip });
  checkPassword(password, { email });
  const hash = await hashPassword(password);
  await tools.db.transaction(async (tx) => {
    await tx.query(sql`UPDATE admins SET password_hash = ${hash} WHERE id = ${admin_id}`);
    await endSessionsOf(tx, { admin_id, but: by.kind === 'session' ? by.session_id : null });
    await writeAudit(tx, entryOf(caller, 'change_password'));
  });
}

/**
 * That it is still them who sit there: asked for before what opens or closes their account.
 *
 * @param given.field the field the password was typed into, for the error
 * @throws FieldsInvalid, Refusal `too_many_tries`
 */
export async function provePassword(
  { db, counters }: Pick<SignInTools, 'db' | 'counters'>,
  given: { caller: Caller; password: string; field: string; ip: string },
): Promise<void> {
  const { admin_id, email } = given.caller;
  const tries = await countTry(counters, { email, ip: given.ip });
  const { password_hash } = await db.one<Pick<AdminRow, 'password_hash'>>(
    sql`SELECT password_hash FROM admins WHERE id = ${admin_id}`,
  );
  if (!(await isRightPassword(password_hash, given.password)))
    throw new FieldsInvalid({ [given.field]: { reason: 'not_right', message: 'is not right' } });
  await tries.forget();
}

/** @throws Refusal `too_many_tries`, before anything is looked at */
async function countTry(
  counters: Counters,
  { email, ip }: { email: string; ip: string },
): Promise<{ forget(): Promise<void> }> {
  const keys = {
    pair: `sign-in/pair/${secretHash(JSON.stringify([email, ip]))}`,
    email: `sign-in/email/${secretHash(email)}`,
    ip: `sign-in/ip/${ip}`,
  };
  const names = ['pair', 'email', 'ip'] as const;
  const counts = await Promise.all(names.map((name) => counters.add(keys[name], 1, lockOut[name].lifeMs)));
  const waits = names.map((name, index) => {
    const { value = 0, expiresInMs = 0 } = counts[index] ?? {};
    return value > lockOut[name].most ? expiresInMs : 0;
  });
  const waitMs = Math.max(...waits);
  if (waitMs > 0) throw tooManyTries(waitMs);
  return {
    async forget() {
      await Promise.all([
        counters.clear(keys.pair),
        counters.clear(keys.email),
        counters.add(keys.ip, -1, lockOut.ip.lifeMs),
      ]);
    },
  };
}

function entryOf({ email }: { email: string }, action: string) {
  return { client_id: null, actor: email, action, subject: `admin ${email}`, before: null, after: null };
}

function failed(): Refusal {
  return new Refusal('not_signed_in', {
    code: 'sign_in_failed',
    message: 'The address or the password is not right.',
    whatToDo: 'Try again. Who has forgotten the password is given a link by whoever runs the installation.',
  });
}

function tooManyTries(waitMs: number): Refusal {
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  const minutes = Math.ceil(retryAfterSeconds / 60);
  return new Refusal('too_many', {
    code: 'too_many_tries',
    message: 'Too many wrong passwords.',
    whatToDo: `Wait ${minutes} min, then try again.`,
    params: { minutes },
    retryAfterSeconds,
  });
}
