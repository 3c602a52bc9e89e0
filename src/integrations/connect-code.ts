import { randomInt } from 'node:crypto';
import { sql } from '../shared/database.js';
import type { Database, Queryable } from '../shared/database.js';
import { msOfHours, plusMs } from '../shared/durations.js';
import { EstafetaError } from '../shared/errors.js';
import type { ClientId } from '../shared/ids.js';
import { hashSecret } from '../shared/sealed-box.js';

/** Without letters and digits that look like one another; 32 of them, so that ten make 50 bits. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const codeLength = 10;
const goodForMs = msOfHours(24);

/** A code as it is compared: whatever case, spaces and dashes it was typed with. */
export function codeHash(typed: string): string {
  return hashSecret(typed.toUpperCase().replace(/[^A-Z0-9]/g, ''));
}

/** A code for a group, and until when it is good. */
type ConnectCode = { code: string; expires_at: Date };

/**
 * Makes a code that binds a group to a client: once, within a day. Only its hash is kept; an older one that nobody has
 * used stops working. Part of the caller's transaction.
 *
 * @returns the code, such as `ABCDE-FGH23`
 */
export async function makeConnectCodeFor(
  tx: Queryable,
  { client_id, actor, now }: { client_id: ClientId; actor: string; now: Date },
): Promise<ConnectCode> {
  const letters = Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  const code = `${letters.slice(0, 5)}-${letters.slice(5)}`;
  const expires_at = plusMs(now, goodForMs);
  await tx.query(sql`DELETE FROM connect_codes WHERE client_id = ${client_id} AND used_at IS NULL`);
  await tx.query(sql`
    INSERT INTO connect_codes (client_id, code_hash, created_at, expires_at)
    VALUES (${client_id}, ${codeHash(code)}, ${now}, ${expires_at})`);
  await tx.query(sql`
    INSERT INTO audit_events (client_id, actor, action, subject)
    VALUES (${client_id}, ${actor}, 'connect-code', 'client')`);
  return { code, expires_at };
}

/**
 * Makes a code for whoever has the command line; {@link makeConnectCodeFor}.
 *
 * @param slug the client's id in its file
 * @throws EstafetaError `client_unknown`
 */
export async function makeConnectCode(
  db: Database,
  { slug, now }: { slug: string; now: Date },
): Promise<ConnectCode> {
  return db.transaction(async (tx) => {
    const client = await tx.maybeOne<{ id: ClientId }>(
      sql`SELECT id FROM clients WHERE slug = ${slug} FOR UPDATE`,
    );
    if (!client) {
      throw new EstafetaError({
        code: 'client_unknown',
        message: `There is no client ${JSON.stringify(slug)}.`,
        whatToDo: 'See `client list` for those there are, or apply its file first.',
      });
    }
    return makeConnectCodeFor(tx, { client_id: client.id, actor: 'command line', now });
  });
}
