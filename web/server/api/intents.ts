import { z } from 'zod';
import { moment, route } from './route.js';
import { untilGone } from './until-gone.js';
import { handoverReasons } from '../../../src/handovers/handover-types.js';
import { addIntent, changeIntent, listIntents, removeIntent } from '../../../src/intents/edit-intents.js';
import { tryMessage } from '../../../src/intents/try-intents.js';
import { idSchema } from '../../../src/shared/ids.js';
import type { IntentId } from '../../../src/shared/ids.js';

const url = '/api/clients/:client_id/intents';
const intentId = z.object({ id: idSchema<IntentId>() });
const action = z.enum(['answer', 'reply', 'handover', 'ignore']);
const revision = z
  .string()
  .describe('Of the intent as it was opened: a change is refused when somebody saved meanwhile');

const openedIntent = z
  .object({
    id: z.uuid(),
    name: z.string(),
    action,
    reply: z.string().nullable(),
    description: z.string().nullable(),
    examples: z.array(z.string()),
    position: z.int(),
    updated_at: moment,
    revision,
  })
  .meta({ id: 'Intent' });

/** The rules for the fields are those of a client file: the use case checks them. */
const given = z.object({
  name: z.string(),
  action,
  reply: z.string().optional().describe('Needed with the action reply'),
  description: z.string().optional(),
  examples: z.array(z.string()).default([]),
});

const triedMessage = z.object({
  by: z
    .enum(['words', 'model', 'offline'])
    .describe('Who told: plain words, the model, the offline classifier'),
  intent: z.string().nullable(),
  confidence: z.number().nullable(),
  action: z.enum(['ignore', 'answer', 'reply', 'notice', 'handover']),
  text: z.string().nullable().describe('What would be said'),
  notice: z.string().nullable(),
  reason: z.enum(handoverReasons).nullable().describe('Why a person would be called'),
});

/** What users may want, with examples; and a box to try a message in. */
export const intentRoutes = [
  route({
    method: 'GET',
    url,
    role: 'viewer',
    summary: 'The intents in their order',
    response: z.object({ items: z.array(openedIntent) }),
    async handler({ app, params }) {
      return { items: await listIntents(app.db, params.client_id) };
    },
  }),
  route({
    method: 'POST',
    url,
    role: 'admin',
    summary: 'Add an intent',
    body: given,
    response: openedIntent,
    status: 201,
    async handler({ app, params, body, caller }) {
      const by = { ...params, actor: caller.actor };
      return app.db.transaction((tx) => addIntent(tx, { ...by, given: body }));
    },
  }),
  route({
    method: 'PUT',
    url: `${url}/:id`,
    role: 'admin',
    summary: 'Change an intent as a whole',
    params: intentId,
    body: given.extend({ revision }),
    response: openedIntent,
    async handler({ app, params, body, caller }) {
      const { revision: seen, ...intent } = body;
      const by = { ...params, actor: caller.actor };
      return app.db.transaction((tx) => changeIntent(tx, { ...by, given: intent, revision: seen }));
    },
  }),
  route({
    method: 'DELETE',
    url: `${url}/:id`,
    role: 'admin',
    summary: 'Take an intent away',
    params: intentId,
    query: z.object({ revision }),
    async handler({ app, params, query, caller }) {
      await app.db.transaction((tx) => removeIntent(tx, { ...params, ...query, actor: caller.actor }));
    },
  }),
  route({
    method: 'POST',
    url: `${url}/try`,
    role: 'admin',
    summary: 'What the assistant would do about a message; nothing is stored or sent',
    body: z.object({ text: z.string().trim().min(1, 'must not be empty').max(4_000) }),
    response: triedMessage,
    async handler({ app, params, body, reply }) {
      return tryMessage(app, { ...params, ...body }, untilGone(reply));
    },
  }),
];
