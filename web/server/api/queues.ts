import { z } from 'zod';
import { pageQuery, pageSchema } from './page-query.js';
import { moment, route } from './route.js';
import { failedKindNames } from '../../../src/failed-work/failed-kinds.js';
import { decideFailedWork, listFailedWork } from '../../../src/failed-work/failed-work.js';
import { readQueues } from '../../../src/failed-work/read-queues.js';

const count = z.int();

export const queuesShape = z
  .object({
    backend: z.enum(['postgresql', 'redis']),
    problem: z.string().nullable().describe('Why the queue does not answer; null: it does'),
    queues: z.array(
      z.object({
        name: z.string().describe('`workers`, or the queue of one process of bots'),
        waiting: count,
        active: count,
        oldest_at: moment.nullable(),
      }),
    ),
    due: z
      .array(z.object({ kind: z.string(), count, oldest_seconds: z.number() }))
      .describe('What is due by the database, of every kind'),
    failed: z
      .object({ updates: count, messages: count, posts: count })
      .describe('10000 stands for more, too'),
  })
  .meta({ id: 'Queues' });

export const failedWork = z
  .object({
    id: z.uuid(),
    created_at: moment,
    client: z.string().nullable(),
    client_name: z.string().nullable(),
    connection: z.string().nullable(),
    what: z.string().nullable(),
    reason: z.string().describe('Why it failed, without what people wrote'),
    is_asked: z.boolean().describe('Retrying was asked for and has not been done yet'),
    is_connected: z.boolean(),
    conversation_id: z.uuid().nullable(),
    alike: count.describe('How many failed of the same client for the same reason'),
  })
  .meta({ id: 'FailedWork' });

const kind = z.object({ kind: z.enum(failedKindNames) });
const decision = z.object({ decision: z.enum(['retry', 'discard']) });

/** What waits and what was given up, for those who run the installation. */
export const queueRoutes = [
  route({
    method: 'GET',
    url: '/api/queues',
    role: 'superadmin',
    summary: 'How the queues stand, what is due, and how much was given up',
    response: queuesShape,
    handler: async ({ app: { db, queues, clock } }) => readQueues({ db, queues, now: clock.now() }),
  }),
  route({
    method: 'GET',
    url: '/api/queues/failed/:kind',
    role: 'superadmin',
    summary: 'What was given up: updates not handled, messages and posts not sent; the newest first',
    params: kind,
    query: z.object(pageQuery),
    response: pageSchema(failedWork),
    handler: async ({ app: { db }, params, query }) => listFailedWork(db, { ...params, ...query }),
  }),
  route({
    method: 'POST',
    url: '/api/queues/failed/:kind/:id/:decision',
    role: 'superadmin',
    summary: 'Have it tried once more, or give it up for good',
    params: z.object({ ...kind.shape, ...decision.shape }),
    body: z.object({
      alike: z
        .boolean()
        .default(false)
        .describe('Also all that failed of the same client for the same reason, a thousand at once'),
    }),
    response: z.object({ count }),
    async handler({ app: { db, clock }, params, body, caller: { actor } }) {
      const work = { ...params, ...body, actor, now: clock.now() };
      return { count: await db.transaction((tx) => decideFailedWork(tx, work)) };
    },
  }),
];
