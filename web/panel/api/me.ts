import type { AccessibleClient, Me } from './generated/api-types.js';
import { ask, proveWith } from './request.js';

export type { Me };
export type Client = AccessibleClient;

/** Who has signed in. @throws ApiError 401 when nobody has */
export async function readMe(): Promise<Me> {
  const me = await ask('GET', '/api/me');
  proveWith(me.csrf_token);
  return me;
}

/** The clients the admin has a role in. */
export async function readClients(): Promise<Client[]> {
  const { items } = await ask('GET', '/api/clients');
  return items;
}

/** @param typed.code of the second step, where the admin has one */
export async function signIn(typed: { email: string; password: string; code?: string }): Promise<void> {
  proveWith(null);
  await ask('POST', '/api/sign-in', { body: typed });
}

export async function signOut(): Promise<void> {
  await ask('POST', '/api/sign-out');
  proveWith(null);
}
