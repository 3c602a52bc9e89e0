import type { z } from 'zod';
import type { Json } from './json.js';
import type { GivenLink } from './members.js';
import { request } from './request.js';
import type { admin } from '../../server/api/admins.js';

export type Admin = Json<z.infer<typeof admin>>;

/** Everybody who may sign in. */
export async function readAdmins(signal: AbortSignal): Promise<Admin[]> {
  const { items } = (await request('GET', '/api/admins', { signal })) as { items: Admin[] };
  return items;
}

/** A link for somebody who has lost the password or the authenticator app, shown this once. */
export async function makeResetLink(admin_id: string): Promise<GivenLink> {
  return (await request('POST', `/api/admins/${admin_id}/reset`)) as GivenLink;
}

/** Lets an admin in no more, or again. */
export async function setDisabled(admin_id: string, disabled: boolean): Promise<void> {
  await request('PUT', `/api/admins/${admin_id}/disabled`, { body: { disabled } });
}
