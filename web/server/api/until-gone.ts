import type { FastifyReply } from 'fastify';

/** @returns a signal that fires when whoever asked has gone before they were answered */
export function untilGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}
