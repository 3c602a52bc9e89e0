import { lockMerges, lockUsers } from './lock-users.js';
import type { MergeDetail } from './merge-users.js';
import { rootUser, wholeUser } from './whole-user.js';
import { giveConversationsBack } from '../conversations/give-back.js';
import type { Acting } from '../handovers/carry-out.js';
import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId, UserId } from '../shared/ids.js';
import { partTopics } from '../topics/part-topics.js';

type Standing = {
  id: string;
  elder_id: UserId;
  younger_id: UserId;
  detail: MergeDetail;
};

export type UndoOutcome = { elder_id: UserId; younger_id: UserId };

/**
 * Takes back the last merge into a user: the pointer is cleared, so that the younger's addresses are theirs again, and
 * what was said and asked for in their chats since goes with them. Nobody merges the two by their addresses again: a
 * person has said that they are two. A part of the caller's transaction; ring for both afterwards.
 *
 * @param user_id who stayed; or who was merged, and then it is their own merge that is taken back
 * @returns who parted, or null when nobody was merged into this user
 */
export async function undoMerge(tx: Queryable, user_id: UserId, acting: Acting): Promise<UndoOutcome | null> {
  const { profile, by, now } = acting;
  const client_id = profile.id;
  await lockMerges(tx, client_id);
  const kept_as = await rootUser(tx, { client_id, user_id });
  const merge = await tx.maybeOne<Standing>(sql`
    SELECT id, user_id AS elder_id, merged_user_id AS younger_id, detail FROM user_merges
    WHERE client_id = ${client_id} AND user_id = ${kept_as} AND undone_at IS NULL
    ORDER BY merged_user_id = ${user_id} DESC, created_at DESC, id DESC LIMIT 1`);
  if (!merge) return null;
  const { elder_id, younger_id } = merge;
  await lockUsers(tx, { client_id, user_ids: [elder_id, younger_id] });
  await tx.query(sql`
    UPDATE users SET merged_into = NULL WHERE client_id = ${client_id} AND id = ${younger_id} AND merged_into = ${elder_id}`);
  await tx.query(sql`
    UPDATE user_merges SET undone_at = ${now}, undone_by = ${by?.id ?? null}::uuid
    WHERE client_id = ${client_id} AND id = ${merge.id}`);
  await takeFactsBack(tx, client_id, merge);
  await giveConversationsBack(tx, { client_id, elder_id, younger_id });
  await partTopics(tx, {
    profile,
    merge_id: merge.id,
    elder_id,
    younger_id,
    topic_id: merge.detail.topic_id,
    by,
    now,
  });
  return { elder_id, younger_id };
}

/**
 * The elder is called as before: who of the two is meant by what was heard since, nobody knows, and the next message of
 * the elder says it anew. A number or address stays unless it is the younger's. Of merges of an earlier version nothing was kept.
 */
async function takeFactsBack(
  tx: Queryable,
  client_id: ClientId,
  { elder_id, younger_id, detail: { before, is_blocked_by_it } }: Standing,
): Promise<void> {
  if (before === undefined) return;
  const younger = wholeUser({ client_id, user_id: younger_id });
  const isYoungers = (address: Sql): Sql => sql`EXISTS (
    SELECT FROM user_identities i
    WHERE i.client_id = ${client_id} AND i.user_id IN ${younger} AND i.value = ${address})`;
  await tx.query(sql`
    UPDATE users e SET name = ${before.name}, username = ${before.username}, language_code = ${before.language_code},
      phone = CASE WHEN e.phone = y.phone OR ${isYoungers(sql`e.phone`)} THEN ${before.phone} ELSE e.phone END,
      remote_jid = CASE WHEN e.remote_jid = y.remote_jid OR ${isYoungers(sql`e.remote_jid`)}
        THEN ${before.remote_jid} ELSE e.remote_jid END,
      blocked_at = CASE WHEN ${is_blocked_by_it} THEN nullif(e.blocked_at, y.blocked_at) ELSE e.blocked_at END
    FROM users y
    WHERE e.client_id = ${client_id} AND e.id = ${elder_id} AND y.client_id = e.client_id AND y.id = ${younger_id}`);
}
