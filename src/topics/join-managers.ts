import { refreshCard } from './cards.js';
import { shownManager } from './edit-managers.js';
import type { ListedManager } from './edit-managers.js';
import { managerOfAdmin } from './manager-of-admin.js';
import type { ActingAdmin } from './manager-of-admin.js';
import type { Caller } from '../admins/sessions.js';
import { writeAudit } from '../audit/write-audit.js';
import { loadClientProfile } from '../clients/client-profile.js';
import { ringPosts } from '../handovers/ring-after.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { EstafetaErrorParts } from '../shared/errors.js';
import type { AdminId, ClientId, ManagerId, UserId } from '../shared/ids.js';
import { notFound, Refusal } from '../shared/refusal.js';
import type { Tools } from '../use-case.js';

/** A manager of the group, and the admin who is the same person. */
type Pair = { client_id: ClientId; id: ManagerId; admin_id: AdminId };
type By = Pick<Caller, 'admin_id' | 'name' | 'email' | 'actor'>;
type InGroup = { id: ManagerId; name: string; admin_id: AdminId | null };

/**
 * An admin and a manager of the group are one person: from now on one row, under the name they have in the group. What
 * the admin did in the panel as a manager of their own is that person's too, the past as well: requests, events, words.
 * Of two who join at once one is heard.
 *
 * Locked in the order in which everybody who acts locks: the managers, then requests. Whoever hands a request to one of
 * them at that moment may meet this in a deadlock, after which one of the two runs again.
 *
 * @throws Refusal `not_found`; `conflict`, saying who was first
 */
export async function joinManager(
  { db, clock, bell }: Pick<Tools, 'db' | 'clock' | 'bell'>,
  { by, ...pair }: Pair & { by: By },
): Promise<ListedManager> {
  const now = clock.now();
  const profile = await loadClientProfile(db, pair.client_id);
  const joined = await db.transaction(async (tx) => {
    const admin = await knownAdmin(tx, pair, by);
    if (!admin) throw notFound('admin');
    // Made if it is not there yet: whoever acts in the panel meanwhile waits for this row, and then is the joined one.
    const inPanel = await managerOfAdmin(tx, { client_id: pair.client_id, admin, now });
    const manager = await lockPair(tx, pair, inPanel.id);
    await moveAll(tx, { client_id: pair.client_id, from: inPanel.id, to: manager, now });
    await tx.query(sql`DELETE FROM managers WHERE client_id = ${pair.client_id} AND id = ${inPanel.id}`);
    await tx.query(sql`
      UPDATE managers SET admin_id = ${pair.admin_id} WHERE client_id = ${pair.client_id} AND id = ${manager.id}`);
    await writeAudit(tx, {
      ...{ client_id: pair.client_id, actor: by.actor, action: 'merge', subject: `manager ${manager.name}` },
      ...{ before: { admin: null }, after: { admin: admin.email } },
    });
    return shownManager(tx, pair);
  });
  ringPosts(bell, profile);
  return joined;
}

/**
 * They are two after all. What was done so far stays with the manager of the group; what the admin does in the panel next
 * is done by a manager of their own. Also of an admin who has no role in the client any more.
 *
 * @throws Refusal `not_found`; `conflict` when they are not joined any more
 */
export async function partManager(tx: Queryable, { by, ...pair }: Pair & { by: By }): Promise<ListedManager> {
  const { client_id, id, admin_id } = pair;
  const { name } = await lockInGroup(tx, pair);
  const parted = await tx.maybeOne(sql`
    UPDATE managers SET admin_id = NULL
    WHERE client_id = ${client_id} AND id = ${id} AND admin_id = ${admin_id} AND telegram_user_id IS NOT NULL
    RETURNING id`);
  if (!parted) throw refused({ code: 'not_joined', message: 'They are not joined any more.' });
  await writeAudit(tx, {
    ...{ client_id, actor: by.actor, action: 'part', subject: `manager ${name}` },
    ...{ before: { admin: (await knownAdmin(tx, pair, by))?.email ?? admin_id }, after: { admin: null } },
  });
  return shownManager(tx, pair);
}

