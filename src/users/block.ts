import { settleByUnblocking } from '../conversations/wake-if-unanswered.js';
import { dropQueuedReplies, skipBacklog } from '../handovers/backlog.js';
import { carryOut } from '../handovers/carry-out.js';
import type { Acting } from '../handovers/carry-out.js';
import { lockOpenHandover } from '../handovers/handover-row.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { UserId } from '../shared/ids.js';
import { refreshNewestCard } from '../topics/cards.js';

/**
 * /block: from now on the user's messages are stored and shown, and nothing else: not answered, no request, no clock. An
 * open request ends without a word to the user; replies of the bot that have not left are dropped. A part of the caller's
 * transaction.
 *
 * @returns false when the user was blocked already
 */
export async function blockUser(tx: Queryable, user_id: UserId, acting: Acting): Promise<boolean> {
  const of = { client_id: acting.profile.id, user_id };
  // The user's row before their conversations, as a message of theirs takes them.
  const blocked = await tx.query(sql`
    UPDATE users SET blocked_at = ${acting.now}
    WHERE client_id = ${of.client_id} AND id = ${user_id} AND blocked_at IS NULL RETURNING id`);
  if (blocked.length === 0) return false;
  await shutOut(tx, user_id, acting);
  return true;
}

/** What follows for a user who is blocked by now: see {@link blockUser}. A part of the caller's transaction. */
export async function shutOut(tx: Queryable, user_id: UserId, acting: Acting): Promise<void> {
  const of = { client_id: acting.profile.id, user_id };
  const open = await lockOpenHandover(tx, of);
  if (open) await carryOut(tx, open, { type: 'shut_out' }, acting);
  await dropQueuedReplies(tx, of);
  await tx.query(sql`
    UPDATE conversations SET deferred_until = NULL, deferred_reason = NULL, deferred_at = NULL,
      bot_status = 'active', bot_muted_until = NULL
    WHERE client_id = ${of.client_id} AND user_id = ${user_id} AND status = 'active'`);
  await skipBacklog(tx, of);
  await refreshNewestCard(tx, of, acting.now);
}

/**
 * /unblock: what the user writes from now on is answered again; what they wrote meanwhile is not. A part of the caller's
 * transaction.
 *
 * @returns false when the user was not blocked
 */
export async function unblockUser(
  tx: Queryable,
  user_id: UserId,
  { profile, now }: Pick<Acting, 'profile' | 'now'>,
): Promise<boolean> {
  const of = { client_id: profile.id, user_id };
  const unblocked = await tx.query(sql`
    UPDATE users SET blocked_at = NULL
    WHERE client_id = ${of.client_id} AND id = ${user_id} AND blocked_at IS NOT NULL RETURNING id`);
  if (unblocked.length === 0) return false;
  await lockOpenHandover(tx, of);
  await skipBacklog(tx, of);
  await settleByUnblocking(tx, of);
  await refreshNewestCard(tx, of, now);
  return true;
}
