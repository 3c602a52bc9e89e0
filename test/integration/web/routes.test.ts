import { z } from 'zod';
import { testApi } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { EstafetaError } from '../../../src/shared/errors.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { StaleEdit } from '../../../src/shared/refused-edit.js';
import { moment, route } from '../../../web/server/api/route.js';

const { database } = await testDatabase();
const logged: unknown[] = [];
const logger = Object.assign(Object.create(silentLogger) as typeof silentLogger, {
  error: (...parts: unknown[]) => void logged.push(parts),
});

const echo = route({
  method: 'POST',
  url: '/api/echo',
  role: 'signed_in',
  summary: 'Says it again',
  query: z.object({ times: z.coerce.number().int().max(3).default(1) }),
  body: z.object({ hours: z.object({ from: z.string().max(5, 'must be a time') }) }),
  response: z.object({ from: z.string(), at: moment }),
  // What a row has beside what is declared never leaves.
  handler: async ({ body }) => ({ from: body.hours.from, at: new Date('2026-11-23T10:00:00Z'), secret: 's' }),
});

const failures: Record<string, Error> = {
  'a fault': new Error('password of the database is hunter2'),
  'of-the-installation': new EstafetaError({ code: 'seal_broken', message: 'row 7', whatToDo: 'x' }),
  refused: new EstafetaError({ code: 'token_taken', message: 'Taken.', whatToDo: 'Another one.' }),
  stale: new StaleEdit({ what: 'the prompt', current: { v: 2 }, yours: { v: 1 } }),
  later: new Refusal('too_many', { code: 'busy', message: 'Busy.', whatToDo: 'Wait.', retryAfterSeconds: 7 }),
};
const failing = route({
  method: 'GET',
  url: '/api/fails',
  role: 'public',
  summary: 'Fails',
  query: z.object({ how: z.string() }),
  async handler({ query }) {
    throw failures[query.how] ?? new Error('unknown');
  },
});

const api = await testApi(database, { routes: [echo, failing], app: { logger } });

describe('what is sent', () => {
  it('is checked: each problem beside its field, unknown names too, and nothing runs', async () => {
    const anna = await api.admin();
    const fieldsOf = async (body: unknown, query = '') =>
      (await anna.send('POST', `/api/echo${query}`, body)).body<{ error: { fields: unknown } }>().error
        .fields;
    expect(await fieldsOf({ hours: { from: '09:00:00' } })).toEqual({ 'hours.from': 'must be a time' });
    expect(Object.keys((await fieldsOf({ hours: { from: '9' }, evil: 1 })) as object)).toEqual(['']);
    expect(Object.keys((await fieldsOf({ hours: { from: '9' } }, '?times=4')) as object)).toEqual(['times']);
    expect(Object.keys((await fieldsOf({})) as object)).toEqual(['hours']);
  });

  it('that is no JSON, or far too long, is refused in words', async () => {
    const anna = await api.admin();
    const headers = {
      ...{ cookie: `estafeta=${anna.secret}`, 'content-type': 'application/json' },
      'x-csrf-token': 'x',
    };
    const broken = await api.server.inject({ method: 'POST', url: '/api/echo', headers, payload: '{"a":' });
    expect([broken.statusCode, broken.json()]).toMatchObject([400, { error: { code: 'request_invalid' } }]);
    const long = { hours: { from: 'x'.repeat(2_000_000) } };
    expect((await anna.send('POST', '/api/echo', long)).status).toBe(413);
  });

  it('is answered with what was declared and nothing more', async () => {
    const anna = await api.admin();
    const answer = await anna.send('POST', '/api/echo?times=2', { hours: { from: '09:00' } });
    expect(answer.text).toBe('{"from":"09:00","at":"2026-11-23T10:00:00.000Z"}');
  });
});

describe('what goes wrong', () => {
  const fails = (how: string) => api.get(`/api/fails?how=${encodeURIComponent(how)}`);

  it('in the program is logged, and no word of it leaves', async () => {
    for (const how of ['a fault', 'of-the-installation']) {
      const answer = await fails(how);
      expect([answer.status, answer.body()]).toMatchObject([500, { error: { code: 'internal' } }]);
      expect(answer.text).not.toMatch(/hunter2|row 7/);
    }
    expect(logged).toHaveLength(2);
  });

  it('with what was asked for is told, with what to do', async () => {
    expect((await fails('refused')).body()).toEqual({
      error: { code: 'token_taken', message: 'Taken.', what_to_do: 'Another one.' },
    });
    const stale = await fails('stale');
    expect([stale.status, stale.body()]).toMatchObject([
      409,
      { error: { code: 'stale_edit', current: { v: 2 }, yours: { v: 1 } } },
    ]);
    const later = await fails('later');
    expect([later.status, later.headers['retry-after']]).toEqual([429, '7']);
  });
});

describe('a route', () => {
  const declare = (method: 'GET' | 'POST', url: `/api/${string}`, role: 'viewer' | 'signed_in') => () =>
    route({ method, url, role, summary: 'x', handler: async () => undefined });

  it("can't be declared so that it contradicts itself", () => {
    expect(declare('POST', '/api/clients/:client_id/x', 'viewer')).toThrow('no viewer may');
    expect(declare('GET', '/api/clients/:client_id/x', 'signed_in')).toThrow('its role is viewer');
    expect(declare('GET', '/api/x', 'viewer')).toThrow('is of no client');
  });
});
