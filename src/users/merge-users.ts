import { shutOut } from './block.js';
import { lockMerges, lockUsers } from './lock-users.js';
import type { LockedUser, LockedUsers } from './lock-users.js';
import { rootUser } from './whole-user.js';
import { carryConversations } from '../conversations/carry-conversations.js';
import { dropQueuedReplies } from '../handovers/backlog.js';
import type { Acting } from '../handovers/carry-out.js';
import { carryHandover } from '../handovers/carry-handover.js';
import { json, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, TopicId, UserId } from '../shared/ids.js';
import { queueCard, refreshCard } from '../topics/cards.js';
import { joinTopics } from '../topics/join-topics.js';
import { nameInWords } from '../topics/name-in-words.js';

/** How it came out that two users are one person: a manager said so, or the messenger by their addresses. */
export type MergeCause = 'manager' | 'addresses';

export type MergeOutcome =
  | { result: 'merged'; merge_id: string; elder_id: UserId; younger_id: UserId }
  /** They are one user already. */
  | { result: 'same'; user_id: UserId };

/** What is said of a user beside their addresses; the elder has of the younger what they lacked themselves. */
type Facts = Record<'phone' | 'remote_jid' | 'name' | 'username' | 'language_code', string | null>;

/** What a merge changed beside the pointer: kept in `user_merges.detail`. */
export type MergeDetail = {
  /** The elder as they were before: what the two write from now on changes them. */
  before?: Facts;
  /** The younger's topic, when the elder had none and has this one since. */
  topic_id: TopicId | null;
  is_blocked_by_it: boolean;
};

/**
 * Two users are one person. Who is known for longer stays, and the younger one points at them: what comes in at any of
 * their addresses is the elder's from now on. The younger's open conversations and request end, and go on as the elder's,
 * so that nobody who waits is forgotten; a block counts for the whole person. A merge always points at an elder user, so
 * that no chain of them ends where it began. A part of the caller's transaction; ring for the elder afterwards.
 *
 * Locked in this order, here and wherever two of these are locked: the client's merges, users, conversations, requests.
 */
export async function mergeUsers(
  tx: Queryable,
  { users: [one, other], cause, ...acting }: Acting & { users: readonly [UserId, UserId]; cause: MergeCause },
): Promise<MergeOutcome> {
  const { profile, by, now } = acting;
  const client_id = profile.id;
  await lockMerges(tx, client_id);
  const roots = [
    await rootUser(tx, { client_id, user_id: one }),
    await rootUser(tx, { client_id, user_id: other }),
  ];
  const locked = await lockUsers(tx, { client_id, user_ids: roots });
  const [elder, younger] = locked.users;
  if (!elder || !younger) return { result: 'same', user_id: elder?.id ?? one };
  const names = {
    elder: { id: elder.id, name: await nameInWords(tx, profile, elder.id) },
    younger: { id: younger.id, name: await nameInWords(tx, profile, younger.id) },
  };
  const ids = { client_id, elder_id: elder.id, younger_id: younger.id };
  await dropRepliesOfBot(tx, client_id, locked);
  const carried = await carryConversations(tx, { ...ids, now });
  const card = await carryHandover(tx, { ...acting, ...locked.handovers, elder_id: elder.id, carried });
  const before = await pointAtElder(tx, ids);
  const { id: merge_id } = await tx.one<{ id: string }>(sql`
    INSERT INTO user_merges (client_id, user_id, merged_user_id, cause, manager_id, created_at)
    VALUES (${client_id}, ${elder.id}, ${younger.id}, ${cause}, ${by?.id ?? null}::uuid, ${now}) RETURNING id`);
  const topic_id = await joinTopics(tx, { profile, merge_id, ...names, by, carried, now });
  if (card) await queueCard(tx, { profile, handover: card, now });
  else await refreshCard(tx, { client_id, user_id: elder.id }, now);
  const detail: MergeDetail = {
    before,
    topic_id,
    is_blocked_by_it: await blockWhole(tx, { elder, younger }, acting),
  };
  await tx.query(sql`
    UPDATE user_merges SET detail = ${json(detail)}::jsonb WHERE client_id = ${client_id} AND id = ${merge_id}`);
  return { result: 'merged', merge_id, elder_id: elder.id, younger_id: younger.id };
}

/** While a person has one of the two, or one is blocked, the bot says nothing to either; later it would find no conversation. */
async function dropRepliesOfBot(
  tx: Queryable,
  client_id: ClientId,
  { users, handovers }: LockedUsers,
): Promise<void> {
  const isBlocked = users.some(({ blocked_at }) => blocked_at !== null);
  if (!handovers.of_elder && !handovers.of_younger && !isBlocked) return;
  for (const { id } of users) await dropQueuedReplies(tx, { client_id, user_id: id });
}

/** The pointer; and what the elder didn't have is taken from the younger. @returns the elder as they were */
async function pointAtElder(
  tx: Queryable,
  { client_id, elder_id, younger_id }: { client_id: ClientId; elder_id: UserId; younger_id: UserId },
): Promise<Facts> {
  await tx.query(sql`
    UPDATE users SET merged_into = ${elder_id} WHERE client_id = ${client_id} AND id = ${younger_id}`);
  return tx.one<Facts>(sql`
    WITH before AS (SELECT * FROM users WHERE client_id = ${client_id} AND id = ${elder_id})
    UPDATE users e SET
      phone = coalesce(e.phone, y.phone), remote_jid = coalesce(e.remote_jid, y.remote_jid),
      name = coalesce(e.name, y.name), username = coalesce(e.username, y.username),
      language_code = coalesce(e.language_code, y.language_code),
      last_active_at = greatest(e.last_active_at, y.last_active_at),
      unreachable_at = CASE WHEN y.unreachable_at IS NULL THEN NULL ELSE e.unreachable_at END
    FROM users y, before
    WHERE e.client_id = ${client_id} AND e.id = ${elder_id} AND y.client_id = e.client_id AND y.id = ${younger_id}
    RETURNING before.phone, before.remote_jid, before.name, before.username, before.language_code`);
}

/** Who is blocked at one address is blocked at all. @returns whether the elder is by this merge */
async function blockWhole(
  tx: Queryable,
  { elder, younger }: { elder: LockedUser; younger: LockedUser },
  acting: Acting,
): Promise<boolean> {
  if (!elder.blocked_at && !younger.blocked_at) return false;
  await tx.query(sql`
    UPDATE users SET blocked_at = coalesce(blocked_at, ${younger.blocked_at})
    WHERE client_id = ${acting.profile.id} AND id = ${elder.id}`);
  await shutOut(tx, elder.id, acting);
  return elder.blocked_at === null;
}
