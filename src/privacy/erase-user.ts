import { eraseRows } from './erase-rows.js';
import { removeFiles, removeStrayFiles } from './files-to-remove.js';
import { readPerson } from './person.js';
import type { Person } from './person.js';
import { takeAwayFromGroup } from './take-away.js';
import { writeAudit } from '../audit/write-audit.js';
import { loadClientProfile } from '../clients/client-profile.js';
import { carryOut } from '../handovers/carry-out.js';
import { lockOpenHandover } from '../handovers/handover-row.js';
import { ringPosts } from '../handovers/ring-after.js';
import { sql } from '../shared/database.js';
import type { Database, Queryable } from '../shared/database.js';
import { msOfMinutes, msOfSeconds, plusMs } from '../shared/durations.js';
import type { ClientId, UserId } from '../shared/ids.js';
import { notFound } from '../shared/refusal.js';
import type { Tools } from '../use-case.js';
import { removalsLeft } from '../topics/removals.js';
import { lockMerges, lockUsers } from '../users/lock-users.js';
import { rootUser } from '../users/whole-user.js';

export type ErasureTools = Pick<Tools, 'db' | 'clock' | 'logger'> & {
  bell: Pick<Tools['bell'], 'posts'>;
  /** Where files of messages are kept. */
  mediaDir: string;
};

type OfErasure = { client_id: ClientId; erasure_id: string };

/** Whoever goes on with an erasure has it for so long; then somebody else may. */
const claimMs = msOfSeconds(60);
/** Something of the person is being sent to the group: what stands there after it is known in a moment. */
const sendingPauseMs = msOfSeconds(2);
/** Whoever held something of the person when it was erased has let go of it by then. */
const settledAfterMs = msOfMinutes(15);

/**
 * Wants a user erased, with all they were merged with: from now on it happens by itself, also after a crash. Asked for
 * twice it is the same erasure.
 *
 * @param asked.actor who wants it, for the audit
 * @throws Refusal `not_found`
 */
export async function askForErasure(
  db: Database,
  { client_id, user_id, actor, now }: { client_id: ClientId; user_id: UserId; actor: string; now: Date },
): Promise<OfErasure> {
  return db.transaction(async (tx) => {
    const kept_as = await rootUser(tx, { client_id, user_id });
    const known = await tx.query(sql`
      SELECT id FROM users WHERE client_id = ${client_id} AND id = ${kept_as}
      UNION SELECT id FROM erasures WHERE client_id = ${client_id} AND user_id = ${kept_as}`);
    if (known.length === 0) throw notFound('user');
    await endOpenRequests(tx, { client_id, user_id: kept_as, now });
    const made = await tx.query<{ id: string }>(sql`
      INSERT INTO erasures (client_id, user_id, asked_at, due_at) VALUES (${client_id}, ${kept_as}, ${now}, ${now})
      ON CONFLICT (client_id, user_id) DO NOTHING RETURNING id`);
    await writeAudit(tx, {
      ...{ client_id, actor, action: 'erase', subject: `user ${kept_as}` },
      ...{ before: null, after: null },
    });
    const [erasure] = made.length > 0 ? made : await erasureOf(tx, client_id, kept_as);
    return { client_id, erasure_id: erasure?.id ?? '' };
  });
}

/** Nobody can answer who is no longer there: what is open ends, without a word to them. */
async function endOpenRequests(
  tx: Queryable,
  { client_id, user_id, now }: { client_id: ClientId; user_id: UserId; now: Date },
): Promise<void> {
  const open = await lockOpenHandover(tx, { client_id, user_id });
  if (!open) return;
  const profile = await loadClientProfile(tx, client_id);
  await carryOut(tx, open, { type: 'shut_out' }, { profile, by: null, now });
}

async function erasureOf(tx: Queryable, client_id: ClientId, user_id: UserId): Promise<{ id: string }[]> {
  return tx.query(sql`SELECT id FROM erasures WHERE client_id = ${client_id} AND user_id = ${user_id}`);
}

/**
 * Goes on with an erasure where it stands: first every row in one transaction, with a list of the files and of what stands
 * in the managers' group; then the files; and, when nobody can hold anything of the person any more, a last look. Called
 * while somebody else is at it, or again, it does nothing.
 */
export async function goOnWithErasure(tools: ErasureTools, ids: OfErasure): Promise<void> {
  const { db, clock } = tools;
  const now = clock.now();
  const erasure = await db.maybeOne<{ user_id: UserId; erased_at: Date | null }>(sql`
    UPDATE erasures SET due_at = ${plusMs(now, claimMs)}
    WHERE client_id = ${ids.client_id} AND id = ${ids.erasure_id} AND due_at <= ${now} RETURNING user_id, erased_at`);
  if (!erasure) return;
  const erased_at = erasure.erased_at ?? (await eraseNow(tools, { ...ids, user_id: erasure.user_id, now }));
  if (erased_at === null) return;
  await removeFiles(tools);
  const settled = plusMs(erased_at, settledAfterMs);
  if (settled <= now) await lookOnceMore(tools, ids);
  await db.query(sql`
    UPDATE erasures SET due_at = ${settled <= now ? null : settled}, finished_at = ${settled <= now ? now : null}
    WHERE client_id = ${ids.client_id} AND id = ${ids.erasure_id}`);
}

