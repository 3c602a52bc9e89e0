import type { Admin } from './generated/api-types.js';
import type { GivenLink } from './members.js';
import { ask } from './request.js';

export type { Admin };

/** Everybody who may sign in. */
export async function readAdmins(signal: AbortSignal): Promise<Admin[]> {
  const { items } = await ask('GET', '/api/admins', { signal });
  return items;
}

/** A link for somebody who has lost the password or the authenticator app, shown this once. */
export async function makeResetLink(admin_id: string): Promise<GivenLink> {
  return ask('POST', '/api/admins/{admin_id}/reset', { path: { admin_id } });
}

/** Lets an admin in no more, or again. */
export async function setDisabled(admin_id: string, disabled: boolean): Promise<void> {
  await ask('PUT', '/api/admins/{admin_id}/disabled', { path: { admin_id }, body: { disabled } });
}
