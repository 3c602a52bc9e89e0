import { z } from 'zod';
import { pageQuery, pageSchema } from './page-query.js';
import { moment, route } from './route.js';
import { addManager, listManagers, setManagerActive } from '../../../src/topics/edit-managers.js';
import { idSchema } from '../../../src/shared/ids.js';
import type { ManagerId } from '../../../src/shared/ids.js';

const url = '/api/clients/:client_id/managers';

const manager = z
  .object({
    id: z.uuid(),
    telegram_user_id: z.string().nullable().describe('Null: they answer from the panel alone'),
    name: z.string(),
    username: z.string().nullable(),
    is_active: z.boolean(),
    last_seen_at: moment,
    open_handovers: z.int(),
  })
  .meta({ id: 'Manager' });

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
      telegram_user_id: z.string().regex(/^[1-9]\d{2,15}$/, 'must be their number in Telegram'),
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
    params: z.object({ id: idSchema<ManagerId>() }),
    body: z.object({ is_active: z.boolean() }),
    response: manager,
    async handler({ app, params, body, caller }) {
      const { actor } = caller;
      return app.db.transaction((tx) => setManagerActive(tx, { ...params, ...body, actor }));
    },
  }),
];
