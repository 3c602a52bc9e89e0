import type { z } from 'zod';
import type { Json } from './json.js';
import { withQuery } from './query.js';
import { request } from './request.js';
import type { Page } from '../../../src/shared/paging.js';
import type { UserFilter } from '../../../src/users/list-users.js';
import type { erasureShape, listedUser, shownUser } from '../../server/api/user-shapes.js';

export type ListedUser = Json<z.infer<typeof listedUser>>;
export type ShownUser = Json<z.infer<typeof shownUser>>;
export type Erasure = Json<z.infer<typeof erasureShape>>;
export type { UserFilter };

/** @param asked.after where the page before ended */
export async function listUsers(
  client_id: string,
  { filter, after, signal }: { filter: UserFilter; after: string | undefined; signal: AbortSignal },
): Promise<Page<ListedUser>> {
  const path = withQuery(usersOf(client_id), { ...filter, after, limit: 30 });
  return (await request('GET', path, { signal })) as Page<ListedUser>;
}

/** One user as they are kept: with those merged into them. */
export async function readUser(client_id: string, id: string, signal: AbortSignal): Promise<ShownUser> {
  return (await request('GET', `${usersOf(client_id)}/${id}`, { signal })) as ShownUser;
}

/** @returns who the two are kept as */
export async function mergeUsers(
  client_id: string,
  ids: { id: string; other_id: string },
): Promise<ShownUser> {
  const body = { other_id: ids.other_id };
  return (await request('POST', `${usersOf(client_id)}/${ids.id}/merge`, { body })) as ShownUser;
}

/** Takes the last merge into a user back. */
export async function unmergeUser(client_id: string, id: string): Promise<ShownUser> {
  return (await request('POST', `${usersOf(client_id)}/${id}/unmerge`)) as ShownUser;
}

/** Blocked, what they write is kept and answered by nobody. */
export async function setBlocked(client_id: string, id: string, is_blocked: boolean): Promise<ShownUser> {
  return (await request('PUT', `${usersOf(client_id)}/${id}/blocked`, { body: { is_blocked } })) as ShownUser;
}

/** @param typed what the user is called, as proof. @throws ApiError with the field `typed` */
export async function eraseUser(client_id: string, id: string, typed: string): Promise<Erasure> {
  return (await request('POST', `${usersOf(client_id)}/${id}/erase`, { body: { typed } })) as Erasure;
}

/** How far an erasure is. */
export async function readErasure(client_id: string, id: string, signal: AbortSignal): Promise<Erasure> {
  return (await request('GET', `/api/clients/${client_id}/erasures/${id}`, { signal })) as Erasure;
}

/** Where the browser gets everything kept of a user as a file. */
export function exportAddress(client_id: string, id: string): string {
  return `${usersOf(client_id)}/${id}/export`;
}

function usersOf(client_id: string): string {
  return `/api/clients/${client_id}/users`;
}
