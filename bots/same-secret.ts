import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether what was given is the secret, in a time that says nothing about how much of it was right, nor how long it
 * should be.
 */
export function isSame(given: unknown, secret: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(typeof given === 'string' ? given : ''), digest(secret));
}
