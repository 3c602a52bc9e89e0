import type { Manager } from './generated/api-types.js';
import { ask } from './request.js';
import type { Page } from './routes.js';

export type { Manager };

/** The managers by name. */
export async function listManagers(
  client_id: string,
  { after, signal }: { after: string | undefined; signal: AbortSignal },
): Promise<Page<Manager>> {
  const query = { after, limit: 50 };
  return ask('GET', '/api/clients/{client_id}/managers', { path: { client_id }, query, signal });
}

/** Those among whom somebody is chosen. */
export async function listAllManagers(client_id: string, signal: AbortSignal): Promise<Manager[]> {
  const asked = { path: { client_id }, query: { limit: 200 }, signal };
  const { items } = await ask('GET', '/api/clients/{client_id}/managers', asked);
  return items;
}

/** @throws ApiError with the fields that are wrong */
export async function addManager(
  client_id: string,
  manager: { telegram_user_id: string; name: string },
): Promise<Manager> {
  return ask('POST', '/api/clients/{client_id}/managers', { path: { client_id }, body: manager });
}

/** Lets a manager go, or takes them back. */
export async function setManagerActive(
  client_id: string,
  { id, is_active }: { id: string; is_active: boolean },
): Promise<Manager> {
  const path = { client_id, id };
  return ask('PATCH', '/api/clients/{client_id}/managers/{id}', { path, body: { is_active } });
}

/** A manager of the group, and the admin who is the same person. */
export type Joined = { id: string; admin_id: string };

/** They are one person. @throws ApiError 409 when one of them is somebody else already */
export async function joinManager(client_id: string, { id, admin_id }: Joined): Promise<Manager> {
  const path = { client_id, id, admin_id };
  return ask('PUT', '/api/clients/{client_id}/managers/{id}/admin/{admin_id}', { path });
}

/** They are two after all. @throws ApiError 409 when they are not joined any more */
export async function partManager(client_id: string, { id, admin_id }: Joined): Promise<Manager> {
  const path = { client_id, id, admin_id };
  return ask('DELETE', '/api/clients/{client_id}/managers/{id}/admin/{admin_id}', { path });
}
