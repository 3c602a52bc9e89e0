import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ClientRole } from '../../../src/admins/roles.js';
import type { Caller } from '../../../src/admins/sessions.js';
import type { App } from '../../../src/app.js';
import type { ClientId } from '../../../src/shared/ids.js';

/**
 * Who may call a route: whoever has at least this role in the client of its path (`viewer`, `admin`, `owner`); somebody
 * signed in, whatever their roles; those who run the installation; anybody.
 */
export type Access = ClientRole | 'signed_in' | 'superadmin' | 'public';
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a handler gets. All of it has been checked. */
export type Call<Url extends string, Role extends Access, Params, Query, Body> = {
  app: App;
  params: ParamsOf<Url, Params>;
  query: Query;
  body: Body;
  /** Who asks; null only on routes that are public. */
  caller: Role extends 'public' ? Caller | null : Caller;
  /** Whether they may still be in the client of the path: for an answer that goes on. */
  mayStill(): Promise<boolean>;
  /** For what JSON can't do: cookies, files, streams. */
  request: FastifyRequest;
  reply: FastifyReply;
};

/** One route as it is served, described and tested: what {@link route} makes. */
export type Route = {
  method: Method;
  /** With parameters as `:client_id`. */
  url: string;
  access: Access;
  /** One line for the documentation. */
  summary: string;
  /** The part of the product it belongs to: groups the documentation, and names the scopes of tokens. */
  area: string;
  params: z.ZodObject;
  query: z.ZodObject | null;
  body: z.ZodType | null;
  /** The fields that come with an uploaded file, which is the last part of the form. */
  form: z.ZodObject | null;
  response: z.ZodType | null;
  /** The kind of content it answers with. */
  produces: string;
  status: number;
  handler(call: Call<string, Access, unknown, unknown, unknown>): unknown;
};

type NamesIn<Url extends string> = Url extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<Rest>
  : Url extends `${string}:${infer Name}`
    ? Name
    : never;
type ParamsOf<Url extends string, Params> = {
  [Name in NamesIn<Url>]: Name extends keyof Params
    ? Params[Name]
    : Name extends 'client_id'
      ? ClientId
      : string;
};
type Read<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/**
 * Declares a route. Everything that holds for all routes follows from it: who may call it, the proof that a browser's
 * change was meant, what is taken and given, its place in the OpenAPI description, and the tests that try it as a viewer
 * and as a stranger. List it in `api-routes.ts`.
 *
 * - A route of a client is `/api/clients/:client_id/…` and has the role `viewer`, `admin` or `owner`; whoever has no role
 *   there is answered 404. A `GET` may be read by a viewer and changes nothing; every other method needs more, and
 *   its use case writes an audit row (`src/audit/write-audit.ts`, the actor is `caller.actor`) in its own transaction.
 * - Parameters in the path are uuids unless `params` says otherwise; what is not one is answered 404. A handler passes
 *   `client_id` on with every id: an id of another client must find nothing (`notFound` in `src/shared/refusal.ts`).
 * - `query` comes as text: use `z.coerce`. `body` is JSON. Unknown names in either are refused.
 * - `form` instead of `body` takes a file, and its fields before it, as `multipart/form-data`: the handler receives it with
 *   `receiveFile`.
 * - `response` says what is given; moments are {@link moment}, and names that it doesn't have never leave. Leave it out
 *   to answer 204. For a file or a stream leave it out too, name the content in `produces` and use `reply`.
 * - Errors: throw those of `src/shared/refusal.ts`, `src/shared/refused-edit.ts` or another `EstafetaError`;
 *   `errors.ts` turns them into answers.
 *
 * @throws Error when a declaration contradicts itself
 */
export function route<
  const Url extends `/api/${string}`,
  const Role extends Access,
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
  Response extends z.ZodType | undefined = undefined,
>(declared: {
  method: Method;
  url: Url;
  role: Role;
  summary: string;
  params?: Params;
  query?: Query;
  body?: Body;
  form?: z.ZodObject;
  response?: Response;
  produces?: string;
  /** 200 with a response, 204 without one, unless told. */
  status?: number;
  handler(
    call: Call<Url, Role, Read<Params>, Read<Query>, Read<Body>>,
  ): Promise<Response extends z.ZodType ? z.input<Response> : unknown>;
}): Route {
  const { method, url, role, summary, params, query, body, form, response, produces, status, handler } =
    declared;
  const problem = contradiction(declared);
  if (problem) throw new Error(`The route ${method} ${url} ${problem}.`);
  return {
    ...{ method, url, summary, access: role, area: areaOf(url), handler },
    params: z.object({ ...uuidsIn(url), ...params?.shape }),
    query: query ? z.strictObject(query.shape) : null,
    body: body instanceof z.ZodObject ? body.strict() : (body ?? null),
    form: form ?? null,
    response: response ?? null,
    produces: produces ?? 'application/json',
    status: status ?? (response || produces ? 200 : 204),
  };
}

/** A moment in an answer: a Date in the program, `2026-11-22T15:00:00.000Z` outside. */
export const moment = z.date();

/** The names of the parameters in a path. */
export function parameterNames(url: string): string[] {
  return [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
}

const clientPath = '/api/clients/:client_id';

function contradiction({ method, url, role }: { method: Method; url: string; role: Access }): string | null {
  const isOfClient = url === clientPath || url.startsWith(`${clientPath}/`);
  const isClientRole = role === 'viewer' || role === 'admin' || role === 'owner';
  if (isOfClient !== isClientRole)
    return isOfClient ? 'is of a client: its role is viewer, admin or owner' : 'is of no client';
  return role === 'viewer' && method !== 'GET' ? 'changes something, which no viewer may' : null;
}

function uuidsIn(url: string): Record<string, z.ZodType> {
  return Object.fromEntries(parameterNames(url).map((name) => [name, z.uuid()]));
}

/** `/api/clients/:client_id/prompts/:id` is of `prompts`; `/api/me` of `me`. */
function areaOf(url: string): string {
  const [first = '', second] = url
    .split('/')
    .slice(2)
    .filter((part) => !part.startsWith(':'));
  return first === 'clients' ? (second ?? first) : first;
}