/** Somebody with a role in the client, or whoever asks: those who run the installation need none. */
async function knownAdmin(
  tx: Queryable,
  { client_id, admin_id }: Pair,
  by: By,
): Promise<(ActingAdmin & { email: string }) | undefined> {
  if (admin_id === by.admin_id) return by;
  return tx.maybeOne(sql`
    SELECT a.id AS admin_id, a.name, a.email FROM admin_roles r JOIN admins a ON a.id = r.admin_id
    WHERE r.client_id = ${client_id} AND r.admin_id = ${admin_id}`);
}

/**
 * Both rows against everybody: who acts as one of them waits, and so does whoever would write one's id somewhere.
 *
 * @returns the manager of the group, who is no admin yet
 */
async function lockPair(tx: Queryable, pair: Pair, inPanel: ManagerId): Promise<InGroup> {
  const { client_id, id } = pair;
  if (inPanel === id) throw refused({ code: 'joined_already', message: 'They are one person already.' });
  const own = await tx.one<{ name: string; is_in_group: boolean }>(sql`
    SELECT name, telegram_user_id IS NOT NULL AS is_in_group FROM managers
    WHERE client_id = ${client_id} AND id = ${inPanel} FOR UPDATE`);
  if (own.is_in_group)
    throw refused({
      code: 'admin_in_group',
      message: `This admin is ${own.name} in the group already.`,
      params: { who: own.name },
    });
  const manager = await lockInGroup(tx, pair);
  if (manager.admin_id !== null)
    throw refused({ code: 'manager_in_panel', message: 'This manager is another admin already.' });
  return manager;
}

async function lockInGroup(tx: Queryable, { client_id, id }: Pair): Promise<InGroup> {
  const manager = await tx.maybeOne<InGroup>(sql`
    SELECT id, name, admin_id FROM managers
    WHERE client_id = ${client_id} AND id = ${id} AND telegram_user_id IS NOT NULL FOR UPDATE`);
  if (!manager) throw notFound('manager');
  return manager;
}

/**
 * Whatever names one manager names the other; what is open is shown under the new name. Users are merged in the group
 * alone: `user_merges` names nobody who answers from the panel only.
 */
async function moveAll(
  tx: Queryable,
  { client_id, from, to, now }: { client_id: ClientId; from: ManagerId; to: InGroup; now: Date },
): Promise<void> {
  const requests = await tx.query<{ user_id: UserId; is_open: boolean }>(sql`
    UPDATE handovers SET manager_id = ${to.id},
      assigned_to_name = CASE WHEN status = 'active' THEN ${to.name} ELSE assigned_to_name END
    WHERE client_id = ${client_id} AND manager_id = ${from} RETURNING user_id, status = 'active' AS is_open`);
  // At once: a row that is changed a second time locks its request, which somebody else may hold.
  await tx.query(sql`
    UPDATE handover_events SET manager_id = CASE WHEN manager_id = ${from} THEN ${to.id}::uuid ELSE manager_id END,
      detail = CASE WHEN detail->>'manager_id' = ${from}
        THEN jsonb_set(detail, '{manager_id}', to_jsonb(${to.id}::text)) ELSE detail END
    WHERE client_id = ${client_id} AND (manager_id = ${from} OR detail->>'manager_id' = ${from})`);
  await tx.query(sql`
    UPDATE messages SET manager_id = ${to.id} WHERE client_id = ${client_id} AND manager_id = ${from}`);
  // The key of a note names its author, so that one who asks for it again finds it.
  await tx.query(sql`
    UPDATE topic_posts SET payload = jsonb_set(payload, '{manager_id}', to_jsonb(${to.id}::text)),
      dedupe_key = CASE WHEN kind = 'note' THEN replace(dedupe_key, ${from}, ${to.id}) ELSE dedupe_key END
    WHERE client_id = ${client_id} AND payload->>'manager_id' = ${from}`);
  for (const { user_id, is_open } of requests)
    if (is_open) await refreshCard(tx, { client_id, user_id }, now);
}

function refused(parts: Omit<EstafetaErrorParts, 'whatToDo'>): Refusal {
  return new Refusal('conflict', {
    ...parts,
    whatToDo: 'Look at the list again: it shows who is who now. Part them first to join others.',
  });
}
