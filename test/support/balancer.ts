import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { RunningBots } from '../../bots/main.js';

/** One address in front of several processes: each request goes to the next of their doors. */
export type Balancer = {
  url: string;
  /** Puts the door of a process behind the address. @returns its server, to be asked past the address too */
  add(bots: RunningBots): Promise<FastifyInstance>;
  /** Takes a process away from behind the address. */
  remove(door: FastifyInstance): Promise<void>;
  close(): Promise<void>;
};

export async function openBalancer(): Promise<Balancer> {
  const doors = new Set<FastifyInstance>();
  let asked = 0;
  const server = Fastify({ forceCloseConnections: true });
  server.post('/telegram/:path', async (request, reply) => {
    const door = [...doors][(asked += 1) % doors.size];
    if (!door) return reply.code(502).send();
    const { statusCode } = await door.inject({
      ...{ method: 'POST', url: request.url, payload: JSON.stringify(request.body) },
      headers: {
        'content-type': 'application/json',
        'x-telegram-bot-api-secret-token': String(request.headers['x-telegram-bot-api-secret-token']),
      },
    });
    return reply.code(statusCode).send();
  });
  const remove = async (door: FastifyInstance): Promise<void> => {
    doors.delete(door);
    await door.close();
  };
  return {
    url: await server.listen({ host: '127.0.0.1', port: 0 }),
    async add({ door: plugin }) {
      const door = Fastify();
      await door.register(plugin);
      doors.add(door);
      return door;
    },
    remove,
    async close() {
      await server.close();
      await Promise.all([...doors].map(remove));
    },
  };
}
