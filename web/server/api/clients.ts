import { z } from 'zod';
import { route } from './route.js';
import { setClientStatus } from '../../../src/clients/client-status.js';
import { newClient, openClient } from '../../../src/clients/open-client.js';
import { readSetup, setupStates, setupSteps, showSetup } from '../../../src/clients/setup-steps.js';
import type { ClientId } from '../../../src/shared/ids.js';

const stepNames = Object.keys(setupSteps) as (keyof typeof setupSteps)[];
const reasons = [...new Set(Object.values(setupSteps).flat())];

export const setup = z
  .object({
    is_open: z.boolean().describe('The list is the first thing the client’s admins are shown'),
    steps: z.array(
      z.object({
        name: z.enum(stepNames),
        state: z.enum(setupStates).describe('`optional`: it works without'),
        reason: z.enum(reasons).describe('Why it stands so'),
      }),
    ),
  })
  .meta({ id: 'Setup' });

/** Making clients, suspending them, and how far their set-up is. */
export const clientRoutes = [
  route({
    method: 'POST',
    url: '/api/clients',
    role: 'superadmin',
    summary: 'Make a client',
    body: newClient,
    response: z.object({ id: z.uuid(), slug: z.string() }),
    status: 201,
    async handler({ app, body, caller: { actor } }) {
      return app.db.transaction((tx) => openClient(tx, { ...body, actor }));
    },
  }),
  route({
    method: 'PUT',
    url: '/api/client-status/:id',
    role: 'superadmin',
    summary: 'Suspend a client: users are heard and nobody answers by itself; or take it up again',
    body: z.object({ status: z.enum(['active', 'suspended']) }),
    async handler({ app: { db, clock }, params, body: { status }, caller: { actor } }) {
      const client_id = params.id as ClientId;
      await db.transaction((tx) => setClientStatus(tx, { client_id, status, actor, now: clock.now() }));
    },
  }),
  route({
    method: 'GET',
    url: '/api/clients/:client_id/setup',
    role: 'viewer',
    summary: 'How far the client’s set-up is',
    response: setup,
    handler: async ({ app, params: { client_id } }) => readSetup(app.db, client_id),
  }),
  route({
    method: 'PUT',
    url: '/api/clients/:client_id/setup',
    role: 'admin',
    summary: 'Put the list of the set-up away, or show it again',
    body: z.object({ is_open: z.boolean() }),
    async handler({ app, params: { client_id }, body: { is_open }, caller: { actor } }) {
      await app.db.transaction((tx) => showSetup(tx, { client_id, is_open, actor }));
    },
  }),
];
