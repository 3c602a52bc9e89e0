import { createHash, randomBytes } from 'node:crypto';

/** A fresh secret of 256 bits: for cookies, links and tokens. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What of a secret is kept (hex). It is random throughout, so that a plain hash can't be searched backwards. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
