import { blockUser, unblockUser } from './block.js';
import { mergeUsers } from './merge-users.js';
import { undoMerge } from './undo-merge.js';
import { rootUser } from './whole-user.js';
import { writeAudit } from '../audit/write-audit.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { Acting } from '../handovers/carry-out.js';
import { ringAfter } from '../handovers/ring-after.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, UserId } from '../shared/ids.js';
import { notFound, Refusal } from '../shared/refusal.js';
import type { Tools } from '../use-case.js';

type Editing = {
  client_id: ClientId;
  user_id: UserId;
  /** Who does it, for the audit. */
  actor: string;
};
type EditTools = Pick<Tools, 'db' | 'clock' | 'bell'>;

/**
 * An admin says that two users are one person. See {@link mergeUsers}.
 *
 * @returns who they are kept as
 * @throws Refusal `not_found`, `conflict` when they are one already
 */
export async function mergeByAdmin(
  tools: EditTools,
  editing: Editing & { other_id: UserId },
): Promise<UserId> {
  const { user_id, other_id } = editing;
  return edited(tools, editing, async (tx, acting) => {
    await known(tx, editing.client_id, other_id);
    const outcome = await mergeUsers(tx, { ...acting, users: [user_id, other_id], cause: 'manager' });
    if (outcome.result === 'same') throw alreadyOne();
    const { elder_id, younger_id } = outcome;
    await audit(tx, editing, { action: 'merge', user_id: elder_id, after: { merged: younger_id } });
    return [elder_id];
  });
}

/**
 * An admin takes the last merge into a user back. See {@link undoMerge}.
 *
 * @returns who stays
 * @throws Refusal `not_found`, also when nobody was merged into them
 */
export async function unmergeByAdmin(tools: EditTools, editing: Editing): Promise<UserId> {
  return edited(tools, editing, async (tx, acting) => {
    const undone = await undoMerge(tx, editing.user_id, acting);
    if (!undone) throw notFound('merge');
    const { elder_id, younger_id } = undone;
    await audit(tx, editing, { action: 'unmerge', user_id: elder_id, before: { merged: younger_id } });
    return [elder_id, younger_id];
  });
}

/** An admin has a user answered no more, or again; where it is so already, nothing changes. */
export async function blockByAdmin(
  tools: EditTools,
  editing: Editing & { is_blocked: boolean },
): Promise<UserId> {
  const { client_id, is_blocked } = editing;
  return edited(tools, editing, async (tx, acting) => {
    const user_id = await rootUser(tx, { client_id, user_id: editing.user_id });
    const changed = is_blocked
      ? await blockUser(tx, user_id, acting)
      : await unblockUser(tx, user_id, acting);
    const sides = { before: { is_blocked: changed ? !is_blocked : is_blocked }, after: { is_blocked } };
    await audit(tx, editing, { action: is_blocked ? 'block' : 'unblock', user_id, ...sides });
    return [user_id];
  });
}

async function edited(
  { db, clock, bell }: EditTools,
  { client_id, user_id }: Editing,
  edit: (tx: Queryable, acting: Acting) => Promise<[UserId, ...UserId[]]>,
): Promise<UserId> {
  const profile = await loadClientProfile(db, client_id);
  const touched = await db.transaction(async (tx) => {
    await known(tx, client_id, user_id);
    return edit(tx, { profile, by: null, now: clock.now() });
  });
  for (const one of touched) await ringAfter({ db, bell }, { profile, user_id: one });
  return touched[0];
}

async function known(tx: Queryable, client_id: ClientId, user_id: UserId): Promise<void> {
  const rows = await tx.query(sql`SELECT id FROM users WHERE client_id = ${client_id} AND id = ${user_id}`);
  if (rows.length === 0) throw notFound('user');
}

async function audit(
  tx: Queryable,
  { client_id, actor }: Editing,
  {
    user_id,
    before = null,
    after = null,
    action,
  }: { action: string; user_id: UserId; before?: object | null; after?: object | null },
): Promise<void> {
  await writeAudit(tx, { client_id, actor, action, subject: `user ${user_id}`, before, after });
}

function alreadyOne(): Refusal {
  return new Refusal('conflict', {
    code: 'users_are_one',
    message: 'These are one user already.',
    whatToDo: 'Choose somebody else, or leave it as it is.',
  });
}
