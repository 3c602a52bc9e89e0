import type { z } from 'zod';
import type { Json } from './json.js';
import { request } from './request.js';
import type { ownAccount } from '../../server/api/account.js';

export type OwnAccount = Json<z.infer<typeof ownAccount>>;
export type OfferedCodes = { secret: string; uri: string; qr: { size: number; path: string } };

/** What guards one's account, and where one is signed in. */
export async function readAccount(signal: AbortSignal): Promise<OwnAccount> {
  return (await request('GET', '/api/me/account', { signal })) as OwnAccount;
}

/** How one is called from now on. */
export async function rename(name: string): Promise<void> {
  await request('PUT', '/api/me/name', { body: { name } });
}

/** One's other sessions end. */
export async function changePassword(given: { current: string; password: string }): Promise<void> {
  await request('PUT', '/api/me/password', { body: given });
}

/** Ends every session but this one. */
export async function signOutOthers(): Promise<void> {
  await request('DELETE', '/api/me/sessions');
}

/** Begins with one-time codes. */
export async function offerCodes(password: string): Promise<OfferedCodes> {
  return (await request('POST', '/api/me/totp', { body: { password } })) as OfferedCodes;
}

/** Switches one-time codes on. @returns the recovery codes, shown this once */
export async function confirmCodes(code: string): Promise<string[]> {
  return recoveryCodes(await request('PUT', '/api/me/totp', { body: { code } }));
}

/** Switches one-time codes off. @throws ApiError with the field `password` */
export async function endCodes(password: string): Promise<void> {
  await request('DELETE', '/api/me/totp', { body: { password } });
}

/** @returns fresh recovery codes; those before are worth nothing any more */
export async function renewRecoveryCodes(password: string): Promise<string[]> {
  return recoveryCodes(await request('POST', '/api/me/recovery-codes', { body: { password } }));
}

function recoveryCodes(answer: unknown): string[] {
  return (answer as { recovery_codes: string[] }).recovery_codes;
}
