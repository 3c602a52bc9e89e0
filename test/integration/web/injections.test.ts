import type { z } from 'zod';
import { testApi } from '../../support/api.js';
import type { Answer } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { addressOf, bodyOf, describedApi, ordinary } from '../../support/described-api.js';
import type { Operation } from '../../support/described-api.js';
import { openShop } from '../../support/shop.js';
import { offlineAssistant } from '../../support/turns.js';
import { systemClock } from '../../../src/shared/clock.js';
import { raw, sql } from '../../../src/shared/database.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { apiRoutes } from '../../../web/server/api/api-routes.js';
import type { Method } from '../../../web/server/api/route.js';

// SQL in whatever a caller may fill, at every address of the description.
const { database } = await testDatabase();
const faults: unknown[] = [];
const logger = Object.assign(Object.create(silentLogger) as typeof silentLogger, {
  error: (...parts: unknown[]) => void faults.push(parts),
});
const shop = await openShop(database, systemClock);
const { conversation_id } = await shop.write('Здравствуйте!');
const api = await testApi(database, { app: { logger, assistant: offlineAssistant(shop) } });
const root = await api.admin({ is_superadmin: true });
const { operations, schemas } = await describedApi(api);

/** SQL that would tell of itself: an error, a delay, a table that is gone, a row too many. */
const injections = [
  "' OR '1'='1",
  "'; DROP TABLE messages; --",
  "x') UNION SELECT password_hash FROM admins --",
  '1; SELECT pg_sleep(5)',
  "\\'; SELECT 1/0; --",
  '%27%20OR%201=1--',
  '$$||(SELECT current_user)||$$',
  '{"$ne":null}',
  "\u0000' OR true --",
];

function send({ method, path }: Operation, url: string, body?: unknown): Promise<Answer> {
  if (method === 'GET') return root.get(url);
  // What would end the session of whoever tries is tried by nobody.
  const ends = /sign-out|sessions|disabled|password|totp|recovery/.test(path);
  return (ends ? api : root).send(method as Method, url, body ?? {});
}

/** Everything of the installation that an attack may want, counted. */
async function countsOfEverything(): Promise<unknown> {
  const tables = ['admins', 'messages', 'users', 'conversations', 'clients', 'prompts', 'api_tokens'];
  return Promise.all(
    tables.map((name) => database.one(sql`SELECT ${name} AS name, count(*) FROM ${raw(`"${name}"`)}`)),
  );
}

function expectRefused(what: string, { status, text }: Answer): void {
  expect(`${what}: ${status}`).toMatch(/: (2\d\d|3\d\d|4\d\d)$/);
  expect(text).not.toMatch(/\$argon2|syntax error|relation "|column "/);
}

describe('SQL in what is sent', () => {
  it('there are addresses to try', () => {
    expect(operations.length).toBeGreaterThan(50);
    expect(
      operations.filter(({ parameters }) => parameters.some((one) => one.in === 'query')).length,
    ).toBeGreaterThan(5);
  });

  it.each(injections)(
    '%j in every parameter of every address changes nothing and fails nowhere',
    async (injection) => {
      const before = await countsOfEverything();
      for (const operation of operations)
        for (const tried of operation.parameters.filter(({ name }) => name !== 'client_id')) {
          const url = addressOf(operation, shop.client_id, (schema, name) =>
            name === tried.name ? injection : ordinary(schema),
          );
          expectRefused(`${operation.operationId} ${tried.name}`, await send(operation, url));
        }
      expect(faults).toEqual([]);
      expect(await countsOfEverything()).toEqual(before);
    },
  );

  it('as the client of the address finds none', async () => {
    for (const operation of operations.filter(({ path }) => path.includes('{client_id}')))
      for (const injection of injections) {
        const url = addressOf(operation, shop.client_id, ordinary).replace(
          shop.client_id,
          encodeURIComponent(injection),
        );
        expect([operation.operationId, (await send(operation, url)).status]).toEqual([
          operation.operationId,
          404,
        ]);
      }
  });

  it('in a search, a filter and the place a page goes on from finds nothing', async () => {
    const of = `/api/clients/${shop.client_id}`;
    for (const injection of injections) {
      const q = encodeURIComponent(injection);
      for (const url of [`${of}/messages?words=${q}`, `${of}/conversations?user=${q}`]) {
        const { status, text } = await root.get(url);
        if (status === 200) expect(JSON.parse(text)).toMatchObject({ items: [] });
        else expect(status).toBe(400);
      }
      expect((await root.get(`${of}/conversations?after=${q}`)).status).toBe(400);
    }
    const forged = Buffer.from(JSON.stringify(["2026-11-22' OR true--", conversation_id])).toString(
      'base64url',
    );
    expect((await root.get(`${of}/conversations?after=${forged}`)).status).toBe(400);
  });

  it('in every text of every body is kept as it is, or refused', async () => {
    const before = await database.one(sql`SELECT count(*) FROM admins`);
    for (const operation of operations.filter(({ requestBody }) => requestBody)) {
      const schema = operation.requestBody?.content['application/json']?.schema ?? {};
      for (const injection of injections.slice(0, 4)) {
        const url = addressOf(operation, shop.client_id, ordinary);
        expectRefused(operation.operationId, await send(operation, url, bodyOf(schema, injection, schemas)));
      }
    }
    expect(faults).toEqual([]);
    expect(await database.one(sql`SELECT count(*) FROM admins`)).toEqual(before);
  });
});

it('every parameter in a path is checked by a shape of its own: an id, a word of a list, never any text', () => {
  for (const { url, params } of apiRoutes)
    for (const [name, schema] of Object.entries(params.shape))
      expect(`${url} ${name} ${(schema as z.ZodType).safeParse("x' OR 1=1--").success}`).toBe(
        `${url} ${name} false`,
      );
});
