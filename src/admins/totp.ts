import { createHmac, randomBytes } from 'node:crypto';
import { base32, bytesOfBase32 } from './base32.js';
import { giveRecoveryCodes, takeRecoveryCode } from './recovery-codes.js';
import { writeAudit } from '../audit/write-audit.js';
import { sql } from '../shared/database.js';
import type { Database } from '../shared/database.js';
import type { AdminId } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';
import { FieldsInvalid } from '../shared/refused-edit.js';
import type { SealedBox } from '../shared/sealed-box.js';

// Time-based one-time passwords: RFC 6238 over RFC 4226, with what authenticator apps expect (SHA-1, 30 s, six digits).
const stepSeconds = 30;
const digits = 6;

type Tools = { db: Database; sealedBox: SealedBox };

/** The code of a step of time. @param key the secret's bytes */
export function codeAt(key: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0x0f;
  const number = (digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits;
  return String(number).padStart(digits, '0');
}

/** The step of time a moment is in. */
export function stepOf(now: Date): number {
  return Math.floor(now.getTime() / 1000 / stepSeconds);
}

/**
 * Gives an admin a new secret, which asks for nothing until a first code is confirmed.
 *
 * @returns the secret for typing, and the address for a QR code
 * @throws Refusal `totp_on`
 */
export async function offerTotp(
  { db, sealedBox }: Tools,
  { admin_id, email }: { admin_id: AdminId; email: string },
): Promise<{ secret: string; uri: string }> {
  const secret = base32(randomBytes(20));
  const written = await db.query(sql`
    UPDATE admins SET totp_secret = ${sealedBox.seal(secret, totpPlace(admin_id))}, totp_last_step = NULL
    WHERE id = ${admin_id} AND totp_since IS NULL RETURNING id`);
  if (written.length === 0) throw isOn();
  const label = encodeURIComponent(`Estafeta:${email}`);
  return { secret, uri: `otpauth://totp/${label}?secret=${secret}&issuer=Estafeta` };
}

/**
 * Switches one-time codes on, once the app shows the right one.
 *
 * @returns the recovery codes, which are never shown again
 * @throws FieldsInvalid; Refusal `totp_on`
 */
export async function confirmTotp(
  tools: Tools,
  { admin_id, email, code, now }: { admin_id: AdminId; email: string; code: string; now: Date },
): Promise<string[]> {
  if (!(await takeCode(tools, { admin_id, code, now })))
    throw new FieldsInvalid({ code: { reason: 'not_right', message: 'is not right' } });
  return tools.db.transaction(async (tx) => {
    const begun = await tx.query(sql`
      UPDATE admins SET totp_since = ${now} WHERE id = ${admin_id} AND totp_since IS NULL RETURNING id`);
    // Fresh recovery codes are given to who types the password, and to nobody else.
    if (begun.length === 0) throw isOn();
    await writeAudit(tx, { ...entry(email), before: { totp: false }, after: { totp: true } });
    return giveRecoveryCodes(tx, admin_id);
  });
}

/** Switches one-time codes off. */
export async function endTotp(
  { db }: Pick<Tools, 'db'>,
  { admin_id, email }: { admin_id: AdminId; email: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(sql`
      UPDATE admins SET totp_secret = NULL, totp_since = NULL, totp_last_step = NULL, recovery_hashes = '{}'
      WHERE id = ${admin_id}`);
    await writeAudit(tx, { ...entry(email), before: { totp: true }, after: { totp: false } });
  });
}

/** That a code of the app is right, or one of the recovery codes. @throws Refusal `code_needed`, `code_wrong` */
export async function checkCode(
  tools: Tools,
  { admin_id, code, now }: { admin_id: AdminId; code: string | undefined; now: Date },
): Promise<void> {
  if (code === undefined || code === '')
    throw codeRefused({ code: 'code_needed', message: 'A one-time code is needed.' });
  if (
    !(await takeCode(tools, { admin_id, code, now })) &&
    !(await takeRecoveryCode(tools.db, { admin_id, code }))
  )
    throw codeRefused({ code: 'code_wrong', message: 'This one-time code is not right.' });
}

/** Takes a code of now, of the step before or the one after; none is taken twice. */
async function takeCode(
  { db, sealedBox }: Tools,
  { admin_id, code, now }: { admin_id: AdminId; code: string; now: Date },
): Promise<boolean> {
  const row = await db.maybeOne<{ totp_secret: string }>(
    sql`SELECT totp_secret FROM admins WHERE id = ${admin_id} AND totp_secret IS NOT NULL`,
  );
  if (!row) return false;
  const key = bytesOfBase32(sealedBox.open(row.totp_secret, totpPlace(admin_id)));
  const current = stepOf(now);
  const given = code.replaceAll(' ', '');
  const step = [current - 1, current, current + 1].find((one) => codeAt(key, one) === given);
  if (step === undefined) return false;
  const taken = await db.query(sql`
    UPDATE admins SET totp_last_step = ${step}
    WHERE id = ${admin_id} AND totp_secret = ${row.totp_secret} AND coalesce(totp_last_step, 0) < ${step} RETURNING id`);
  return taken.length > 0;
}

/** Where an admin's secret of one-time codes is sealed for. */
export function totpPlace(admin_id: AdminId) {
  return { client: null, table: 'admins', column: 'totp_secret', row: admin_id };
}

function entry(email: string) {
  return { client_id: null, actor: email, action: 'change', subject: `admin ${email}` };
}

function codeRefused(refused: { code: 'code_needed' | 'code_wrong'; message: string }): Refusal {
  return new Refusal('not_signed_in', {
    ...refused,
    whatToDo:
      'Type the six digits your authenticator app shows now, or one of your recovery codes. Who has lost it is given a link by whoever runs the installation.',
  });
}

function isOn(): Refusal {
  return new Refusal('conflict', {
    code: 'totp_on',
    message: 'One-time codes are on already.',
    whatToDo: 'Switch them off first.',
  });
}
