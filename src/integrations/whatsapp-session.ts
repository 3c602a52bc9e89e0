import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, IntegrationId } from '../shared/ids.js';
import type { Lease } from '../shared/leases.js';
import type { SealedBox, SealedPlace } from '../shared/sealed-box.js';

/** A linked phone: its integration. */
export type LinkedPhone = { client_id: ClientId; id: IntegrationId };

/** A linked phone whose session is ours to write, under the fence of the lease it was taken with. */
export type HeldPhone = LinkedPhone & { fence: number };

/** One key of the session, by its kind and its id of that kind; null takes it away. */
export type SessionKey = { kind: string; key_id: string; value: string | null };

/** Where the credentials of a linked phone's session are sealed to. */
export function linkCredsPlace({ client_id, id }: LinkedPhone): SealedPlace {
  return { client: client_id, table: 'whatsapp_links', column: 'creds', row: id };
}

/** Where the QR code or the code to type is sealed to, for the minutes it is shown. */
export function linkShownPlace({ client_id, id }: LinkedPhone): SealedPlace {
  return { client: client_id, table: 'whatsapp_links', column: 'shown', row: id };
}

/** Where one key of a linked phone's session is sealed to. */
export function linkKeyPlace({ client_id, id }: LinkedPhone, kind: string, key_id: string): SealedPlace {
  return { client: client_id, table: 'whatsapp_keys', column: 'value', row: `${id}/${kind}/${key_id}` };
}

/**
 * Makes the holder of the connection's lease the only writer of the session: whatever an older holder still has under
 * way is waited for, and what it sends later changes nothing.
 *
 * @returns the opened credentials, null in it when no phone is linked; null when the lease is not held
 * @throws EstafetaError `seal_broken`, `seal_key_unknown`
 */
export async function takeSession(
  db: Queryable,
  box: SealedBox,
  phone: LinkedPhone,
  lease: Lease,
): Promise<{ creds: string | null } | null> {
  const row = await db.maybeOne<{ creds: string | null }>(sql`
    WITH held AS MATERIALIZED (
      SELECT fence FROM leases WHERE key = ${lease.key} AND fence = ${lease.fence} AND expires_at > now() FOR SHARE
    )
    UPDATE whatsapp_links l SET fence = held.fence FROM held
    WHERE l.client_id = ${phone.client_id} AND l.integration_id = ${phone.id}
    RETURNING l.creds`);
  if (!row) return null;
  return { creds: row.creds === null ? null : box.open(row.creds, linkCredsPlace(phone)) };
}

/**
 * Reads many keys of one kind at once.
 *
 * @returns the opened values by key id; those that are missing are left out
 */
export async function readSessionKeys(
  db: Queryable,
  box: SealedBox,
  phone: LinkedPhone,
  { kind, key_ids }: { kind: string; key_ids: readonly string[] },
): Promise<Map<string, string>> {
  const rows = await db.query<{ key_id: string; value: string }>(sql`
    SELECT key_id, value FROM whatsapp_keys
    WHERE client_id = ${phone.client_id} AND integration_id = ${phone.id} AND kind = ${kind}
      AND key_id = ANY(${[...key_ids]})`);
  return new Map(
    rows.map(({ key_id, value }) => [key_id, box.open(value, linkKeyPlace(phone, kind, key_id))]),
  );
}

/**
 * Writes credentials and keys in one statement: all of it or nothing, whenever the process is killed. The row of the link
 * is locked by it, so that writes of one phone never cross.
 *
 * @param creds null leaves them as they are
 * @returns false when somebody else holds the phone now: nothing was written
 */
export async function writeSession(
  db: Queryable,
  box: SealedBox,
  phone: HeldPhone,
  { creds, keys }: { creds: string | null; keys: readonly SessionKey[] },
): Promise<boolean> {
  const sealedCreds = creds === null ? null : box.seal(creds, linkCredsPlace(phone));
  const gone = keys.filter(({ value }) => value === null);
  const kept = keys.flatMap(({ kind, key_id, value }) =>
    value === null ? [] : [{ kind, key_id, sealed: box.seal(value, linkKeyPlace(phone, kind, key_id)) }],
  );
  const rows = await db.query(sql`
    WITH held AS (
      UPDATE whatsapp_links SET creds = coalesce(${sealedCreds}::text, creds), updated_at = now()
      WHERE client_id = ${phone.client_id} AND integration_id = ${phone.id} AND fence = ${phone.fence}
      RETURNING client_id, integration_id
    ), gone AS (
      DELETE FROM whatsapp_keys k
      USING held, unnest(${gone.map(({ kind }) => kind)}::text[], ${gone.map(({ key_id }) => key_id)}::text[])
        AS gone(kind, key_id)
      WHERE k.client_id = held.client_id AND k.integration_id = held.integration_id
        AND k.kind = gone.kind AND k.key_id = gone.key_id
    ), kept AS (
      INSERT INTO whatsapp_keys (client_id, integration_id, kind, key_id, value)
      SELECT held.client_id, held.integration_id, kept.kind, kept.key_id, kept.value
      FROM held, unnest(${kept.map(({ kind }) => kind)}::text[], ${kept.map(({ key_id }) => key_id)}::text[],
        ${kept.map(({ sealed }) => sealed)}::text[]) AS kept(kind, key_id, value)
      ON CONFLICT (integration_id, kind, key_id) DO UPDATE SET value = excluded.value
    )
    SELECT integration_id FROM held`);
  return rows.length > 0;
}

/** Forgets every key of a session that is over. */
export async function forgetSessionKeys(tx: Queryable, { client_id, id }: LinkedPhone): Promise<void> {
  await tx.query(sql`DELETE FROM whatsapp_keys WHERE client_id = ${client_id} AND integration_id = ${id}`);
}
