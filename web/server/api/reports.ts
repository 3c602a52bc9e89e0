import { z } from 'zod';
import { moment, route } from './route.js';
import { handoverReasons } from '../../../src/handovers/handover-types.js';
import { toCsv } from '../../../src/reports/csv.js';
import { marts, readMart } from '../../../src/reports/marts.js';
import type { MartName } from '../../../src/reports/marts.js';
import { overview } from '../../../src/reports/overview.js';
import { periodFields, periodIn } from '../../../src/reports/period.js';

const spread = z.object({ median_seconds: z.number().nullable(), p90_seconds: z.number().nullable() });
const count = z.number().int();

const overviewShape = z
  .object({
    now: z.object({ pending: count, active: count, waiting_since: moment.nullable() }),
    handovers: z.object({
      ...{ opened: count, resolved: count, returned_to_bot: count, timed_out: count },
      first_response: spread,
      resolution: spread,
      reasons: z.array(z.object({ reason: z.enum(handoverReasons), count })),
    }),
    ratings: z.object({
      average: z.number().nullable(),
      stars: z.object({ 1: count, 2: count, 3: count, 4: count, 5: count }),
    }),
    conversations: z.object({ begun: count, by_bot_alone: count }),
    messages: z.object({
      step: z.enum(['hour', 'day']),
      points: z.array(z.object({ at: moment, received: z.number(), sent: z.number() })),
    }),
    model: z.object({ calls: count, failed_calls: count, tokens: count, cost_usd: z.number().nullable() }),
  })
  .meta({ id: 'Overview' });

const martName = z.object({ report: z.enum(Object.keys(marts) as [MartName, ...MartName[]]) });
const cell = z.union([z.string(), z.number(), z.boolean(), moment, z.null()]);
const asked = z.object(periodFields);

/** How a client's service goes. */
export const reportRoutes = [
  route({
    method: 'GET',
    url: '/api/clients/:client_id/overview',
    role: 'viewer',
    summary: 'How the service goes: now, and over a period',
    query: asked,
    response: overviewShape,
    handler: async ({ app: { db }, params: { client_id }, query }) =>
      overview(db, { client_id, period: periodIn(query) }),
  }),
  route({
    method: 'GET',
    url: '/api/clients/:client_id/reports/:report',
    role: 'viewer',
    summary: 'A report by days: use of the model, requests by manager, reminders',
    params: martName,
    query: asked,
    response: z.object({ columns: z.array(z.string()), items: z.array(z.record(z.string(), cell)) }),
    handler: async ({ app: { db }, params: { client_id, report: mart }, query }) => ({
      columns: [...marts[mart].columns],
      items: await readMart(db, { client_id, mart, period: periodIn(query) }),
    }),
  }),
  route({
    method: 'GET',
    url: '/api/clients/:client_id/reports/:report/csv',
    role: 'viewer',
    summary: 'The same report as a table for a spreadsheet',
    params: martName,
    query: asked,
    produces: 'text/csv',
    async handler({ app: { db }, params: { client_id, report: mart }, query, reply }) {
      const rows = await readMart(db, { client_id, mart, period: periodIn(query) });
      return reply
        .header('content-disposition', `attachment; filename="${mart}.csv"`)
        .type('text/csv; charset=utf-8')
        .send(toCsv(marts[mart].columns, rows));
    },
  }),
];
