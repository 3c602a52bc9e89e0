import type { z } from 'zod';
import { proveWith, request } from './request.js';
import type { Json } from './json.js';
import type { AccessibleClient } from '../../../src/admins/access.js';
import type { meSchema } from '../../server/api/me.js';

export type Me = z.infer<typeof meSchema>;
export type Client = Json<AccessibleClient>;

/** Who has signed in. @throws ApiError 401 when nobody has */
export async function readMe(): Promise<Me> {
  const me = (await request('GET', '/api/me')) as Me;
  proveWith(me.csrf_token);
  return me;
}

/** The clients the admin has a role in. */
export async function readClients(): Promise<Client[]> {
  const { items } = (await request('GET', '/api/clients')) as { items: Client[] };
  return items;
}

/** @param typed.code of the second step, where the admin has one */
export async function signIn(typed: { email: string; password: string; code?: string }): Promise<void> {
  proveWith(null);
  await request('POST', '/api/sign-in', { body: typed });
}

export async function signOut(): Promise<void> {
  await request('POST', '/api/sign-out');
  proveWith(null);
}
