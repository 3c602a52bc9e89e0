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

/** Those among whom somebody is chosen. */
export async function listAllManagers(client_id: string, signal: AbortSignal): Promise<Manager[]> {
  const path = withQuery(pathOf(client_id), { limit: 200 });
  return ((await request('GET', path, { signal })) as Page<Manager>).items;
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

/** A manager of the group, and the admin who is the same person. */
export type Joined = { id: string; admin_id: string };

/** They are one person. @throws ApiError 409 when one of them is somebody else already */
export async function joinManager(client_id: string, pair: Joined): Promise<Manager> {
  return (await request('PUT', joinedPath(client_id, pair))) as Manager;
}

/** They are two after all. @throws ApiError 409 when they are not joined any more */
export async function partManager(client_id: string, pair: Joined): Promise<Manager> {
  return (await request('DELETE', joinedPath(client_id, pair))) as Manager;
}

function joinedPath(client_id: string, { id, admin_id }: Joined): string {
  return `${pathOf(client_id)}/${id}/admin/${admin_id}`;
}

function pathOf(client_id: string): string {
  return `/api/clients/${client_id}/managers`;
}
