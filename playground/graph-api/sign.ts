import { createHmac } from 'node:crypto';

/**
 * A webhook's body as Meta writes it: everything above U+007F as `\uXXXX` in lower case, and `/` as `\/`. The signature
 * is made over this text, so whoever checks it has to take the bytes as they came.
 */
export function webhookBody(payload: unknown): string {
  return JSON.stringify(payload)
    .replaceAll('/', String.raw`\/`)
    .replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** What stands in `X-Hub-Signature-256` of a body: `sha256=<hex>`. */
export function signatureOf(app_secret: string, body: string): string {
  return `sha256=${createHmac('sha256', app_secret).update(body).digest('hex')}`;
}
