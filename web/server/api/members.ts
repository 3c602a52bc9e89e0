import { z } from 'zod';
import { addressOf } from './own-address.js';
import { moment, route } from './route.js';
import { emailSchema } from './sign-in.js';
import { linkAddress } from '../../../src/admins/links.js';
import {
  invite,
  listInvitations,
  listMembers,
  setRole,
  takeInvitationBack,
} from '../../../src/admins/members.js';
import { clientRoles } from '../../../src/admins/roles.js';
import type { AdminId } from '../../../src/shared/ids.js';

const role = z.enum(clientRoles);

export const linkSchema = z
  .object({
    link: z.string().describe('To be given to that person alone; it is never shown again'),
    expires_at: moment,
  })
  .meta({ id: 'OneTimeLink' });

export const member = z
  .object({
    admin_id: z.uuid(),
    email: z.string(),
    name: z.string(),
    role,
    has_totp: z.boolean(),
    is_disabled: z.boolean(),
    last_seen_at: moment.nullable(),
  })
  .meta({ id: 'ClientAdmin' });

export const invitation = z
  .object({
    id: z.uuid(),
    email: z.string(),
    role,
    made_by: z.string(),
    created_at: moment,
    expires_at: moment,
  })
  .meta({ id: 'Invitation' });

/** Who has a role in a client. */
export const memberRoutes = [
  route({
    method: 'GET',
    url: '/api/clients/:client_id/admins',
    role: 'admin',
    summary: 'Who has a role in the client, and who is invited',
    response: z.object({ items: z.array(member), invitations: z.array(invitation) }),
    async handler({ app: { db, clock }, params: { client_id } }) {
      const invitations = await listInvitations(db, { client_id, now: clock.now() });
      return { items: await listMembers(db, client_id), invitations };
    },
  }),
  route({
    method: 'PUT',
    url: '/api/clients/:client_id/admins/:admin_id',
    role: 'owner',
    summary: 'Give an admin of the client another role',
    body: z.object({ role }),
    handler: async ({ app: { db, clock }, params, body, caller: { actor } }) =>
      setRole(db, { ...named(params), role: body.role, actor, now: clock.now() }),
  }),
  route({
    method: 'DELETE',
    url: '/api/clients/:client_id/admins/:admin_id',
    role: 'owner',
    summary: 'Take the role in the client from an admin',
    handler: async ({ app: { db, clock }, params, caller: { actor } }) =>
      setRole(db, { ...named(params), role: null, actor, now: clock.now() }),
  }),
  route({
    method: 'POST',
    url: '/api/clients/:client_id/admins/invitations',
    role: 'owner',
    summary: 'Invite somebody to the client',
    body: z.object({ email: emailSchema, role }),
    response: linkSchema.extend({ id: z.uuid() }),
    status: 201,
    async handler({ app, params: { client_id }, body, caller: { actor }, request }) {
      const now = app.clock.now();
      const { id, secret, expires_at } = await invite(app.db, { client_id, actor, now, ...body });
      return { id, link: linkAddress(addressOf(app, request), secret), expires_at };
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/clients/:client_id/admins/invitations/:invitation_id',
    role: 'owner',
    summary: 'Take an invitation back',
    handler: async ({ app: { db }, params: { client_id, invitation_id }, caller: { actor } }) =>
      takeInvitationBack(db, { client_id, actor, id: invitation_id }),
  }),
];

function named<Params extends { admin_id: string }>({ admin_id, ...rest }: Params) {
  return { ...rest, admin_id: admin_id as AdminId };
}
