import type { FastifyReply } from 'fastify';

const HEARTBEAT_MS = 15_000;
const UNREAD_LIMIT_BYTES = 8_000_000;

/**
 * Sends changes to a page as they happen, each under its type and its number where it has one, until it goes away. A page that does not read is let go.
 *
 * @param subscribe calls the listener for each change; returns what ends that
 */
export function streamChanges(
  reply: FastifyReply,
  subscribe: (listener: (change: { type: string; n?: number }) => void) => () => void,
): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache',
    connection: 'keep-alive',
  });
  raw.write('retry: 1000\n\n');
  const unsubscribe = subscribe((change) => {
    if (raw.writableLength > UNREAD_LIMIT_BYTES) raw.destroy();
    const id = change.n === undefined ? '' : `id: ${change.n}\n`;
    raw.write(`event: ${change.type}\n${id}data: ${JSON.stringify(change)}\n\n`);
  });
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS);
  raw.once('close', () => {
    unsubscribe();
    clearInterval(heartbeat);
  });
}
