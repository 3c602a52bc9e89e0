import { roleInClient } from './access.js';
import type { Caller } from './sessions.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';

/**
 * Whether somebody who was let in may still be here: neither has their session or token ended, nor their role. Asking
 * keeps no session alive: a page that is merely open is nobody at work.
 */
export async function mayStill(
  db: Queryable,
  { caller, client_id, now }: { caller: Caller; client_id: ClientId; now: Date },
): Promise<boolean> {
  const { by } = caller;
  const admin = await db.maybeOne<{ is_superadmin: boolean }>(
    by.kind === 'session'
      ? sql`SELECT a.is_superadmin FROM admin_sessions s JOIN admins a ON a.id = s.admin_id
            WHERE s.id = ${by.session_id}::uuid AND s.expires_at > ${now} AND a.disabled_at IS NULL`
      : sql`SELECT a.is_superadmin FROM api_tokens t JOIN admins a ON a.id = t.admin_id
            WHERE t.id = ${by.token_id}::uuid AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > ${now})
              AND a.disabled_at IS NULL`,
  );
  return admin !== undefined && (await roleInClient(db, { ...caller, ...admin }, client_id)) !== null;
}
