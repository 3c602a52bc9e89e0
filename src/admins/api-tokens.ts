import type { Caller } from './sessions.js';
import { newSecret, secretHash } from './secrets.js';
import { writeAudit } from '../audit/write-audit.js';
import { sql } from '../shared/database.js';
import type { Database, Queryable } from '../shared/database.js';
import { msOfMinutes } from '../shared/durations.js';
import type { ClientId } from '../shared/ids.js';
import { notFound } from '../shared/refusal.js';

/** A token as a list shows it: never the secret. */
export type TokenLine = {
  id: string;
  name: string;
  /** `prompts:write`, `*:read` */
  scopes: string[];
  /** Whose it is: it does no more than they may. */
  email: string;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
};

/** By which people, and programs that search for lost secrets, know it for a token of ours. */
const beginning = 'estafeta_';
/** Being used is written down no more often than that. */
const usedEveryMs = msOfMinutes(1);

/** A client's tokens that are not revoked, by name. */
export async function listTokens(db: Queryable, client_id: ClientId): Promise<TokenLine[]> {
  return db.query<TokenLine>(sql`
    SELECT t.id, t.name, t.scopes, a.email, t.created_at, t.expires_at, t.last_used_at
    FROM api_tokens t JOIN admins a ON a.id = t.admin_id
    WHERE t.client_id = ${client_id} AND t.revoked_at IS NULL ORDER BY t.name, t.id`);
}

/**
 * Makes a token that acts for its maker in one client.
 *
 * @returns the token itself, which is never shown again
 */
export async function makeToken(
  db: Database,
  given: {
    client_id: ClientId;
    caller: Caller;
    name: string;
    scopes: readonly string[];
    expires_at: Date | null;
    now: Date;
  },
): Promise<{ id: string; token: string }> {
  const { client_id, caller, name, scopes, expires_at, now } = given;
  const token = `${beginning}${newSecret()}`;
  return db.transaction(async (tx) => {
    const { id } = await tx.one<{ id: string }>(sql`
      INSERT INTO api_tokens (client_id, admin_id, name, secret_hash, scopes, created_at, expires_at)
      VALUES (${client_id}, ${caller.admin_id}, ${name}, ${secretHash(token)}, ${[...scopes]}, ${now}, ${expires_at})
      RETURNING id`);
    await writeAudit(tx, {
      ...{ client_id, actor: caller.actor, action: 'create', subject: `token ${name}` },
      ...{ before: null, after: { scopes, expires_at } },
    });
    return { id, token };
  });
}

/** Ends a token at once. @throws Refusal `not_found` */
export async function revokeToken(
  db: Database,
  { client_id, actor, id, now }: { client_id: ClientId; actor: string; id: string; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    const revoked = await tx.maybeOne<{ name: string; scopes: string[] }>(sql`
      UPDATE api_tokens SET revoked_at = ${now}
      WHERE client_id = ${client_id} AND id = ${id}::uuid AND revoked_at IS NULL RETURNING name, scopes`);
    if (!revoked) throw notFound('token');
    await writeAudit(tx, {
      ...{ client_id, actor, action: 'revoke', subject: `token ${revoked.name}` },
      ...{ before: { scopes: revoked.scopes }, after: null },
    });
  });
}

/** Who a program with this token is; null when it was revoked, has run out, or its maker was disabled. */
export async function readToken(
  db: Queryable,
  { token, now }: { token: string; now: Date },
): Promise<Caller | null> {
  if (!token.startsWith(beginning)) return null;
  type Row = Omit<Caller, 'actor' | 'by'> & {
    id: string;
    client_id: string;
    token_name: string;
    scopes: string[];
    last_used_at: Date | null;
  };
  const row = await db.maybeOne<Row>(sql`
    SELECT t.id, t.client_id, t.name AS token_name, t.scopes, t.last_used_at,
      a.id AS admin_id, a.email, a.name, a.is_superadmin
    FROM api_tokens t JOIN admins a ON a.id = t.admin_id
    WHERE t.secret_hash = ${secretHash(token)} AND t.revoked_at IS NULL
      AND (t.expires_at IS NULL OR t.expires_at > ${now}) AND a.disabled_at IS NULL`);
  if (!row) return null;
  const { id, client_id, token_name, scopes, last_used_at, ...admin } = row;
  if (last_used_at === null || now.getTime() - last_used_at.getTime() > usedEveryMs)
    await db.query(sql`
      UPDATE api_tokens SET last_used_at = ${now} WHERE client_id = ${client_id} AND id = ${id}`);
  const by = { kind: 'token' as const, token_id: id, client_id, scopes };
  return { ...admin, actor: `${admin.email} (token ${token_name})`, by };
}
