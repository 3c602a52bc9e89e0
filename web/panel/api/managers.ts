import type { Json } from './json.js';
import { withQuery } from './query.js';
import { request } from './request.js';
import type { Page } from '../../../src/shared/paging.js';
import type { ListedManager } from '../../../src/topics/edit-managers.js';

export type Manager = Json<ListedManager>;

/** The managers by name. */
export async function listManagers(
  client_id: string,
  { after, signal }: { after: string | undefined; signal: AbortSignal },
): Promise<Page<Manager>> {
  return (await request('GET', withQuery(pathOf(client_id), { after, limit: 50 }), {
    signal,
  })) as Page<Manager>;
}

/** @throws ApiError with the fields that are wrong */
export async function addManager(
  client_id: string,
  manager: { telegram_user_id: string; name: string },
): Promise<Manager> {
  return (await request('POST', pathOf(client_id), { body: manager })) as Manager;
}

/** Lets a manager go, or takes them back. */
export async function setManagerActive(
  client_id: string,
  { id, is_active }: { id: string; is_active: boolean },
): Promise<Manager> {
  return (await request('PATCH', `${pathOf(client_id)}/${id}`, { body: { is_active } })) as Manager;
}

function pathOf(client_id: string): string {
  return `/api/clients/${client_id}/managers`;
}
