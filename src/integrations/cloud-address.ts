import { shortId } from '../shared/ids.js';
import type { IntegrationId } from '../shared/ids.js';

/**
 * The address an admin gives to Meta. It stays while the connection does, and nobody guesses it: the id in it is 122
 * random bits. No secret, for what comes there is signed.
 */
export function webhookUrl(publicUrl: string, id: IntegrationId): string {
  return `${publicUrl}/whatsapp-cloud/${shortId(id)}`;
}
