import type { z } from 'zod';
import type { Json } from './json.js';
import { withQuery } from './query.js';
import { request } from './request.js';
import type { Page } from '../../../src/shared/paging.js';
import type { auditLine } from '../../server/api/audit.js';

export type AuditLine = Json<z.infer<typeof auditLine>>;

/** Who changed what, the newest first; without a client, in the installation. */
export async function listAudit(
  client_id: string | null,
  asked: { actor: string; subject: string; after: string | undefined; signal: AbortSignal },
): Promise<Page<AuditLine>> {
  const { signal, ...query } = asked;
  const path = client_id === null ? '/api/audit' : `/api/clients/${client_id}/audit`;
  return (await request('GET', withQuery(path, { ...query, limit: 30 }), { signal })) as Page<AuditLine>;
}
