import { z } from 'zod';
import { errorSchema } from './errors.js';
import { parameterNames } from './route.js';
import type { Route } from './route.js';

type Json = Record<string, unknown>;
/** What is known of an operation without looking. */
type Operation = Json & { tags: string[] };
/** An OpenAPI document. */
type Description = Json & { openapi: string; paths: Record<string, Record<string, Operation>> };

/** Shapes that have a name, described once. */
type Named = Map<string, Json>;

/**
 * Describes routes for people and for programs that make clients.
 *
 * @returns an OpenAPI 3.1 document
 */
export function describeRoutes(routes: readonly Route[]): Description {
  const named: Named = new Map();
  const error = { description: 'Refused', content: jsonContent(schemaOf(errorSchema, 'output', named)) };
  const paths: Description['paths'] = {};
  for (const route of routes) {
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, named) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Estafeta',
      version: '1',
      description:
        'Everything the web panel does. Programs send `Authorization: Bearer <token>`; a browser that has signed in sends ' +
        'its cookie, and `x-csrf-token` with everything but GET.',
    },
    tags: [...new Set(routes.map(({ area }) => area))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(named),
      responses: { Error: error },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'estafeta' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function operationOf(route: Route, named: Named): Operation {
  const { method, summary, area, access, status, body, form } = route;
  return {
    operationId: operationId(route),
    ...{ summary, tags: [area], 'x-role': access },
    security: access === 'public' ? [] : [{ session: [] }, { token: [] }],
    parameters: [...pathParameters(route, named), ...queryParameters(route, named)],
    ...(body
      ? {
          requestBody: {
            required: method !== 'DELETE' || !body.safeParse({}).success,
            content: jsonContent(schemaOf(body, 'input', named)),
          },
        }
      : {}),
    ...(form
      ? { requestBody: { required: true, content: formContent(schemaOf(form, 'input', named)) } }
      : {}),
    responses: { [status]: success(route, named), default: { $ref: '#/components/responses/Error' } },
  };
}

function success({ response, produces, status }: Route, named: Named): Json {
  const description = status === 204 ? 'Done' : 'What was asked for';
  if (response) return { description, content: jsonContent(schemaOf(response, 'output', named)) };
  return status === 204 ? { description } : { description, content: { [produces]: {} } };
}

/** `PUT /api/clients/:client_id/admins/:admin_id` is `putClientsByClientIdAdminsByAdminId`. */
function operationId({ method, url }: Route): string {
  const words = url
    .slice('/api/'.length)
    .replaceAll(':', 'by-')
    .split(/[^a-z0-9]+/i);
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function pathParameters({ url, params }: Route, named: Named): Json[] {
  return parameterNames(url).map((name) => ({
    ...{ name, in: 'path', required: true },
    schema: schemaOf(params.shape[name] as z.ZodType, 'input', named),
  }));
}

function queryParameters({ query }: Route, named: Named): Json[] {
  return Object.entries(query?.shape ?? {}).map(([name, one]) => {
    const schema = one as z.ZodType;
    return {
      ...{ name, in: 'query', required: !schema.safeParse(undefined).success },
      schema: schemaOf(schema, 'input', named),
    };
  });
}

function jsonContent(schema: Json): Json {
  return { 'application/json': { schema } };
}

function formContent({ properties, required, ...rest }: Json): Json {
  const file = { type: 'string', format: 'binary', description: 'The last part' };
  const schema = {
    ...rest,
    properties: { ...(properties as Json), file },
    required: [...((required as string[] | undefined) ?? []), 'file'],
  };
  return { 'multipart/form-data': { schema } };
}

/** A shape as JSON schema; parts with a name are put among the named ones and referred to. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', named: Named): Json {
  const { $defs, ...whole } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'date')
        Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    },
  }) as Json & { $defs?: Record<string, Json> };
  // Said once, by the document's own version.
  delete whole['$schema'];
  // A shape with a name stands among these itself, and the whole refers to it.
  for (const [name, part] of Object.entries($defs ?? {})) named.set(name, referring(part));
  return referring(whole);
}

/** The same shape, referring to named ones where this document has them; the name itself is no part of a shape. */
function referring(part: Json): Json {
  const { id, ...rest } = part;
  const kept = typeof id === 'string' ? rest : part;
  return JSON.parse(JSON.stringify(kept).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}
