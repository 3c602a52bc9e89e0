import type { FailedWork, Queues } from './generated/api-types.js';
import { ask } from './request.js';
import type { Given, Page } from './routes.js';

export type { FailedWork, Queues };
type Decided = Given<'POST', '/api/queues/failed/{kind}/{id}/{decision}'>['path'];
export type FailedKind = Decided['kind'];
export type FailedDecision = Decided['decision'];

/** How the queues stand, what is due, and how much was given up. */
export async function readQueues(signal: AbortSignal): Promise<Queues> {
  return ask('GET', '/api/queues', { signal });
}

/** What was given up, the newest first. */
export async function listFailedWork(
  kind: FailedKind,
  { after, signal }: { after: string | undefined; signal: AbortSignal },
): Promise<Page<FailedWork>> {
  return ask('GET', '/api/queues/failed/{kind}', { path: { kind }, query: { after, limit: 30 }, signal });
}

/** @param what.alike also all that failed of the same client for the same reason */
export async function decideFailedWork(what: Decided & { alike: boolean }): Promise<{ count: number }> {
  const { alike, ...path } = what;
  return ask('POST', '/api/queues/failed/{kind}/{id}/{decision}', { path, body: { alike } });
}
