import type { FastifyPluginAsync } from 'fastify';
import type { App } from '../../src/app.js';
import { brokenConnections } from '../../src/integrations/connections.repository.js';
import { sql } from '../../src/shared/database.js';
import { messageOf } from '../../src/shared/errors.js';

/**
 * `GET /healthz`: the process lives. `GET /readyz`: it can do its work: database and queue answer (503 when not), and
 * which clients' connections are broken (said, but no reason to take the process out of service).
 */
export function healthRoutes(app: Pick<App, 'db' | 'queues'>): FastifyPluginAsync {
  return async (server) => {
    server.get('/healthz', async () => ({ ok: true }));
    server.get('/readyz', async (_request, reply) => {
      const [database, queue] = await Promise.all([databaseHealth(app), app.queues.health()]);
      const ok = database.ok && queue.ok;
      const connections = database.ok ? await brokenConnections(app.db) : [];
      return reply.code(ok ? 200 : 503).send({ ok, database, queue, broken_connections: connections });
    });
  };
}

async function databaseHealth({ db }: Pick<App, 'db'>): Promise<{ ok: boolean; problem?: string }> {
  try {
    await db.query(sql`SELECT 1`);
    return { ok: true };
  } catch (error) {
    return { ok: false, problem: messageOf(error) };
  }
}
