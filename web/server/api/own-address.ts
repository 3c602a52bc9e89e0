import type { FastifyRequest } from 'fastify';
import type { App } from '../../../src/app.js';

/** Where people reach the panel, for links: as configured, else as who asks has reached it. */
export function addressOf({ config }: Pick<App, 'config'>, { protocol, host }: FastifyRequest): string {
  return config.publicUrl ?? `${protocol}://${host}`;
}
