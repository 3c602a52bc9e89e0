import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { streamChanges } from '../event-stream.js';
import { sendShownFile } from '../shown-file.js';
import { ActionError } from './actions/action.js';
import { ACTIONS, type Actions } from './actions/registry.js';
import type { Faults } from './faults.js';
import type { Journal } from './journal.js';
import { viewState } from './view.js';
import type { World } from './world.js';

const faultSchema = z
  .strictObject({
    botUsername: z.string().optional(),
    token: z.string().optional(),
    method: z.string().optional(),
    chatId: z.union([z.string(), z.number()]).optional(),
    times: z.number().int().positive().optional(),
    kind: z.enum(['error', 'drop-before', 'drop-after', 'delay']),
    error: z
      .object({ code: z.number().int(), description: z.string(), retry_after: z.number().int().optional() })
      .optional(),
    delayMs: z.number().int().nonnegative().optional(),
  })
  .refine((fault) => fault.kind !== 'error' || fault.error, 'a fault of kind error needs `error`');

const journalQuery = z.object({
  botUsername: z.string().optional(),
  method: z.string().optional(),
  chatId: z.string().optional(),
  ok: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
  after: z.coerce.number().int().optional(),
});

export interface ControlParts {
  world: World;
  actions: Actions;
  faults: Faults;
  journal: Journal;
}

/** Adds what a page or a test calls over HTTP: `/control/…`. Only for this machine. */
export async function addControlRoutes(app: FastifyInstance, parts: ControlParts): Promise<void> {
  const { world, actions, faults, journal } = parts;
  await app.register(
    async (control) => {
      control.addHook('onRequest', refuseStrangers);
      control.setErrorHandler(answerError);
      for (const name of Object.keys(ACTIONS) as (keyof Actions)[]) {
        const act = actions[name] as (args: unknown) => unknown;
        control.post(`/${name}`, async (request) => act(request.body));
      }
      control.get('/state', () => viewState(world));
      control.get('/events', (_request, reply) =>
        streamChanges(reply, (listener) => world.changes.subscribe(listener)),
      );
      control.get('/journal', (request) => journal.list(journalQuery.parse(request.query)));
      control.get('/faults', () => faults.list());
      control.post('/faults', (request) => {
        faults.add(faultSchema.parse(request.body));
        return faults.list();
      });
      control.delete('/faults', () => {
        faults.clear();
        return [];
      });
      control.get<{ Params: { id: string } }>('/files/:id', (request, reply) =>
        sendFile(world, request.params.id, reply),
      );
    },
    { prefix: '/control' },
  );
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : 'unreadable';
}

/** Keeps out web pages of other origins that find this port through the person's browser. */
async function refuseStrangers(request: FastifyRequest): Promise<void> {
  const origin = request.headers.origin;
  const named = [request.headers.host ?? '', origin === undefined ? 'localhost' : hostOf(origin)];
  if (named.every((host) => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host))) return;
  throw new ActionError(
    'The control API answers only pages and programs of this machine (127.0.0.1 or localhost).',
  );
}

function answerError(error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof z.ZodError) {
    const wrong = error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
    return reply.status(400).send({ error: wrong.join('; ') });
  }
  if (error instanceof ActionError) return reply.status(400).send({ error: error.message });
  const { statusCode = 500, message = '' } = error as { statusCode?: number; message?: string };
  return reply.status(statusCode).send({ error: message });
}

function sendFile(world: World, id: string, reply: FastifyReply): FastifyReply {
  const file = world.files.record(id);
  const content = world.files.read(id);
  if (!file || !content) return reply.status(404).send({ error: `There is no file ${id} any more.` });
  return sendShownFile(reply, file.mime_type, content);
}
