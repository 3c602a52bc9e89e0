import { randomBytes } from 'node:crypto';
import { base32 } from './base32.js';
import { secretHash } from './secrets.js';
import { writeAudit } from '../audit/write-audit.js';
import { sql } from '../shared/database.js';
import type { Database, Queryable } from '../shared/database.js';
import type { AdminId } from '../shared/ids.js';

/** How many are given at once. */
const howMany = 10;
/** 80 bits: sixteen letters in fours. */
const bytes = 10;
const letters = 16;

type Who = { admin_id: AdminId; email: string };

/**
 * Gives an admin fresh recovery codes; those before are worth nothing any more. Part of the caller's transaction.
 *
 * @returns the codes, `ABCD-EFGH-JKLM-NOPQ`, which are never shown again
 */
export async function giveRecoveryCodes(tx: Queryable, admin_id: AdminId): Promise<string[]> {
  const codes = Array.from({ length: howMany }, () => base32(randomBytes(bytes)));
  await tx.query(sql`
    UPDATE admins SET recovery_hashes = ${codes.map(secretHash)}::text[] WHERE id = ${admin_id}`);
  return codes.map((code) => (code.match(/.{4}/g) ?? []).join('-'));
}

/** Gives fresh codes to somebody who has few left, or has lost them. */
export async function renewRecoveryCodes(db: Database, { admin_id, email }: Who): Promise<string[]> {
  return db.transaction(async (tx) => {
    await writeAudit(tx, { ...entry(email), action: 'renew_recovery_codes' });
    return giveRecoveryCodes(tx, admin_id);
  });
}

/** Takes a recovery code in the place of a one-time code; each goes once. @returns whether it was one */
export async function takeRecoveryCode(
  db: Database,
  { admin_id, code }: { admin_id: AdminId; code: string },
): Promise<boolean> {
  const plain = code.replaceAll(/[\s-]/g, '').toUpperCase();
  if (plain.length !== letters) return false;
  const hash = secretHash(plain);
  return db.transaction(async (tx) => {
    const taken = await tx.maybeOne<{ email: string }>(sql`
      UPDATE admins SET recovery_hashes = array_remove(recovery_hashes, ${hash})
      WHERE id = ${admin_id} AND ${hash} = ANY (recovery_hashes) RETURNING email`);
    if (taken) await writeAudit(tx, { ...entry(taken.email), action: 'use_recovery_code' });
    return taken !== undefined;
  });
}

function entry(email: string) {
  return { client_id: null, actor: email, subject: `admin ${email}`, before: null, after: null };
}
