import type { Setup } from './generated/api-types.js';
import { ask } from './request.js';
import type { Body } from './routes.js';

export type NewClient = Body<'POST', '/api/clients'>;
export type { Setup };

/** Makes a client. @throws ApiError with what is wrong with each field */
export async function makeClient(given: NewClient): Promise<{ id: string; slug: string }> {
  return ask('POST', '/api/clients', { body: given });
}

/** Suspends a client, or takes it up again. */
export async function setClientStatus(id: string, status: 'active' | 'suspended'): Promise<void> {
  await ask('PUT', '/api/client-status/{id}', { path: { id }, body: { status } });
}

/** How far a client's set-up is. */
export async function readSetup(client_id: string, signal: AbortSignal): Promise<Setup> {
  return ask('GET', '/api/clients/{client_id}/setup', { path: { client_id }, signal });
}

/** Puts the list of the set-up away, or shows it again. */
export async function showSetup(client_id: string, is_open: boolean): Promise<void> {
  await ask('PUT', '/api/clients/{client_id}/setup', { path: { client_id }, body: { is_open } });
}
