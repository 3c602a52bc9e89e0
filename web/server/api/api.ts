import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { apiRoutes } from './api-routes.js';
import { sessionCookie } from './cookie.js';
import { answerError } from './errors.js';
import { checkOrigin, guard } from './guard.js';
import { uploadLimits } from './receive-file.js';
import type { Route } from './route.js';
import { securityHeaders } from '../security-headers.js';
import { readToken } from '../../../src/admins/api-tokens.js';
import { mayStill } from '../../../src/admins/may-still.js';
import { readSession } from '../../../src/admins/sessions.js';
import type { Caller } from '../../../src/admins/sessions.js';
import type { App } from '../../../src/app.js';
import { databaseOfClient } from '../../../src/shared/client-database.js';
import type { ClientId } from '../../../src/shared/ids.js';
import { FieldsInvalid } from '../../../src/shared/refused-edit.js';
import { notFound } from '../../../src/shared/refusal.js';

const bodyLimit = 1024 * 1024;
/** Answers are data: nothing in them runs, loads or is shown inside another page. */
const policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * The HTTP API: everything the panel does, and programs with a token.
 *
 * @param routes those it serves; all there are, unless told
 */
export function apiPlugin(app: App, routes: readonly Route[] = apiRoutes): FastifyPluginAsync {
  return async (server) => {
    await server.register(async (api) => {
      api.setErrorHandler((error, _request, reply) => answerError(error, reply, app.logger));
      api.addHook('onRequest', async (_request, reply) => {
        void reply.headers({ ...securityHeaders(policy), 'cache-control': 'no-store' });
      });
      onlyJson(api);
      for (const route of routes.filter(({ form }) => !form)) hang(api, app, route);
      await api.register(async (uploads) => {
        // Nowhere else: a form is what pages of others can send.
        await uploads.register(multipart, { limits: uploadLimits });
        for (const route of routes.filter(({ form }) => form)) hang(uploads, app, route);
      });
      api.all('/api/*', async () => {
        throw notFound('address');
      });
    });
  };
}

/** Forms of other sites can send text and fields, but no JSON. */
function onlyJson(api: FastifyInstance): void {
  api.removeContentTypeParser('text/plain');
}

function hang(api: FastifyInstance, app: App, route: Route): void {
  const options = { method: route.method, url: route.url, bodyLimit };
  api.route({
    ...options,
    handler: async (request, reply) => answer(app, route, { request, reply }),
  });
}

async function answer(
  app: App,
  route: Route,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<unknown> {
  const caller = await callerOf(app, request);
  if (route.method !== 'GET') checkOrigin(request, { route, caller, publicUrl: app.config.publicUrl });
  // Whoever may not be here learns nothing, not even what an id looks like.
  const client_id = clientIn(route, request);
  await guard(app.db, { route, caller, client_id });
  const params = route.params.safeParse(request.params);
  if (!params.success) throw notFound('address');
  const query = checked(route.query ?? z.strictObject({}), request.query);
  const body = route.body ? checked(route.body, request.body) : undefined;
  const given = await route.handler({
    ...{ caller, params: params.data, query, body, request, reply },
    // Whatever a handler forgets, of another client it sees nothing.
    app: client_id === null ? app : { ...app, db: databaseOfClient(app.db, client_id) },
    mayStill: async () =>
      caller !== null && client_id !== null && mayStill(app.db, { caller, client_id, now: app.clock.now() }),
  });
  if (reply.sent || !route.response)
    return route.produces === jsonType && !reply.sent ? empty(reply, route) : given;
  return reply
    .code(route.status)
    .type(jsonType)
    .send(JSON.stringify(route.response.parse(given)));
}

/** The client a path names; null when it names none. */
function clientIn({ params }: Route, request: FastifyRequest): ClientId | null {
  const { client_id } = request.params as { client_id?: string };
  const read = params.shape['client_id']?.safeParse(client_id);
  return read?.success ? (read.data as ClientId) : null;
}

const jsonType = 'application/json';

function empty(reply: FastifyReply, { status }: Route): FastifyReply {
  return reply.code(status).send();
}

function checked(schema: z.ZodType, given: unknown): unknown {
  const { data, error } = schema.safeParse(given ?? {});
  if (error) throw FieldsInvalid.of(error.issues);
  return data;
}

/** A token comes before a cookie: a program that shows one means to be that program. */
async function callerOf({ db, clock, config }: App, request: FastifyRequest): Promise<Caller | null> {
  const now = clock.now();
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (token !== undefined) return readToken(db, { token, now });
  const secret = sessionCookie(config.publicUrl).read(request);
  return secret === null ? null : readSession(db, { secret, now });
}
