import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { LocalTelegram } from './bot-api/local-telegram.js';
import type { Stage } from './cast.js';
import { deskRoutes } from './desks/desk-routes.js';
import type { DeskPerson } from './desks/desk.js';
import type { Desks } from './desks/desks.js';
import { documentRoutes } from './document-routes.js';
import { transcriptRoute } from './transcript-route.js';
import { streamChanges } from './event-stream.js';
import type { App } from '../src/app.js';
import { jumpForward } from '../src/handovers/jump-forward.js';
import { listOpenHandovers } from '../src/handovers/open-handovers.js';
import { EstafetaError } from '../src/shared/errors.js';
import { sql } from '../src/shared/database.js';
import type { ClientId } from '../src/shared/ids.js';
import { projectFile } from '../src/shared/project-files.js';

type Parts = { app: App; telegram: LocalTelegram; stages: readonly Stage[]; desks: Desks };

const page = projectFile('playground', 'page');
/** The page is its own files and nothing else: no script, style, picture or request of another place. */
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};
const jump = z.object({
  client: z.string(),
  minutes: z
    .int()
    .min(1)
    .max(60 * 24 * 7),
});

/**
 * The page at `/`, the local Telegram's control API under `/control/`, and under `/playground/` what the page needs
 * beside it: everything there is to show and each change of it, who plays, the messengers beside Telegram, the open
 * handovers with their timers, the jump forward in time. Only demo clients are known here: a real client is never shown.
 */
export function playgroundRoutes({ app, telegram, stages, desks }: Parts): FastifyPluginAsync {
  return async (server) => {
    await telegram.app.ready();
    // Before a body is read: the request goes to the local Telegram as it came.
    server.addHook('onRequest', async (request, reply) => {
      if (!isLocal(request.headers.host) || !isLocal(originHost(request.headers.origin))) {
        return reply.code(403).send({ error: 'The playground answers only this machine.' });
      }
      reply.headers(headers);
      if (!request.url.startsWith('/control/')) return;
      reply.hijack();
      telegram.app.routing(request.raw, reply.raw);
    });
    await server.register(fastifyStatic, { root: page, cacheControl: false });
    await server.register(documentRoutes);
    await server.register(transcriptRoute({ app, stages }));
    await server.register(deskRoutes(desks, (id) => personNamed(telegram, id)));
    server.get('/playground/state', async () => wholeState({ telegram, desks }));
    server.get('/playground/events', (_request, reply) =>
      streamChanges(reply, (listener) => {
        const leave = [telegram.subscribe(listener), desks.subscribe(listener)];
        return () => leave.forEach((one) => one());
      }),
    );
    server.get('/playground/stages', async () => showStages({ app, stages }));
    server.get('/playground/handovers', async (request) => {
      const { client } = z.object({ client: z.string() }).parse(request.query);
      return listOpenHandovers(app.db, await demoClient({ app, stages }, client));
    });
    server.post('/playground/jump', async (request) => {
      const { client, minutes } = jump.parse(request.body);
      const client_id = await demoClient({ app, stages }, client);
      await app.db.transaction((tx) => jumpForward(tx, client_id, minutes));
      await app.queues.ring({ job: 'sweep', payload: {} });
      return { ok: true };
    });
    // A 404 of the control API is answered by the local Telegram; fastify only needs the route to exist.
    server.all('/control/*', async (_request, reply) => reply.hijack());
  };
}

/** The chats of all messengers in one shape, and where the messengers beside Telegram stand. */
function wholeState({ telegram, desks }: Pick<Parts, 'telegram' | 'desks'>): Record<string, unknown> {
  const shown = telegram.view();
  const beside = desks.view();
  return { ...shown, chats: [...(shown['chats'] as object[]), ...beside.chats], desks: beside.desks };
}

/** Everybody in the playground is somebody in the local Telegram first. */
function personNamed(telegram: LocalTelegram, id: number): DeskPerson | null {
  const people = telegram.view()['people'] as { id: number; first_name: string; last_name?: string }[];
  const person = people.find((one) => one.id === id);
  if (!person) return null;
  return { id, name: [person.first_name, person.last_name].filter(Boolean).join(' ') };
}

/** @throws EstafetaError `not_a_demo` for any client the playground has not made itself */
async function demoClient({ app, stages }: Pick<Parts, 'app' | 'stages'>, slug: string): Promise<ClientId> {
  if (!stages.some((stage) => stage.client === slug)) {
    throw new EstafetaError({
      code: 'not_a_demo',
      message: `${slug} is not a client of the playground.`,
      whatToDo: `Choose one of ${stages.map((stage) => stage.client).join(', ')}.`,
    });
  }
  const { id } = await app.db.one<{ id: ClientId }>(sql`SELECT id FROM clients WHERE slug = ${slug}`);
  return id;
}

/** What the page may know of the stages: everything but the tokens, and the time zone their clocks show. */
async function showStages({ app, stages }: Pick<Parts, 'app' | 'stages'>) {
  const slugs = stages.map(({ client }) => client);
  const zones = await app.db.query<{ slug: string; timezone: string }>(
    sql`SELECT slug, timezone FROM clients WHERE slug = ANY(${slugs})`,
  );
  return stages.map(({ customers_bot, managers_bot, ...stage }) => ({
    ...stage,
    timezone: zones.find(({ slug }) => slug === stage.client)?.timezone ?? 'UTC',
    customers_bot: customers_bot.username,
    managers_bot: managers_bot.username,
  }));
}

/** Keeps out web pages that reach this port through the person's browser, under a name of their own. */
function isLocal(host: string | undefined): boolean {
  return host === undefined || /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
}

function originHost(origin: string | undefined): string | undefined {
  return origin && URL.canParse(origin) ? new URL(origin).host : origin;
}
