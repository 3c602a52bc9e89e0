import type { z } from 'zod';
import { request } from './request.js';
import type { newClient } from '../../../src/clients/open-client.js';
import type { setup } from '../../server/api/clients.js';

export type NewClient = z.input<typeof newClient>;
export type Setup = z.infer<typeof setup>;

/** Makes a client. @throws ApiError with what is wrong with each field */
export async function makeClient(given: NewClient): Promise<{ id: string; slug: string }> {
  return (await request('POST', '/api/clients', { body: given })) as { id: string; slug: string };
}

/** Suspends a client, or takes it up again. */
export async function setClientStatus(id: string, status: 'active' | 'suspended'): Promise<void> {
  await request('PUT', `/api/client-status/${id}`, { body: { status } });
}

/** How far a client's set-up is. */
export async function readSetup(client_id: string, signal: AbortSignal): Promise<Setup> {
  return (await request('GET', `/api/clients/${client_id}/setup`, { signal })) as Setup;
}

/** Puts the list of the set-up away, or shows it again. */
export async function showSetup(client_id: string, is_open: boolean): Promise<void> {
  await request('PUT', `/api/clients/${client_id}/setup`, { body: { is_open } });
}
