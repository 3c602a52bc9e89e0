import { ask, proveWith } from './request.js';
import type { Answer } from './routes.js';

/** What a one-time link is for, and whom it was made for. */
export type OneTimeLink = Answer<'POST', '/api/links/show'>;

/** @throws ApiError `link_over` when it was used, or is too old */
export async function showLink(secret: string): Promise<OneTimeLink> {
  return ask('POST', '/api/links/show', { body: { secret } });
}

/** Makes an account by the link, and signs in with it. */
export async function makeAccount(
  secret: string,
  account: { email: string; name: string; password: string },
): Promise<void> {
  const { csrf_token } = await ask('POST', '/api/links/account', { body: { secret, ...account } });
  proveWith(csrf_token);
}

/** Sets a new password by the link, and signs in with it. */
export async function setPassword(secret: string, password: string): Promise<void> {
  const { csrf_token } = await ask('POST', '/api/links/password', { body: { secret, password } });
  proveWith(csrf_token);
}

/** Takes an invitation with the account that has signed in. */
export async function takeInvitation(secret: string): Promise<void> {
  await ask('POST', '/api/links/join', { body: { secret } });
}
