import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';

/** A connection that does not work, and why. */
export type BrokenConnection = { client: string; platform: string; name: string; problem: string | null };

/** Connections in error, over all clients, the latest first; asked for whenever somebody looks whether the program is well. */
export async function brokenConnections(db: Queryable): Promise<BrokenConnection[]> {
  return db.query<BrokenConnection>(sql`
    SELECT c.slug AS client, i.platform_id AS platform, i.name, i.status_message AS problem
    FROM integrations i JOIN clients c ON c.id = i.client_id
    WHERE i.status = 'error' ORDER BY i.updated_at DESC LIMIT 100`);
}
