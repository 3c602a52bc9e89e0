import { z } from 'zod';
import { pageQuery, pageSchema } from './page-query.js';
import { moment, route } from './route.js';
import { listAudit } from '../../../src/audit/list-audit.js';

export const auditLine = z
  .object({
    id: z.number().int(),
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    before: z.unknown().describe('How it stood; null where there was nothing'),
    after: z.unknown().describe('How it stood then; null where there was nothing any more'),
    created_at: moment,
  })
  .meta({ id: 'AuditEvent' });

const asked = z.object({
  ...pageQuery,
  actor: z.string().trim().max(254).optional().describe('A part of who did it'),
  subject: z.string().trim().max(254).optional().describe('A part of what it was done to'),
});

/** Who changed what. */
export const auditRoutes = [
  route({
    method: 'GET',
    url: '/api/clients/:client_id/audit',
    role: 'admin',
    summary: 'Who changed what in the client, the newest first',
    query: asked,
    response: pageSchema(auditLine),
    handler: async ({ app: { db }, params: { client_id }, query }) => listAudit(db, { client_id, ...query }),
  }),
  route({
    method: 'GET',
    url: '/api/audit',
    role: 'superadmin',
    summary: 'Who changed what concerns no client, the newest first',
    query: asked,
    response: pageSchema(auditLine),
    handler: async ({ app: { db }, query }) => listAudit(db, { client_id: null, ...query }),
  }),
];
