import { cloudSettings } from '../../src/integrations/cloud-settings.js';
import type { CloudSettings } from '../../src/integrations/cloud-settings.js';
import { openCredentials } from '../../src/integrations/credentials.js';
import type { Credentials } from '../../src/integrations/credentials.js';
import { json, sql } from '../../src/shared/database.js';
import type { Queryable, Sql } from '../../src/shared/database.js';
import type { Tools } from '../../src/use-case.js';
import { explain } from '../../src/shared/errors.js';
import { longId } from '../../src/shared/ids.js';
import type { ClientId, IntegrationId } from '../../src/shared/ids.js';
import type { SealedBox } from '../../src/shared/sealed-box.js';

/** One number of the official API, and whose it is. */
export type CloudNumber = {
  /** `whatsapp_cloud:<fingerprint>`: the key of its lease. */
  sender_key: string;
  client_id: ClientId;
  id: IntegrationId;
  name: string;
  credentials: Credentials<'whatsapp_cloud'>;
  settings: CloudSettings;
  /** The business account it belongs to at Meta, as its webhooks say; null until the first has come. */
  account_id: string | null;
  /** Since when its templates are to be asked for anew. */
  templates_wanted_at: Date | null;
};

type Row = Pick<
  CloudNumber,
  'sender_key' | 'client_id' | 'id' | 'name' | 'account_id' | 'templates_wanted_at'
> & {
  credentials_encrypted: Uint8Array;
  settings: unknown;
};

type OnUnreadable = (sender_key: string, problem: string) => void;

/** Every number that is connected, over all clients. @param onUnreadable told of one whose secrets can't be opened; it is left out */
export async function wantedNumbers(
  db: Queryable,
  box: SealedBox,
  onUnreadable: OnUnreadable,
): Promise<Map<string, CloudNumber>> {
  const numbers = opened(box, await rows(db, sql`true`), onUnreadable);
  return new Map(numbers.map((number) => [number.sender_key, number]));
}

/** The numbers of one client that are connected and whose secrets can be opened. */
export async function numbersOfClient(
  db: Queryable,
  box: SealedBox,
  client_id: ClientId,
): Promise<CloudNumber[]> {
  return opened(box, await rows(db, sql`client_id = ${client_id}`), () => undefined);
}

/**
 * Whose webhooks come to an address.
 *
 * @param path the last part of the address, as `webhookUrl` makes it
 * @throws EstafetaError `seal_broken`, `seal_key_unknown`
 */
export async function numberAt(db: Queryable, box: SealedBox, path: string): Promise<CloudNumber | null> {
  const id = longId<IntegrationId>(path);
  if (id === null) return null;
  const [row] = await rows(db, sql`id = ${id}`);
  return row ? numberOf(box, row) : null;
}

/** Keeps which account a number belongs to at Meta: its templates are asked for there, at once. */
export async function noteAccount(
  { db, clock }: Pick<Tools, 'db' | 'clock'>,
  { client_id, id }: Pick<CloudNumber, 'client_id' | 'id'>,
  account_id: string,
): Promise<void> {
  await db.query(sql`
    UPDATE integrations SET metadata = metadata || ${json({ account_id })}::jsonb, templates = NULL,
      templates_wanted_at = ${clock.now()}
    WHERE client_id = ${client_id} AND id = ${id} AND metadata->>'account_id' IS DISTINCT FROM ${account_id}`);
}

function rows(db: Queryable, which: Sql): Promise<Row[]> {
  return db.query<Row>(sql`
    SELECT id, client_id, name, platform_id || ':' || credentials_hash AS sender_key, credentials_encrypted, settings,
      metadata->>'account_id' AS account_id, templates_wanted_at
    FROM integrations
    WHERE platform_id = 'whatsapp_cloud' AND credentials_hash IS NOT NULL AND status <> 'disconnected' AND ${which}
    ORDER BY id`);
}

function opened(box: SealedBox, found: readonly Row[], onUnreadable: OnUnreadable): CloudNumber[] {
  return found.flatMap((row) => {
    try {
      return [numberOf(box, row)];
    } catch (error) {
      onUnreadable(row.sender_key, explain(error));
      return [];
    }
  });
}

function numberOf(box: SealedBox, { credentials_encrypted, settings, ...number }: Row): CloudNumber {
  const { id, client_id } = number;
  const sealed = { id, client_id, platform_id: 'whatsapp_cloud' as const, credentials_encrypted };
  return {
    ...number,
    credentials: openCredentials(box, sealed),
    settings: cloudSettings.safeParse(settings).data ?? {},
  };
}
