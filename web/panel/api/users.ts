import type { Erasure, ListedUser, User } from './generated/api-types.js';
import { addressOf, ask } from './request.js';
import type { Page, Query } from './routes.js';

export type { Erasure, ListedUser };
export type ShownUser = User;
export type UserFilter = Omit<Query<'GET', '/api/clients/{client_id}/users'>, 'after' | 'limit'>;

/** @param asked.after where the page before ended */
export async function listUsers(
  client_id: string,
  { filter, after, signal }: { filter: UserFilter; after: string | undefined; signal: AbortSignal },
): Promise<Page<ListedUser>> {
  const query = { ...filter, after, limit: 30 };
  return ask('GET', '/api/clients/{client_id}/users', { path: { client_id }, query, signal });
}

/** One user as they are kept: with those merged into them. */
export async function readUser(client_id: string, id: string, signal: AbortSignal): Promise<ShownUser> {
  return ask('GET', '/api/clients/{client_id}/users/{id}', { path: { client_id, id }, signal });
}

/** @returns who the two are kept as */
export async function mergeUsers(
  client_id: string,
  { id, other_id }: { id: string; other_id: string },
): Promise<ShownUser> {
  const path = { client_id, id };
  return ask('POST', '/api/clients/{client_id}/users/{id}/merge', { path, body: { other_id } });
}

/** Takes the last merge into a user back. */
export async function unmergeUser(client_id: string, id: string): Promise<ShownUser> {
  return ask('POST', '/api/clients/{client_id}/users/{id}/unmerge', { path: { client_id, id } });
}

/** Blocked, what they write is kept and answered by nobody. */
export async function setBlocked(client_id: string, id: string, is_blocked: boolean): Promise<ShownUser> {
  const path = { client_id, id };
  return ask('PUT', '/api/clients/{client_id}/users/{id}/blocked', { path, body: { is_blocked } });
}

/** @param typed what the user is called, as proof. @throws ApiError with the field `typed` */
export async function eraseUser(client_id: string, id: string, typed: string): Promise<Erasure> {
  return ask('POST', '/api/clients/{client_id}/users/{id}/erase', {
    path: { client_id, id },
    body: { typed },
  });
}

/** How far an erasure is. */
export async function readErasure(client_id: string, id: string, signal: AbortSignal): Promise<Erasure> {
  return ask('GET', '/api/clients/{client_id}/erasures/{id}', { path: { client_id, id }, signal });
}

/** Where the browser gets everything kept of a user as a file. */
export function exportAddress(client_id: string, id: string): string {
  return addressOf('/api/clients/{client_id}/users/{id}/export', { path: { client_id, id } });
}
