import type { AuditEvent } from './generated/api-types.js';
import { ask } from './request.js';
import type { Page } from './routes.js';

export type AuditLine = AuditEvent;

/** Who changed what, the newest first; without a client, in the installation. */
export async function listAudit(
  client_id: string | null,
  asked: { actor: string; subject: string; after: string | undefined; signal: AbortSignal },
): Promise<Page<AuditLine>> {
  const { signal, ...narrowed } = asked;
  const query = { ...narrowed, limit: 30 };
  if (client_id === null) return ask('GET', '/api/audit', { query, signal });
  return ask('GET', '/api/clients/{client_id}/audit', { path: { client_id }, query, signal });
}
