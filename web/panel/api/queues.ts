import type { z } from 'zod';
import type { Json } from './json.js';
import { withQuery } from './query.js';
import { request } from './request.js';
import type { FailedKind } from '../../../src/failed-work/failed-kinds.js';
import type { FailedDecision } from '../../../src/failed-work/failed-work.js';
import type { Page } from '../../../src/shared/paging.js';
import type { failedWork, queuesShape } from '../../server/api/queues.js';

export type Queues = Json<z.infer<typeof queuesShape>>;
export type FailedWork = Json<z.infer<typeof failedWork>>;
export type { FailedDecision, FailedKind };

/** How the queues stand, what is due, and how much was given up. */
export async function readQueues(signal: AbortSignal): Promise<Queues> {
  return (await request('GET', '/api/queues', { signal })) as Queues;
}

/** What was given up, the newest first. */
export async function listFailedWork(
  kind: FailedKind,
  { after, signal }: { after: string | undefined; signal: AbortSignal },
): Promise<Page<FailedWork>> {
  const path = withQuery(`/api/queues/failed/${kind}`, { after, limit: 30 });
  return (await request('GET', path, { signal })) as Page<FailedWork>;
}

/** @param what.alike also all that failed of the same client for the same reason */
export async function decideFailedWork(what: {
  kind: FailedKind;
  id: string;
  decision: FailedDecision;
  alike: boolean;
}): Promise<{ count: number }> {
  const { kind, id, decision, alike } = what;
  return (await request('POST', `/api/queues/failed/${kind}/${id}/${decision}`, { body: { alike } })) as {
    count: number;
  };
}
