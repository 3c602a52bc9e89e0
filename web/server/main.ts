import Fastify from 'fastify';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { healthRoutes } from './health.js';
import { metricsRoutes } from './metrics.js';
import { EstafetaError, messageOf } from '../../src/shared/errors.js';
import type { App } from '../../src/app.js';

export type WebServer = {
  /** Where it is reached from this machine: `http://127.0.0.1:3000` */
  url: string;
  stop(): Promise<void>;
};

export type WebOptions = {
  /** The address it listens on. */
  host: string;
  port: number;
  /** The variable the port comes from, for who finds it taken; `PORT` unless told. */
  variable?: string;
  /** Whether `/metrics` is served here; yes unless told. */
  hasMetrics?: boolean;
  /** More routes, e.g. the playground's. */
  plugins?: FastifyPluginAsync[];
};

/** Whom we believe where a request comes from: a proxy on this machine or in its own network. */
const nearby = ['loopback', 'linklocal', 'uniquelocal'];

/**
 * Starts the HTTP server: health and metrics for whoever watches, and what the composition hangs onto it.
 *
 * @throws EstafetaError `port_taken`
 */
export async function startWeb(
  app: App,
  { host, port, variable = 'PORT', hasMetrics = true, plugins = [] }: WebOptions,
): Promise<WebServer> {
  const server = Fastify({ forceCloseConnections: true, trustProxy: nearby });
  await server.register(healthRoutes(app));
  if (hasMetrics) await server.register(metricsRoutes(app));
  for (const plugin of plugins) await server.register(plugin);
  await listen(server, { host, port, variable });
  const address = server.server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  return { url: `http://127.0.0.1:${actual}`, stop: () => server.close() };
}

async function listen(
  server: FastifyInstance,
  { host, port, variable }: { host: string; port: number; variable: string },
): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    await server.close();
    const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    throw new EstafetaError({
      code: taken ? 'port_taken' : 'port_refused',
      message: taken
        ? `Port ${port} is taken by another program.`
        : `Port ${port} can't be opened: ${messageOf(error)}`,
      whatToDo: `Choose another one: ${variable}=3001 npm start (or write ${variable}=3001 into .env).`,
      cause: error,
    });
  }
}
