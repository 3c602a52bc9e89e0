import { forgetAlarms } from '../alarms.js';
import { loadLink } from '../whatsapp-link-row.js';
import { writeAudit } from '../../audit/write-audit.js';
import { integrationSchema } from '../../clients/client-file/client-file-schema.js';
import type { ClientFileIntegration } from '../../clients/client-file/client-file-schema.js';
import { plainly } from '../../clients/client-file/plain-problem.js';
import { connect, disconnect, isTaken } from '../../clients/client-file/write-integrations.js';
import { sql } from '../../shared/database.js';
import type { Queryable } from '../../shared/database.js';
import type { ClientId, IntegrationId } from '../../shared/ids.js';
import { FieldsInvalid } from '../../shared/refused-edit.js';
import { notFound, Refusal } from '../../shared/refusal.js';
import type { SealedBox } from '../../shared/sealed-box.js';

type By = { client_id: ClientId; actor: string; box: SealedBox };
type Given = { channel: ClientFileIntegration; account: string | null };
type Stored = { id: IntegrationId; platform: string; name: string; status: string; settings: unknown };

/**
 * What somebody typed, as a connection.
 *
 * @param given as a client file writes it: platform, name, credentials, settings
 * @throws FieldsInvalid
 */
export function readChannel(given: unknown): ClientFileIntegration {
  const { data, error } = integrationSchema.safeParse(given, { error: plainly });
  if (error) throw FieldsInvalid.of(error.issues);
  return data;
}

/**
 * A connection that is there, with other credentials.
 *
 * @param given.settings left out, they stay
 * @throws FieldsInvalid, Refusal `not_found`
 */
export async function readRenewal(
  db: Queryable,
  {
    client_id,
    id,
    ...given
  }: Pick<By, 'client_id'> & { id: IntegrationId; credentials: unknown; settings?: unknown },
): Promise<ClientFileIntegration> {
  const { platform, name, settings } = await load(db, client_id, id);
  const kept = platform === 'whatsapp_cloud' ? { settings: given.settings ?? settings } : {};
  return readChannel({ platform, name, credentials: given.credentials, ...kept });
}

/**
 * Adds a connection; whatever connects looks for it within seconds. One that was switched off under this name goes on
 * with its conversations. Part of the caller's transaction.
 *
 * @param given.account how it calls itself at the messenger; null where nobody asked
 * @throws FieldsInvalid when the name is taken, or the token or number belongs to another connection
 */
export async function addChannel(
  tx: Queryable,
  { channel, account, ...by }: By & Given,
): Promise<{ id: IntegrationId }> {
  const before = await tx.maybeOne<Stored>(sql`
    SELECT id, platform_id AS platform, name, status, settings FROM integrations
    WHERE client_id = ${by.client_id} AND platform_id = ${channel.platform} AND name = ${channel.name} FOR UPDATE`);
  if (before && before.status !== 'disconnected')
    throw new FieldsInvalid({
      name: { reason: 'taken', message: 'is the name of another connection already' },
    });
  return { id: await connected(tx, by, { channel, account, action: before ? 'connect_again' : 'add' }) };
}

/**
 * Gives a connection other credentials: a token that was made anew, say; also one that was switched off, which goes on
 * with its conversations. Part of the caller's transaction.
 *
 * @throws FieldsInvalid as {@link addChannel}
 */
export async function renewChannel(tx: Queryable, { channel, account, ...by }: By & Given): Promise<void> {
  await connected(tx, by, { channel, account, action: 'renew' });
}

/**
 * Switches a connection off: its credentials are erased, its conversations stay. Part of the caller's transaction.
 *
 * @throws Refusal `not_found`; `unlink_first` while a phone is linked: WhatsApp has to be told
 */
export async function switchChannelOff(
  tx: Queryable,
  { client_id, id, actor }: Omit<By, 'box'> & { id: IntegrationId },
): Promise<void> {
  const stored = await load(tx, client_id, id, sql`FOR UPDATE`);
  if (stored.status === 'disconnected') return;
  const link = await loadLink(tx, { client_id, id });
  if (link?.is_linked) throw unlinkFirst();
  await disconnect(tx, client_id, `${stored.platform}/${stored.name}`);
  await forgetAlarms(tx, client_id);
  await writeAudit(tx, {
    ...{ client_id, actor, action: 'switch_off', subject: subjectOf(stored) },
    before: { status: stored.status },
    after: { status: 'disconnected' },
  });
}

async function connected(
  tx: Queryable,
  { client_id, actor, box }: By,
  { channel, account, action }: Given & { action: string },
): Promise<IntegrationId> {
  let id: IntegrationId;
  try {
    id = await connect(tx, { client_id, box, given: channel, account });
  } catch (error) {
    if (!isTaken(error)) throw error;
    const field = channel.platform === 'telegram' ? 'bot_token' : 'phone_number_id';
    throw new FieldsInvalid({
      [`credentials.${field}`]: { reason: 'taken', message: 'belongs to another connection already' },
    });
  }
  const settings = 'settings' in channel && channel.settings ? { settings: channel.settings } : {};
  await writeAudit(tx, {
    ...{ client_id, actor, action, subject: subjectOf(channel), before: null },
    after: { credentials: 'a sealed secret', ...(account === null ? {} : { account }), ...settings },
  });
  return id;
}

async function load(db: Queryable, client_id: ClientId, id: IntegrationId, lock = sql``): Promise<Stored> {
  const row = await db.maybeOne<Stored>(sql`
    SELECT id, platform_id AS platform, name, status, settings FROM integrations
    WHERE client_id = ${client_id} AND id = ${id} ${lock}`);
  if (!row) throw notFound('connection');
  return row;
}

function subjectOf({ platform, name }: { platform: string; name: string }): string {
  return `channel ${platform}/${name}`;
}

function unlinkFirst(): Refusal {
  return new Refusal('conflict', {
    code: 'unlink_first',
    message: 'A phone is linked to this connection.',
    whatToDo: 'Unlink the phone first, so that WhatsApp knows; then switch the connection off.',
  });
}
