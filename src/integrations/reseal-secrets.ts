import { credentialsPlace, managersTokenPlace, webhookSecretPlace } from './credentials.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, IntegrationId } from '../shared/ids.js';
import type { SealedBox } from '../shared/sealed-box.js';

/**
 * Seals anew, with the newest key, whatever an older one has sealed. Afterwards the older key may go. A secret that was
 * changed meanwhile is left alone, and so is one that doesn't open: whoever needs it is told.
 *
 * @returns how many were sealed anew
 */
export async function resealSecrets(db: Queryable, box: SealedBox): Promise<number> {
  return (
    (await resealIntegrations(db, box)) +
    (await resealManagersTokens(db, box)) +
    (await resealWebhookSecrets(db, box))
  );
}

async function resealIntegrations(db: Queryable, box: SealedBox): Promise<number> {
  const rows = await db.query<{ id: IntegrationId; client_id: ClientId; credentials_encrypted: Buffer }>(sql`
    SELECT id, client_id, credentials_encrypted FROM integrations WHERE encryption_key_id <> ${box.keyId}`);
  let count = 0;
  for (const { id, client_id, credentials_encrypted: before } of rows) {
    const sealed = rotated(() => box.rotate(before.toString('utf8'), credentialsPlace({ client_id, id })));
    if (sealed === null) continue;
    const written = await db.query(sql`
      UPDATE integrations SET credentials_encrypted = ${Buffer.from(sealed, 'utf8')}, encryption_key_id = ${box.keyId}
      WHERE client_id = ${client_id} AND id = ${id} AND credentials_encrypted = ${before} RETURNING id`);
    count += written.length;
  }
  return count;
}

async function resealManagersTokens(db: Queryable, box: SealedBox): Promise<number> {
  const rows = await db.query<{ client_id: ClientId; telegram_bot_token: string }>(sql`
    SELECT client_id, telegram_bot_token FROM client_settings WHERE telegram_bot_token IS NOT NULL`);
  let count = 0;
  for (const { client_id, telegram_bot_token: before } of rows) {
    const sealed = rotated(() => box.rotate(before, managersTokenPlace(client_id)));
    if (sealed === null) continue;
    const written = await db.query(sql`
      UPDATE client_settings SET telegram_bot_token = ${sealed}
      WHERE client_id = ${client_id} AND telegram_bot_token = ${before} RETURNING client_id`);
    count += written.length;
  }
  return count;
}

async function resealWebhookSecrets(db: Queryable, box: SealedBox): Promise<number> {
  const rows = await db.query<{ sender_key: string; secret: string }>(sql`
    SELECT sender_key, secret FROM telegram_webhooks`);
  let count = 0;
  for (const { sender_key, secret: before } of rows) {
    const sealed = rotated(() => box.rotate(before, webhookSecretPlace(sender_key)));
    if (sealed === null) continue;
    const written = await db.query(sql`
      UPDATE telegram_webhooks SET secret = ${sealed}
      WHERE sender_key = ${sender_key} AND secret = ${before} RETURNING sender_key`);
    count += written.length;
  }
  return count;
}

/** Null where nothing is to be done, or nothing can be. */
function rotated(rotate: () => string | null): string | null {
  try {
    return rotate();
  } catch {
    return null;
  }
}
