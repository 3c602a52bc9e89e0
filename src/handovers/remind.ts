import { whatIsDue } from './due-times.js';
import type { DueWork } from './due-times.js';
import { findHandover } from './handover-row.js';
import type { HandoverRow } from './handover-row.js';
import { ringPosts } from './ring-after.js';
import { assignments, recordEvent } from './write-decision.js';
import type { HandoverChanges } from './handover-decision.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, HandoverId } from '../shared/ids.js';
import { queueCard } from '../topics/cards.js';
import { queuePost } from '../topics/queue-post.js';
import { ensureTopic } from '../topics/topic-row.js';
import type { Tools } from '../use-case.js';

/**
 * Sends the reminder that is due, once for each wait: the due times are read anew, and the one conditional UPDATE that
 * claims it names them, so that of two who were rung one does it and a wait that ended meanwhile is left alone. When a
 * closing is due too it moves: nothing is closed in the pass that reminded.
 */
export async function remindHandover(
  { db, clock, bell }: Pick<Tools, 'db' | 'clock' | 'bell'>,
  ids: { client_id: ClientId; handover_id: HandoverId },
): Promise<void> {
  const now = clock.now();
  const profile = await loadClientProfile(db, ids.client_id);
  const reminded = await db.transaction(async (tx) => {
    const handover = await findHandover(tx, ids);
    if (!handover) return false;
    const work = whatIsDue(handover, now, profile.settings, profile.calendar);
    if (work.remind === null || !(await claim(tx, handover, work, now))) return false;
    await queueReminder(tx, { profile, handover, number: work.remind, now });
    return true;
  });
  if (reminded) ringPosts(bell, profile);
}

async function claim(tx: Queryable, handover: HandoverRow, work: DueWork, now: Date): Promise<boolean> {
  const changes: HandoverChanges =
    work.remind === 1
      ? { reminder_1_sent_at: now, reminder_1_due_at: null }
      : { reminder_2_sent_at: now, reminder_2_due_at: null, reminder_1_due_at: null };
  if (work.auto_close_due_at !== undefined) changes.auto_close_due_at = work.auto_close_due_at;
  const claimed = await tx.query(sql`
    UPDATE handovers SET ${assignments(changes)}
    WHERE client_id = ${handover.client_id} AND id = ${handover.id} AND status = ${handover.status}
      AND waiting_since IS NOT DISTINCT FROM ${handover.waiting_since}
      AND reminder_1_due_at IS NOT DISTINCT FROM ${handover.reminder_1_due_at}
      AND reminder_2_due_at IS NOT DISTINCT FROM ${handover.reminder_2_due_at}
      AND auto_close_due_at IS NOT DISTINCT FROM ${handover.auto_close_due_at}
    RETURNING id`);
  return claimed.length > 0;
}

async function queueReminder(
  tx: Queryable,
  {
    profile,
    handover,
    number,
    now,
  }: { profile: ClientProfile; handover: HandoverRow; number: 1 | 2; now: Date },
): Promise<void> {
  const { id, user_id, status, waiting_since } = handover;
  await recordEvent(tx, {
    handover,
    event: { type: 'reminded', number, waiting_since },
    by: null,
    now,
    from_status: status,
    to_status: status,
  });
  const made = await ensureTopic(tx, { profile, user_id });
  if (!made) return;
  // The card says how long they have waited.
  await queueCard(tx, { profile, handover, now });
  await queuePost(
    tx,
    {
      client_id: profile.id,
      telegram_chat_id: made.topic.telegram_chat_id,
      topic_id: made.topic.id,
      kind: 'reminder',
      dedupe_key: `reminder:${id}:${number}:${(waiting_since ?? handover.created_at).getTime()}`,
      handover_id: id,
      payload: { number },
    },
    now,
  );
}
