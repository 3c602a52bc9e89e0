import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, badRequest } from './api-error.js';
import type { Dispatcher } from './dispatch.js';
import { Params, type Upload } from './params.js';
import type { World } from './world.js';

const UPLOAD_LIMIT = 50 * 1024 * 1024;

interface MethodPath {
  token: string;
  method: string;
}

/** Adds what bots call: `/bot<token>/<method>` and `/file/bot<token>/<path>`. */
export async function addBotRoutes(
  app: FastifyInstance,
  world: World,
  dispatcher: Dispatcher,
): Promise<void> {
  await app.register(multipart, { limits: { fileSize: UPLOAD_LIMIT, fieldSize: 1_000_000, files: 20 } });
  app.route<{ Params: MethodPath; Querystring: Record<string, string> }>({
    method: ['GET', 'POST'],
    url: '/bot:token/:method',
    handler: (request, reply) => answer(request, reply, dispatcher),
  });
  app.get<{ Params: { token: string; '*': string } }>('/file/bot:token/*', (request, reply) => {
    const bot = world.state.botByToken(request.params.token);
    const found = bot && world.files.atPath(bot.id, request.params['*']);
    if (found) return reply.type('application/octet-stream').send(found.content);
    const error = bot ? new ApiError(404, 'Not Found') : new ApiError(401, 'Unauthorized');
    return reply.status(error.code).send(error.body());
  });
}

async function answer(
  request: FastifyRequest<{ Params: MethodPath; Querystring: Record<string, string> }>,
  reply: FastifyReply,
  dispatcher: Dispatcher,
): Promise<unknown> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  try {
    const params = await readParams(request);
    const outcome = await dispatcher.call({ ...request.params, params, signal: gone.signal });
    if (!outcome.drop) return await reply.status(outcome.status).send(outcome.body);
    reply.hijack();
    request.raw.socket.destroy();
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return reply.status(error.code).send(error.body());
  }
}

async function readParams(request: FastifyRequest<{ Querystring: Record<string, string> }>): Promise<Params> {
  if (request.isMultipart()) return readForm(request);
  const body = request.body ?? {};
  if (typeof body !== 'object' || Array.isArray(body)) throw badRequest('object expected as a request body');
  return new Params({ ...request.query, ...body });
}

async function readForm(request: FastifyRequest<{ Querystring: Record<string, string> }>): Promise<Params> {
  const values: Record<string, unknown> = { ...request.query };
  const uploads = new Map<string, Upload>();
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') values[part.fieldname] = part.value;
      else {
        const { fieldname, filename, mimetype } = part;
        uploads.set(fieldname, { content: await part.toBuffer(), file_name: filename, mime_type: mimetype });
      }
    }
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 413)
      throw new ApiError(413, 'Request Entity Too Large');
    throw badRequest("can't parse the form");
  }
  return new Params(values, uploads);
}
