import { proveWith, request } from './request.js';
import type { ClientRole } from '../../../src/admins/roles.js';

/** What a one-time link is for, and whom it was made for. */
export type OneTimeLink = {
  purpose: 'first_admin' | 'invitation' | 'reset';
  client: string | null;
  role: ClientRole | null;
  email: string | null;
};

/** @throws ApiError `link_over` when it was used, or is too old */
export async function showLink(secret: string): Promise<OneTimeLink> {
  return (await request('POST', '/api/links/show', { body: { secret } })) as OneTimeLink;
}

/** Makes an account by the link, and signs in with it. */
export async function makeAccount(
  secret: string,
  account: { email: string; name: string; password: string },
): Promise<void> {
  await signInBy('/api/links/account', { secret, ...account });
}

/** Sets a new password by the link, and signs in with it. */
export async function setPassword(secret: string, password: string): Promise<void> {
  await signInBy('/api/links/password', { secret, password });
}

/** Takes an invitation with the account that has signed in. */
export async function takeInvitation(secret: string): Promise<void> {
  await request('POST', '/api/links/join', { body: { secret } });
}

async function signInBy(path: string, body: Record<string, string>): Promise<void> {
  const { csrf_token } = (await request('POST', path, { body })) as { csrf_token: string };
  proveWith(csrf_token);
}
