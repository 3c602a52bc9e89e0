import { z } from 'zod';
import { EstafetaError, invalidInput, problemList } from '../shared/errors.js';
import { inForm } from '../shared/field-problem.js';
import type { ClientId, IntegrationId } from '../shared/ids.js';
import { hashSecret } from '../shared/sealed-box.js';
import type { SealedBox, SealedPlace } from '../shared/sealed-box.js';

/** The form of a bot token, as BotFather gives it. */
export const botToken = inForm(z.string().trim(), /^\d{5,20}:[A-Za-z0-9_-]{30,64}$/, {
  reason: 'no_bot_token',
  message: 'must be a bot token such as 123456789:AAE… (BotFather gives it)',
});

/** What each platform's connection needs. */
export const credentialSchemas = {
  telegram: z.strictObject({ bot_token: botToken }),
  /** A linked phone has no secret to write down: it is linked with the phone in hand. */
  whatsapp: z.strictObject({
    /** A phone of the playground: linked to its local WhatsApp, never to the real one. */
    playground: z.literal(true).optional(),
  }),
  whatsapp_cloud: z.strictObject({
    access_token: z.string().trim().min(1),
    phone_number_id: z.string().trim().min(1),
    app_secret: z.string().trim().min(1),
    verify_token: z.string().trim().min(1),
  }),
} as const;

export type PlatformId = keyof typeof credentialSchemas;
export type Credentials<P extends PlatformId> = z.infer<(typeof credentialSchemas)[P]>;

/** An integration's credentials as its row keeps them. */
export type SealedCredentials = {
  credentials_encrypted: Uint8Array<ArrayBuffer>;
  encryption_key_id: string;
  /** Fingerprint of what names the connection: with the platform before it, the key of its lease. */
  credentials_hash: string;
};

/**
 * Checks and seals the credentials of one integration, bound to its row.
 *
 * @throws EstafetaError `credentials_invalid` naming the fields, never their values
 */
export function sealCredentials<P extends PlatformId>(
  box: SealedBox,
  integration: { client_id: ClientId; id: IntegrationId; platform_id: P },
  credentials: Credentials<P>,
): SealedCredentials {
  const parsed = credentialSchemas[integration.platform_id].safeParse(credentials);
  if (!parsed.success) throw credentialsInvalid(parsed.error, integration.platform_id);
  const sealed = box.seal(JSON.stringify(parsed.data), credentialsPlace(integration));
  return {
    credentials_encrypted: Uint8Array.from(Buffer.from(sealed, 'utf8')),
    encryption_key_id: box.keyId,
    credentials_hash: connectionHash(integration.id, credentials),
  };
}

/**
 * Opens the credentials of one integration.
 *
 * @throws EstafetaError `seal_broken`, `seal_key_unknown`, `credentials_invalid`, `credentials_missing`
 */
export function openCredentials<P extends PlatformId>(
  box: SealedBox,
  integration: {
    client_id: ClientId;
    id: IntegrationId;
    platform_id: P;
    credentials_encrypted: Uint8Array | null;
  },
): Credentials<P> {
  if (!integration.credentials_encrypted) {
    throw new EstafetaError({
      code: 'credentials_missing',
      message: `The integration ${integration.id} (${integration.platform_id}) has no credentials.`,
      whatToDo: 'Write them into the client file and apply it.',
    });
  }
  const sealed = Buffer.from(integration.credentials_encrypted).toString('utf8');
  const parsed = credentialSchemas[integration.platform_id].safeParse(
    JSON.parse(box.open(sealed, credentialsPlace(integration))),
  );
  if (!parsed.success) throw credentialsInvalid(parsed.error, integration.platform_id);
  return parsed.data as Credentials<P>;
}

/** Seals the token of the bot in a client's managers' group. */
export function sealManagersToken(
  box: SealedBox,
  client_id: ClientId,
  token: string,
): { telegram_bot_token: string; telegram_bot_token_hash: string } {
  return {
    telegram_bot_token: box.seal(token, managersTokenPlace(client_id)),
    telegram_bot_token_hash: hashSecret(token),
  };
}

/** @throws EstafetaError `seal_broken`, `seal_key_unknown` */
export function openManagersToken(box: SealedBox, client_id: ClientId, sealed: string): string {
  return box.open(sealed, managersTokenPlace(client_id));
}

/**
 * What tells two connections of a platform apart: a bot token, a number of the Cloud API; a linked phone is its own row's.
 */
export function connectionHash(id: IntegrationId, credentials: Credentials<PlatformId>): string {
  if ('bot_token' in credentials) return hashSecret(credentials.bot_token);
  if ('phone_number_id' in credentials) return hashSecret(`whatsapp_cloud:${credentials.phone_number_id}`);
  return hashSecret(`whatsapp:${id}`);
}

/** Where the credentials of an integration are sealed to. */
export function credentialsPlace(integration: { client_id: ClientId; id: IntegrationId }): SealedPlace {
  return {
    client: integration.client_id,
    table: 'integrations',
    column: 'credentials_encrypted',
    row: integration.id,
  };
}

/** Where the token of a client's managers' bot is sealed to. */
export function managersTokenPlace(client_id: ClientId): SealedPlace {
  return { client: client_id, table: 'client_settings', column: 'telegram_bot_token', row: client_id };
}

/** Where the secret is sealed to by which Telegram proves itself when it brings the updates of a bot. */
export function webhookSecretPlace(sender_key: string): SealedPlace {
  return { client: null, table: 'telegram_webhooks', column: 'secret', row: sender_key };
}

function credentialsInvalid(error: z.ZodError, platform: string): EstafetaError {
  return invalidInput(
    'credentials_invalid',
    problemList(error, `credentials of ${platform}`),
    'Write the credentials as the example client file shows them.',
  );
}
