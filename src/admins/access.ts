import type { ClientRole } from './roles.js';
import { lesserRole } from './roles.js';
import type { Caller } from './sessions.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';

/** A client as those who may see it find it in a list. */
export type AccessibleClient = {
  id: ClientId;
  slug: string;
  name: string;
  status: string;
  language: string;
  timezone: string;
  /** It was made in the panel, and the list of what is still to be done has not been put away. */
  is_being_set_up: boolean;
  role: ClientRole;
};

/**
 * What somebody may do in a client. A superadmin is an owner everywhere; a token never does more than an admin, whoever
 * made it.
 *
 * @returns null when they have nothing to do with it, or it doesn't exist
 */
export async function roleInClient(
  db: Queryable,
  caller: Caller,
  client_id: ClientId,
): Promise<ClientRole | null> {
  if (caller.by.kind === 'token' && caller.by.client_id !== client_id) return null;
  const row = await db.maybeOne<{ role: ClientRole | null }>(sql`
    SELECT CASE WHEN ${caller.is_superadmin} THEN 'owner' ELSE r.role END AS role
    FROM clients c LEFT JOIN admin_roles r ON r.client_id = c.id AND r.admin_id = ${caller.admin_id}
    WHERE c.id = ${client_id}`);
  const role = row?.role ?? null;
  return role !== null && caller.by.kind === 'token' ? lesserRole(role, 'admin') : role;
}

/** The clients somebody has a role in, by name; a token's one. */
export async function clientsOf(db: Queryable, caller: Caller): Promise<AccessibleClient[]> {
  const only = caller.by.kind === 'token' ? caller.by.client_id : null;
  return db.query<AccessibleClient>(sql`
    SELECT c.id, c.slug, c.name, c.status, c.language, c.timezone,
      coalesce(c.config->>'setup' = 'open', false) AS is_being_set_up,
      CASE WHEN ${only}::uuid IS NOT NULL AND (${caller.is_superadmin} OR r.role = 'owner') THEN 'admin'
        WHEN ${caller.is_superadmin} THEN 'owner' ELSE r.role END AS role
    FROM clients c LEFT JOIN admin_roles r ON r.client_id = c.id AND r.admin_id = ${caller.admin_id}
    WHERE (${caller.is_superadmin} OR r.role IS NOT NULL) AND (${only}::uuid IS NULL OR c.id = ${only}::uuid)
    ORDER BY c.name, c.id`);
}
