import { mergeUsers } from './merge-users.js';
import { rootUser } from './whole-user.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { ringAfter } from '../handovers/ring-after.js';
import type { IdentityKind } from '../messages/inbound-message.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, UserId } from '../shared/ids.js';
import { inspiteOfRaces } from '../shared/races.js';
import type { Tools } from '../use-case.js';

type Identity = { kind: IdentityKind; value: string };

/**
 * The messenger itself says that one person is known under all of these addresses, e.g. a phone number and the address
 * that hides it: users who are known by one of them each become one, the elder of them, and what nobody was known by is
 * theirs from now on. Two whom a manager has parted stay two. Nothing a person merely claims may come here.
 *
 * @returns the user, or null when nobody is known under any of them: the first message makes them
 */
export async function joinAddresses(
  tools: Pick<Tools, 'db' | 'clock' | 'bell'>,
  { client_id, identities }: { client_id: ClientId; identities: readonly Identity[] },
): Promise<UserId | null> {
  const profile = await loadClientProfile(tools.db, client_id);
  const now = tools.clock.now();
  const joined = await inspiteOfRaces(() =>
    tools.db.transaction((tx) => join(tx, { profile, identities, now })),
  );
  if (joined?.is_merged) await ringAfter(tools, { profile, user_id: joined.user_id });
  return joined?.user_id ?? null;
}

type Joining = { profile: ClientProfile; identities: readonly Identity[]; now: Date };

async function join(
  tx: Queryable,
  { profile, identities, now }: Joining,
): Promise<{ user_id: UserId; is_merged: boolean } | null> {
  const client_id = profile.id;
  const known = await knownUnder(tx, client_id, identities);
  const [first, ...others] = await keptAs(tx, client_id, known);
  const [owner] = known;
  if (!first || !owner) return null;
  let is_merged = false;
  for (const other of others) {
    if (await werePartedByHand(tx, client_id, [first, other])) continue;
    const outcome = await mergeUsers(tx, {
      profile,
      users: [first, other],
      cause: 'addresses',
      by: null,
      now,
    });
    is_merged ||= outcome.result === 'merged';
  }
  const user_id = await rootUser(tx, { client_id, user_id: first });
  await addAddresses(tx, { client_id, user_id: owner, identities });
  return { user_id, is_merged };
}

/** Who is known under these addresses, in their order. */
async function knownUnder(
  tx: Queryable,
  client_id: ClientId,
  identities: readonly Identity[],
): Promise<UserId[]> {
  const users: UserId[] = [];
  for (const { kind, value } of identities) {
    const known = await tx.maybeOne<{ user_id: UserId }>(sql`
      SELECT user_id FROM user_identities WHERE client_id = ${client_id} AND kind = ${kind} AND value = ${value}`);
    if (known) users.push(known.user_id);
  }
  return users;
}

/** The users they are kept as today, each once. */
async function keptAs(tx: Queryable, client_id: ClientId, users: readonly UserId[]): Promise<UserId[]> {
  const roots: UserId[] = [];
  for (const user_id of users) roots.push(await rootUser(tx, { client_id, user_id }));
  return [...new Set(roots)];
}

async function werePartedByHand(
  tx: Queryable,
  client_id: ClientId,
  pair: readonly [UserId, UserId],
): Promise<boolean> {
  const ids = [...pair];
  const parted = await tx.query(sql`
    SELECT id FROM user_merges
    WHERE client_id = ${client_id} AND user_id = ANY (${ids}::uuid[]) AND merged_user_id = ANY (${ids}::uuid[])
      AND undone_at IS NOT NULL LIMIT 1`);
  return parted.length > 0;
}

/** As those of whoever was known under the first of them, merged or not: should the two part, these go with them. */
async function addAddresses(
  tx: Queryable,
  {
    client_id,
    user_id,
    identities,
  }: { client_id: ClientId; user_id: UserId; identities: readonly Identity[] },
): Promise<void> {
  await tx.query(sql`
    INSERT INTO user_identities (client_id, user_id, kind, value)
    SELECT ${client_id}::uuid, ${user_id}::uuid, a.kind, a.value
    FROM unnest(${identities.map(({ kind }) => kind)}::text[], ${identities.map(({ value }) => value)}::text[]) AS a (kind, value)
    ORDER BY a.kind, a.value
    ON CONFLICT (client_id, kind, value) DO NOTHING`);
}
