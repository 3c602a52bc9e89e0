import { Validator } from '@seriousme/openapi-schema-validator';
import { testApi } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { apiRoutes } from '../../../web/server/api/api-routes.js';

const { database } = await testDatabase();
const api = await testApi(database);

type Operation = {
  operationId: string;
  summary: string;
  parameters: { name: string }[];
  responses: Record<string, unknown>;
};
type Document = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
};

const text = (await api.get('/api/docs/openapi.json')).text;
const document = JSON.parse(text) as Document;
const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

describe('the description of the API', () => {
  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(JSON.parse(text) as Record<string, unknown>);
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(document.openapi).toBe('3.1.0');
  });

  it('has every route, each with a name of its own, a summary and what comes when it is refused', () => {
    expect(operations).toHaveLength(apiRoutes.length);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(apiRoutes.length);
    for (const { summary, responses } of operations) {
      expect(summary).toMatch(/^\S.+\S$/);
      expect(responses).toHaveProperty('default');
    }
  });

  it('refers only to shapes that it has', () => {
    const named = Object.keys(document.components.schemas);
    const wanted = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(wanted.filter((name) => !named.includes(name ?? ''))).toEqual([]);
    expect(text).not.toContain('#/$defs/');
  });

  it('says what each named shape is, and not only its name', () => {
    for (const [name, shape] of Object.entries(document.components.schemas))
      expect([name, Object.keys(shape as object)]).not.toEqual([name, ['$ref']]);
  });

  it('stands on a page too, which runs nothing and loads only its style', async () => {
    const page = await api.get('/api/docs');
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'; style-src 'self'");
    expect(page.text).not.toMatch(/<script|style="|onclick/);
    for (const { url } of apiRoutes) expect(page.text).toContain(url);
  });
});
