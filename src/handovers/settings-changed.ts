import { deferral } from './cooldown.js';
import { dueTimes } from './due-times.js';
import { handoverColumns } from './handover-row.js';
import type { HandoverRow } from './handover-row.js';
import { assignments } from './write-decision.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ConversationId, UserId } from '../shared/ids.js';
import { ensureCards } from '../topics/cards.js';

/**
 * A client's settings have changed: the timers of its open requests, and what the cooldown holds back, move to where the
 * new ones put them, conversations are closed by them, and a group that was named, or changed, gets the cards of what is
 * open. A part of the transaction that changes them.
 *
 * @param profile the client with its new settings
 */
export async function recomputeDueTimes(tx: Queryable, profile: ClientProfile, now: Date): Promise<void> {
  await moveDeferred(tx, profile, now);
  const open = await tx.query<HandoverRow>(sql`
    SELECT ${handoverColumns} FROM handovers h
    WHERE h.client_id = ${profile.id} AND h.status IN ('pending', 'active') ORDER BY h.id FOR UPDATE`);
  for (const handover of open) {
    const due = dueTimes(handover, profile.settings, profile.calendar);
    await tx.query(sql`
      UPDATE handovers SET ${assignments(due)} WHERE client_id = ${profile.id} AND id = ${handover.id}`);
  }
  await bringIdleNearer(tx, profile);
  await ensureCards(tx, profile, now);
}

/** Before the requests, for in this order everybody locks the two. */
async function moveDeferred(tx: Queryable, profile: ClientProfile, now: Date): Promise<void> {
  const deferred = await tx.query<{ id: ConversationId; user_id: UserId }>(sql`
    SELECT id, user_id FROM conversations
    WHERE client_id = ${profile.id} AND deferred_until IS NOT NULL ORDER BY id FOR UPDATE`);
  for (const { id, user_id } of deferred) {
    const until = (await deferral(tx, { profile, user_id, now })) ?? now;
    await tx.query(sql`
      UPDATE conversations SET deferred_until = ${until} WHERE client_id = ${profile.id} AND id = ${id}`);
  }
}

/** A longer time needs nothing: it is asked for when the old one is over. */
async function bringIdleNearer(tx: Queryable, { id, settings }: ClientProfile): Promise<void> {
  const idleAt = sql`last_message_at + make_interval(hours => ${settings.conversation_idle_hours}::int)`;
  await tx.query(sql`
    UPDATE conversations SET idle_due_at = ${idleAt}
    WHERE client_id = ${id} AND status = 'active' AND idle_due_at > ${idleAt}`);
}
