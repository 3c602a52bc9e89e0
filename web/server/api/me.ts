import { z } from 'zod';
import { route } from './route.js';
import { clientRoles } from '../../../src/admins/roles.js';
import { clientsOf } from '../../../src/admins/access.js';

export const accessibleClient = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    status: z.string(),
    language: z.string(),
    timezone: z.string(),
    is_being_set_up: z.boolean().describe('The list of its set-up is shown first: `GET …/setup`'),
    role: z.enum(clientRoles).describe('What you may do there'),
  })
  .meta({ id: 'AccessibleClient' });

export const meSchema = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    is_superadmin: z.boolean(),
    csrf_token: z
      .string()
      .nullable()
      .describe('To be sent as `x-csrf-token` with every request that is not a GET; null for a token'),
  })
  .meta({ id: 'Me' });

/** Who asks, and where they may go. */
export const meRoutes = [
  route({
    method: 'GET',
    url: '/api/me',
    role: 'signed_in',
    summary: 'Who you are',
    response: meSchema,
    async handler({ caller }) {
      const { admin_id: id, email, name, is_superadmin, by } = caller;
      return { id, email, name, is_superadmin, csrf_token: by.kind === 'session' ? by.csrf_token : null };
    },
  }),
  route({
    method: 'GET',
    url: '/api/clients',
    role: 'signed_in',
    summary: 'The clients you have a role in',
    response: z.object({ items: z.array(accessibleClient) }),
    async handler({ app, caller }) {
      return { items: await clientsOf(app.db, caller) };
    },
  }),
];
