import type { FastifyPluginAsync } from 'fastify';
import type { App } from '../../src/app.js';
import type { BreakerStatus } from '../../src/assistant/circuit-breaker.js';
import { openAlarms } from '../../src/integrations/alarms.js';
import { brokenConnections } from '../../src/integrations/broken-connections.js';
import { countFailedUpdates } from '../../src/integrations/failed-updates.js';
import { sql } from '../../src/shared/database.js';
import { messageOf } from '../../src/shared/errors.js';

/**
 * `GET /healthz`: the process lives. `GET /readyz`: it can do its work: database and queue answer (503 when not), and
 * which clients' connections are broken, what needs an owner's hand, and how the model does (said, but no reason to take the process out of service).
 */
export function healthRoutes(app: Pick<App, 'db' | 'queues' | 'assistant'>): FastifyPluginAsync {
  return async (server) => {
    server.get('/healthz', async () => ({ ok: true }));
    server.get('/readyz', async (_request, reply) => {
      const [database, queue] = await Promise.all([databaseHealth(app), app.queues.health()]);
      const ok = database.ok && queue.ok;
      const connections = database.ok ? await brokenConnections(app.db) : [];
      const alarms = database.ok ? await openAlarms(app.db) : [];
      const failed_updates = database.ok ? await countFailedUpdates(app.db) : null;
      const model = modelHealth(app.assistant.modelStatus);
      return reply
        .code(ok ? 200 : 503)
        .send({ ok, database, queue, model, broken_connections: connections, alarms, failed_updates });
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

const modelProblems = {
  ill: 'It fails again and again and is left alone for a while; the offline classifier answers.',
  misconfigured: 'It refuses our calls: check OPENAI_API_KEY, the balance of the account and OPENAI_MODEL.',
};

/** As far as this process has asked it; null when none is configured. */
function modelHealth(status: BreakerStatus | null): { ok: boolean; problem?: string } | null {
  return (
    status && (status.cause === null ? { ok: true } : { ok: false, problem: modelProblems[status.cause] })
  );
}
