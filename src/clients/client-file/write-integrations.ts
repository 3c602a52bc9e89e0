import type { ClientFile, ClientFileIntegration } from './client-file-schema.js';
import { fingerprintOf } from './client-state.js';
import type { ClientState } from './client-state.js';
import { sealCredentials } from '../../integrations/credentials.js';
import { isUniqueViolation, json, sql } from '../../shared/database.js';
import type { Queryable } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import type { ClientId, IntegrationId } from '../../shared/ids.js';
import type { SealedBox } from '../../shared/sealed-box.js';

type Write = {
  client_id: ClientId;
  before: Pick<ClientState, 'integrations'>;
  wanted: Pick<ClientState, 'integrations'>;
  file: Pick<ClientFile, 'integrations'>;
  box: SealedBox;
};

/** Connects what the file says anew, disconnects what it takes away. Part of the caller's transaction. */
export async function writeIntegrations(
  tx: Queryable,
  { client_id, before, wanted, file, box }: Write,
): Promise<void> {
  for (const [key, hash] of Object.entries(wanted.integrations)) {
    if (before.integrations[key] === hash && key in before.integrations) continue;
    const given = file.integrations?.find((entry) => `${entry.platform}/${entry.name}` === key);
    if (given) await connect(tx, { client_id, box, given });
    else await disconnect(tx, client_id, key);
  }
}

/**
 * Connects an integration, or gives one that is there new credentials. Part of the caller's transaction.
 *
 * @param account how it calls itself at the messenger, where somebody asked
 * @throws whatever PostgreSQL says when the token or the number belongs to another one: {@link isTaken}
 */
export async function connect(
  tx: Queryable,
  {
    client_id,
    box,
    given,
    account = null,
  }: Pick<Write, 'client_id' | 'box'> & { given: ClientFileIntegration; account?: string | null },
): Promise<IntegrationId> {
  // The secret is bound to its row, so the row's id has to be known first.
  const { id } = await tx.one<{ id: IntegrationId }>(sql`
    INSERT INTO integrations (id, client_id, platform_id, name)
    VALUES (${newId<IntegrationId>()}, ${client_id}, ${given.platform}, ${given.name})
    ON CONFLICT (client_id, platform_id, name) DO UPDATE SET updated_at = now()
    RETURNING id`);
  const sealed = sealCredentials(box, { client_id, id, platform_id: given.platform }, given.credentials);
  const settings = 'settings' in given ? given.settings : undefined;
  // What Meta told of another number says nothing of this one.
  const isSame = sql`credentials_hash IS NOT DISTINCT FROM ${sealed.credentials_hash}`;
  await tx.query(sql`
    UPDATE integrations
    SET settings = ${json(settings ?? {})}::jsonb, templates = CASE WHEN ${isSame} THEN templates END,
      metadata = CASE WHEN ${isSame} THEN metadata ELSE metadata - 'account_id' END
        || ${json({ fingerprint: fingerprintOf(given), account })}::jsonb,
      credentials_encrypted = ${Buffer.from(sealed.credentials_encrypted)}, encryption_key_id = ${sealed.encryption_key_id},
      credentials_hash = ${sealed.credentials_hash}, status = 'pending', status_message = NULL, updated_at = now()
    WHERE client_id = ${client_id} AND id = ${id}`);
  return id;
}

/** Switches an integration off: its credentials are erased, its conversations stay. Part of the caller's transaction. */
export async function disconnect(tx: Queryable, client_id: ClientId, key: string): Promise<void> {
  const [platform, name] = key.split('/', 2);
  await tx.query(sql`
    UPDATE integrations
    SET credentials_encrypted = NULL, encryption_key_id = NULL, credentials_hash = NULL, status = 'disconnected', updated_at = now()
    WHERE client_id = ${client_id} AND platform_id = ${platform} AND name = ${name}`);
}

/** Whether a connection failed because its token or number belongs to another one. */
export function isTaken(error: unknown): boolean {
  return isUniqueViolation(error, 'integrations_credentials_hash_key');
}