/** Erasures to be gone on with, the longest due first. Reads only what is due. */
export async function dueErasures(db: Queryable, now: Date, limit: number): Promise<OfErasure[]> {
  return db.query(sql`
    SELECT client_id, id AS erasure_id FROM erasures WHERE due_at <= ${now} ORDER BY due_at LIMIT ${limit}`);
}

/** How an erasure stands. */
export type ErasureState = {
  id: string;
  asked_at: Date;
  /** Since then nothing of the user is in the database. */
  erased_at: Date | null;
  conversations: number;
  messages: number;
  files: number;
  files_left: number;
  /** What is to be taken away in the managers' group: still waiting for it, and refused by Telegram. */
  posts: number;
  posts_left: number;
  posts_refused: number;
  is_done: boolean;
};

/** @throws Refusal `not_found` */
export async function readErasure(
  db: Queryable,
  { client_id, erasure_id }: OfErasure,
): Promise<ErasureState> {
  const row = await db.maybeOne<Omit<ErasureState, 'posts_left' | 'posts_refused' | 'is_done'>>(sql`
    SELECT e.id, e.asked_at, e.erased_at, e.conversations, e.messages, e.files, e.posts,
      (SELECT count(*) FROM files_to_remove f WHERE f.client_id = e.client_id) AS files_left
    FROM erasures e WHERE e.client_id = ${client_id} AND e.id = ${erasure_id}`);
  if (!row) throw notFound('erasure');
  const { waiting, refused } = await removalsLeft(db, { client_id, key: erasure_id });
  const files_left = Math.min(row.files, row.files_left);
  const is_done = row.erased_at !== null && files_left === 0 && waiting === 0;
  return { ...row, files_left, posts_left: waiting, posts_refused: refused, is_done };
}

type Erasing = OfErasure & { user_id: UserId; now: Date };

/** @returns when it was done; null: not now, and soon again */
async function eraseNow(
  { db, bell, logger }: ErasureTools,
  { client_id, erasure_id, user_id, now }: Erasing,
): Promise<Date | null> {
  const is_erased = await db.transaction(async (tx) => {
    await lockMerges(tx, client_id);
    const { user_ids } = await readPerson(tx, { client_id, user_id });
    await lockUsers(tx, { client_id, user_ids });
    const person = await readPerson(tx, { client_id, user_id });
    if (await isBeingPosted(tx, person)) return false;
    const posts = await takeAwayFromGroup(tx, person, { key: erasure_id, now });
    const { conversations, messages, files } = await eraseRows(tx, person, now);
    await tx.query(sql`
      UPDATE erasures SET erased_at = ${now}, conversations = ${conversations}, messages = ${messages}, files = ${files},
        posts = ${posts}
      WHERE client_id = ${client_id} AND id = ${erasure_id} AND erased_at IS NULL`);
    return true;
  });
  if (!is_erased) {
    await db.query(sql`
      UPDATE erasures SET due_at = ${plusMs(now, sendingPauseMs)} WHERE client_id = ${client_id} AND id = ${erasure_id}`);
    return null;
  }
  logger.info({ client_id, erasure_id }, 'a user was erased');
  ringPosts(bell, await loadClientProfile(db, client_id));
  return now;
}

/**
 * Locks what waits to be posted, so that nobody begins with it, and looks whether somebody has. A claim that has run out is
 * nobody's: where the group's bot is gone nobody else would ever take it up.
 */
async function isBeingPosted(tx: Queryable, { client_id, user_ids }: Person): Promise<boolean> {
  const posts = await tx.query<{ is_sending: boolean }>(sql`
    SELECT p.status = 'sending' AND p.lease_until > now() AS is_sending FROM topic_posts p JOIN topics t ON t.client_id = p.client_id AND t.id = p.topic_id
    WHERE p.client_id = ${client_id} AND t.user_id = ANY (${user_ids}::uuid[]) AND p.status IN ('queued', 'sending')
    FOR UPDATE OF p`);
  return posts.some(({ is_sending }) => is_sending);
}

/** What was written down at the very moment of erasing, by somebody who had begun before. */
async function lookOnceMore(tools: ErasureTools, { client_id }: OfErasure): Promise<void> {
  await tools.db.query(sql`
    DELETE FROM whatsapp_sent s WHERE s.client_id = ${client_id}
      AND NOT EXISTS (SELECT FROM messages m WHERE m.client_id = s.client_id AND m.id = s.message_id)`);
  await tools.db.query(sql`
    DELETE FROM message_edits e WHERE e.client_id = ${client_id}
      AND NOT EXISTS (SELECT FROM messages m WHERE m.client_id = e.client_id AND m.id = e.message_id)`);
  await removeStrayFiles(tools, client_id);
}
