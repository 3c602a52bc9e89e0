import { z } from 'zod';
import { linkSchema } from './members.js';
import { addressOf } from './own-address.js';
import { moment, route } from './route.js';
import { listAdmins, makeResetLink, setDisabled } from '../../../src/admins/accounts.js';
import { linkAddress } from '../../../src/admins/links.js';
import { clientRoles } from '../../../src/admins/roles.js';
import type { AdminId } from '../../../src/shared/ids.js';
import { Refusal } from '../../../src/shared/refusal.js';

export const admin = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    is_superadmin: z.boolean(),
    has_password: z.boolean(),
    has_totp: z.boolean(),
    disabled_at: moment.nullable(),
    last_seen_at: moment.nullable(),
    roles: z.array(z.object({ client: z.string(), role: z.enum(clientRoles) })),
  })
  .meta({ id: 'Admin' });

/** All admins, for those who run the installation. */
export const adminRoutes = [
  route({
    method: 'GET',
    url: '/api/admins',
    role: 'superadmin',
    summary: 'Everybody who may sign in',
    response: z.object({ items: z.array(admin) }),
    handler: async ({ app: { db } }) => ({ items: await listAdmins(db) }),
  }),
  route({
    method: 'POST',
    url: '/api/admins/:admin_id/reset',
    role: 'superadmin',
    summary: 'A link for an admin who has lost the password or the authenticator app',
    response: linkSchema,
    status: 201,
    async handler({ app, params, caller: { actor }, request }) {
      const given = { admin_id: params.admin_id as AdminId, actor, now: app.clock.now() };
      const { secret, expires_at } = await makeResetLink(app.db, given);
      return { link: linkAddress(addressOf(app, request), secret), expires_at };
    },
  }),
  route({
    method: 'PUT',
    url: '/api/admins/:admin_id/disabled',
    role: 'superadmin',
    summary: 'Let an admin in no more, or again',
    body: z.object({ disabled: z.boolean() }),
    async handler({ app: { db, clock }, params, body: { disabled }, caller }) {
      const admin_id = params.admin_id as AdminId;
      if (admin_id === caller.admin_id) throw notYourself();
      await setDisabled(db, { admin_id, disabled, actor: caller.actor, now: clock.now() });
    },
  }),
];

function notYourself(): Refusal {
  return new Refusal('conflict', {
    code: 'yourself',
    message: "You can't disable yourself.",
    whatToDo: 'Ask another one who runs the installation.',
  });
}
