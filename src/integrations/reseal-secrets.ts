import { credentialsPlace, managersTokenPlace, webhookSecretPlace } from './credentials.js';
import { linkCredsPlace, linkKeyPlace } from './whatsapp-session.js';
import { totpPlace } from '../admins/totp.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { AdminId, ClientId, IntegrationId } from '../shared/ids.js';
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
    (await resealWebhookSecrets(db, box)) +
    (await resealLinks(db, box)) +
    (await resealSessionKeys(db, box)) +
    (await resealOneTimeCodes(db, box))
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

async function resealLinks(db: Queryable, box: SealedBox): Promise<number> {
  const rows = await db.query<{ id: IntegrationId; client_id: ClientId; creds: string }>(sql`
    SELECT integration_id AS id, client_id, creds FROM whatsapp_links
    WHERE creds IS NOT NULL AND NOT starts_with(creds, ${sealedWith(box)})`);
  let count = 0;
  for (const { id, client_id, creds: before } of rows) {
    const sealed = rotated(() => box.rotate(before, linkCredsPlace({ client_id, id })));
    if (sealed === null) continue;
    const written = await db.query(sql`
      UPDATE whatsapp_links SET creds = ${sealed}
      WHERE client_id = ${client_id} AND integration_id = ${id} AND creds = ${before} RETURNING integration_id`);
    count += written.length;
  }
  return count;
}

type SessionKeyRow = { id: IntegrationId; client_id: ClientId; kind: string; key_id: string; value: string };

/** There are thousands of them, and their phone goes on changing them meanwhile. */
const keysAtOnce = 500;

async function resealOneTimeCodes(db: Queryable, box: SealedBox): Promise<number> {
  const rows = await db.query<{ id: AdminId; totp_secret: string }>(sql`
    SELECT id, totp_secret FROM admins
    WHERE totp_secret IS NOT NULL AND NOT starts_with(totp_secret, ${sealedWith(box)})`);
  let count = 0;
  for (const { id, totp_secret: before } of rows) {
    const sealed = rotated(() => box.rotate(before, totpPlace(id)));
    if (sealed === null) continue;
    const written = await db.query(sql`
      UPDATE admins SET totp_secret = ${sealed} WHERE id = ${id} AND totp_secret = ${before} RETURNING id`);
    count += written.length;
  }
  return count;
}

async function resealSessionKeys(db: Queryable, box: SealedBox): Promise<number> {
  let count = 0;
  let after = { id: '00000000-0000-0000-0000-000000000000', kind: '', key_id: '' };
  for (;;) {
    const rows = await db.query<SessionKeyRow>(sql`
      SELECT integration_id AS id, client_id, kind, key_id, value FROM whatsapp_keys
      WHERE (integration_id, kind, key_id) > (${after.id}::uuid, ${after.kind}, ${after.key_id})
        AND NOT starts_with(value, ${sealedWith(box)})
      ORDER BY integration_id, kind, key_id LIMIT ${keysAtOnce}`);
    const last = rows.at(-1);
    if (!last) return count;
    after = last;
    const sealed = rows.flatMap((row) => {
      const value = rotated(() => box.rotate(row.value, linkKeyPlace(row, row.kind, row.key_id)));
      return value === null ? [] : [{ ...row, before: row.value, value }];
    });
    const written = await db.query(sql`
      UPDATE whatsapp_keys k SET value = anew.value
      FROM unnest(${sealed.map(({ client_id }) => client_id)}::uuid[], ${sealed.map(({ id }) => id)}::uuid[],
        ${sealed.map(({ kind }) => kind)}::text[], ${sealed.map(({ key_id }) => key_id)}::text[],
        ${sealed.map(({ before }) => before)}::text[], ${sealed.map(({ value }) => value)}::text[])
        AS anew(client_id, integration_id, kind, key_id, before, value)
      WHERE k.client_id = anew.client_id AND k.integration_id = anew.integration_id AND k.kind = anew.kind
        AND k.key_id = anew.key_id AND k.value = anew.before
      RETURNING k.key_id`);
    count += written.length;
  }
}

/** How everything begins that the newest key has sealed. */
function sealedWith({ keyId }: SealedBox): string {
  return `e1.${keyId}.`;
}

/** Null where nothing is to be done, or nothing can be. */
function rotated(rotate: () => string | null): string | null {
  try {
    return rotate();
  } catch {
    return null;
  }
}
