import { z } from 'zod';
import { pageQuery, pageSchema } from './page-query.js';
import { moment, route } from './route.js';
import type { Caller } from '../../../src/admins/sessions.js';
import { addManager, listManagers, setManagerActive } from '../../../src/topics/edit-managers.js';
import { joinManager, partManager } from '../../../src/topics/join-managers.js';
import { inForm } from '../../../src/shared/field-problem.js';
import { idSchema } from '../../../src/shared/ids.js';
import type { AdminId, ManagerId } from '../../../src/shared/ids.js';

const url = '/api/clients/:client_id/managers';

const manager = z
  .object({
    id: z.uuid(),
    telegram_user_id: z.string().nullable().describe('Null: they answer from the panel alone'),
    name: z.string(),
    username: z.string().nullable(),
    admin_id: z
      .uuid()
      .nullable()
      .describe('The admin who is the same person; null: nobody, as far as is known'),
    admin_name: z.string().nullable().describe('Null also for an admin who has no role in the client'),
    is_active: z.boolean(),
    last_seen_at: moment,
    open_handovers: z.int(),
  })
  .meta({ id: 'Manager' });

const one = z.object({ id: idSchema<ManagerId>() });

/** Who answers in the managers' group. */
export const managerRoutes = [
  route({
    method: 'GET',
    url,
    role: 'viewer',
    summary: 'The managers by name, with how many open requests they have taken',
    query: z.object(pageQuery),
    response: pageSchema(manager),
    async handler({ app, params, query }) {
      return listManagers(app.db, params.client_id, query);
    },
  }),
  route({
    method: 'POST',
    url,
    role: 'admin',
    summary: 'Make somebody known before they act in the group',
    body: z.object({
      telegram_user_id: inForm(z.string(), /^[1-9]\d{2,15}$/, {
        reason: 'no_telegram_number',
        message: 'must be their number in Telegram',
      }),
      name: z.string().trim().min(1, 'must not be empty').max(200),
    }),
    response: manager,
    status: 201,
    async handler({ app, params, body, caller }) {
      return app.db.transaction((tx) => addManager(tx, { ...params, ...body, actor: caller.actor }));
    },
  }),
  route({
    method: 'PATCH',
    url: `${url}/:id`,
    role: 'admin',
    summary: 'Let a manager go, or take them back',
    params: one,
    body: z.object({ is_active: z.boolean() }),
    response: manager,
    async handler({ app, params, body, caller }) {
      const { actor } = caller;
      return app.db.transaction((tx) => setManagerActive(tx, { ...params, ...body, actor }));
    },
  }),
  route({
    method: 'PUT',
    url: `${url}/:id/admin/:admin_id`,
    role: 'admin',
    summary: 'Say that a manager of the group and an admin are one person, with all that either has done',
    params: one,
    response: manager,
    async handler({ app, params, caller }) {
      return joinManager(app, pairOf(params, caller));
    },
  }),
  route({
    method: 'DELETE',
    url: `${url}/:id/admin/:admin_id`,
    role: 'admin',
    summary: 'Part them again; what was done so far stays with the manager of the group',
    params: one,
    response: manager,
    async handler({ app, params, caller }) {
      return app.db.transaction((tx) => partManager(tx, pairOf(params, caller)));
    },
  }),
];

function pairOf<Params extends { admin_id: string }>(params: Params, by: Caller) {
  return { ...params, admin_id: params.admin_id as AdminId, by };
}
