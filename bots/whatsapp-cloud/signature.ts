import { createHmac, timingSafeEqual } from 'node:crypto';

const shape = /^sha256=([0-9a-f]{64})$/i;

/**
 * Whether a webhook was signed with the app's secret. Meta signs the bytes it sends, with everything beyond ASCII written
 * as `\uXXXX`: what is parsed and written anew has another signature.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
 *
 * @param header `X-Hub-Signature-256`
 */
export function isSigned(body: Buffer, header: unknown, app_secret: string): boolean {
  const [, given] = shape.exec(typeof header === 'string' ? header : '') ?? [];
  if (given === undefined) return false;
  return timingSafeEqual(Buffer.from(given, 'hex'), createHmac('sha256', app_secret).update(body).digest());
}
