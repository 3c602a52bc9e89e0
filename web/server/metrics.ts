import type { FastifyPluginAsync } from 'fastify';
import type { App } from '../../src/app.js';
import { Scrape } from '../../src/metrics/scrape.js';

/** `GET /metrics`: what this process did and what the installation has to do, in the text format of Prometheus. */
export function metricsRoutes(app: App): FastifyPluginAsync {
  const scrape = new Scrape(app);
  return async (server) => {
    server.get('/metrics', async (_request, reply) =>
      reply.header('content-type', app.metrics.contentType).send(await scrape.text()),
    );
  };
}
