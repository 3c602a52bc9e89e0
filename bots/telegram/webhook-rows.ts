import { randomBytes } from 'node:crypto';
import { webhookSecretPlace } from '../../src/integrations/credentials.js';
import { sql } from '../../src/shared/database.js';
import type { Queryable } from '../../src/shared/database.js';
import type { SealedBox } from '../../src/shared/sealed-box.js';

/** Where Telegram brings the updates of one bot, and by what it proves itself. */
export type Webhook = {
  sender_key: string;
  /** The last part of the address: 32 random bytes, 43 characters. */
  path: string;
  /** What stands in the header `X-Telegram-Bot-Api-Secret-Token`. */
  secret: string;
  /** The bot's name, as it was when the webhook was set. */
  username: string;
};

const randomPart = /^[A-Za-z0-9_-]{43}$/;

/**
 * The webhook of a bot, made when there is none yet. Whoever asks first makes it; the others are given the same. One
 * whose secret doesn't open any more (the key is lost) is replaced.
 *
 * @param username the bot's name, noted for whoever receives its updates
 */
export async function webhookOf(
  db: Queryable,
  box: SealedBox,
  { sender_key, username }: { sender_key: string; username: string },
): Promise<Webhook> {
  const fresh = { path: randomText(), secret: randomText() };
  const sealed = box.seal(fresh.secret, webhookSecretPlace(sender_key));
  const row = await db.one<Webhook>(sql`
    INSERT INTO telegram_webhooks (sender_key, path, secret, username)
    VALUES (${sender_key}, ${fresh.path}, ${sealed}, ${username})
    ON CONFLICT (sender_key) DO UPDATE SET username = excluded.username
    RETURNING sender_key, path, secret, username`);
  const secret = opened(box, row);
  if (secret !== null) return { ...row, secret };
  await db.query(sql`
    UPDATE telegram_webhooks SET path = ${fresh.path}, secret = ${sealed}, created_at = now()
    WHERE sender_key = ${sender_key} AND secret = ${row.secret}`);
  return webhookOf(db, box, { sender_key, username });
}

/** @returns whose updates come to this path; null when nobody's do, or its secret can't be opened here */
export async function webhookAt(db: Queryable, box: SealedBox, path: string): Promise<Webhook | null> {
  if (!randomPart.test(path)) return null;
  const row = await db.maybeOne<Webhook>(sql`
    SELECT sender_key, path, secret, username FROM telegram_webhooks WHERE path = ${path}`);
  const secret = row && opened(box, row);
  return row && secret ? { ...row, secret } : null;
}

/** The address a bot's updates are brought to. */
export function webhookUrl(publicUrl: string, { path }: Pick<Webhook, 'path'>): string {
  return `${publicUrl}/telegram/${path}`;
}

function opened(box: SealedBox, { sender_key, secret }: Webhook): string | null {
  try {
    return box.open(secret, webhookSecretPlace(sender_key));
  } catch {
    return null;
  }
}

function randomText(): string {
  return randomBytes(32).toString('base64url');
}
