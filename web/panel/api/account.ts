import type { OwnAccount } from './generated/api-types.js';
import { ask } from './request.js';
import type { Answer } from './routes.js';

export type { OwnAccount };
export type OfferedCodes = Answer<'POST', '/api/me/totp'>;

/** What guards one's account, and where one is signed in. */
export async function readAccount(signal: AbortSignal): Promise<OwnAccount> {
  return ask('GET', '/api/me/account', { signal });
}

/** How one is called from now on. */
export async function rename(name: string): Promise<void> {
  await ask('PUT', '/api/me/name', { body: { name } });
}

/** One's other sessions end. */
export async function changePassword(given: { current: string; password: string }): Promise<void> {
  await ask('PUT', '/api/me/password', { body: given });
}

/** Ends every session but this one. */
export async function signOutOthers(): Promise<void> {
  await ask('DELETE', '/api/me/sessions');
}

/** Begins with one-time codes. */
export async function offerCodes(password: string): Promise<OfferedCodes> {
  return ask('POST', '/api/me/totp', { body: { password } });
}

/** Switches one-time codes on. @returns the recovery codes, shown this once */
export async function confirmCodes(code: string): Promise<string[]> {
  const { recovery_codes } = await ask('PUT', '/api/me/totp', { body: { code } });
  return recovery_codes;
}

/** Switches one-time codes off. @throws ApiError with the field `password` */
export async function endCodes(password: string): Promise<void> {
  await ask('DELETE', '/api/me/totp', { body: { password } });
}

/** @returns fresh recovery codes; those before are worth nothing any more */
export async function renewRecoveryCodes(password: string): Promise<string[]> {
  const { recovery_codes } = await ask('POST', '/api/me/recovery-codes', { body: { password } });
  return recovery_codes;
}
