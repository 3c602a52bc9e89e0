import type { FastifyInstance } from 'fastify';
import type { Caller } from './caller.js';
import { numberOf } from './caller.js';
import { invalidParameter } from './graph-error.js';
import { acceptPost } from './send.js';
import type { Sending } from './send.js';

/** Adds `POST /{version}/{phone number id}/messages`. */
export function addMessageRoutes(app: FastifyInstance, caller: Caller, sending: Sending): void {
  app.post<{ Params: { id: string } }>('/:version/:id/messages', (request, reply) => {
    const body = bodyOf(request.body);
    const about = {
      operation: 'status' in body ? ('markRead' as const) : ('sendMessage' as const),
      phone_number_id: request.params.id,
      to: typeof body['to'] === 'string' ? body['to'].replaceAll(/\D/g, '') : null,
      body,
    };
    return caller.answer(request, reply, about, (call) => {
      const number = numberOf(call, request.params.id);
      if (body !== request.body) throw invalidParameter('The body must be an object of JSON.');
      return acceptPost(sending, number, body);
    });
  });
}

function bodyOf(body: unknown): Record<string, unknown> {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  return isObject ? (body as Record<string, unknown>) : {};
}
