import { z } from 'zod';
import { moment, route } from './route.js';
import { modelPurposes } from '../../../src/assistant/model.js';
import { handoverReasons } from '../../../src/handovers/handover-types.js';
import { csvFractions, toCsv } from '../../../src/reports/csv.js';
import { marts, readMart } from '../../../src/reports/marts.js';
import type { MartName } from '../../../src/reports/marts.js';
import { readManagerPerformance } from '../../../src/reports/manager-performance.js';
import { readModelUsage } from '../../../src/reports/model-usage.js';
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

const sum = {
  ...{ calls: count, failed_calls: count, tokens_in: count, tokens_out: count },
  cost_usd: z.number().nullable().describe('Of the calls whose price is known'),
  unpriced_calls: count,
};

export const modelUsageShape = z
  .object({
    days: z.array(z.object({ day: z.string(), ...sum })),
    uses: z.array(
      z.object({
        purpose: z.enum(modelPurposes),
        model: z.string(),
        prompt_version: count.nullable(),
        conversations: count,
        average_latency_ms: z.number(),
        ...sum,
      }),
    ),
    budget: z.object({ daily_token_limit: count.describe('0 = none'), tokens_today: count }),
  })
  .meta({ id: 'ModelUsage' });

const seconds = z.number().nullable();

export const managerPerformance = z
  .object({
    manager_id: z.uuid().nullable(),
    manager: z.string().nullable().describe('Null: nobody took them'),
    ...{ requests: count, resolved: count, returned_to_bot: count, timed_out: count },
    average_seconds_to_take: seconds,
    average_seconds_to_answer: seconds,
    average_seconds_to_resolve: seconds,
    ratings: count,
    average_rating: z.number().nullable(),
  })
  .meta({ id: 'ManagerPerformance' });

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
    url: '/api/clients/:client_id/model-usage',
    role: 'viewer',
    summary:
      'What models were asked: by days, by purpose and prompt version, and today’s tokens against the limit',
    query: asked,
    response: modelUsageShape,
    handler: async ({ app: { db, clock }, params: { client_id }, query }) =>
      readModelUsage(db, { client_id, period: periodIn(query), now: clock.now() }),
  }),
  route({
    method: 'GET',
    url: '/api/clients/:client_id/manager-performance',
    role: 'viewer',
    summary: 'What became of each manager’s requests of a period',
    query: asked,
    response: z.object({ items: z.array(managerPerformance) }),
    handler: async ({ app: { db }, params: { client_id }, query }) => ({
      items: await readManagerPerformance(db, { client_id, period: periodIn(query) }),
    }),
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
    query: asked.extend({
      fractions: z
        .enum(csvFractions)
        .default('point')
        .describe(
          'How numbers are written where the file is opened: `comma` (1,5) parts columns at semicolons',
        ),
    }),
    produces: 'text/csv',
    async handler({ app: { db }, params: { client_id, report: mart }, query, reply }) {
      const rows = await readMart(db, { client_id, mart, period: periodIn(query) });
      return reply
        .header('content-disposition', `attachment; filename="${mart}.csv"`)
        .type('text/csv; charset=utf-8')
        .send(toCsv(marts[mart].columns, rows, query.fractions));
    },
  }),
];
