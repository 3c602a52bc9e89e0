import { dropQueuedReplies } from './backlog.js';
import { deferral } from './cooldown.js';
import { doEffects, machineSettings } from './carry-out.js';
import { decide, stateAfter } from './decide.js';
import type { Accepted, HandoverState, Taker } from './handover-decision.js';
import { handoverColumns } from './handover-row.js';
import type { HandoverRow } from './handover-row.js';
import type { HandoverReason, TriggerType } from './handover-types.js';
import { recordEvent } from './write-decision.js';
import type { Actor } from './write-decision.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { queueNotice } from '../messages/queue-notice.js';
import { minutesBetween } from '../shared/durations.js';
import { EstafetaError } from '../shared/errors.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ConversationId, HandoverId, UserId } from '../shared/ids.js';

/** A wish for a person. */
export type HandoverRequest = {
  profile: ClientProfile;
  conversation_id: ConversationId;
  user_id: UserId;
  reason: HandoverReason;
  trigger_type: TriggerType;
  /** Asked for outright: opens at once also soon after a person has answered. */
  explicit: boolean;
  summary: string | null;
  /** When the message was written that led to it. */
  opening_message_at: Date;
  now: Date;
};

export type RequestOutcome = { outcome: 'opened' | 'joined' | 'deferred'; handover_id: HandoverId | null };

/**
 * Calls a person, as a part of the caller's transaction: opens a request, joins the one that is open for this user on
 * any channel, or, soon after a person has answered, puts it off. Everything that follows is queued: the card, the
 * recap of a new topic, the notice to the user. Queued replies of the assistant are dropped, so call it before queueing
 * one that must stay.
 */
export async function requestHandover(tx: Queryable, request: HandoverRequest): Promise<RequestOutcome> {
  const { profile, conversation_id, user_id, now } = request;
  if (!request.explicit && !(await hasOpenHandover(tx, request))) {
    const until = await deferral(tx, { profile, user_id, now });
    if (until) {
      await defer(tx, request, until);
      return { outcome: 'deferred', handover_id: null };
    }
  }
  const { handover, is_new } = await openHandover(tx, { ...request, by: null });
  if (is_new) return { outcome: 'opened', handover_id: handover.id };
  await dropQueuedReplies(tx, handover);
  await recordEvent(tx, {
    handover,
    event: { type: 'joined', reason: request.reason, conversation_id },
    by: null,
    now,
    from_status: handover.status,
    to_status: handover.status,
  });
  return { outcome: 'joined', handover_id: handover.id };
}

type Opening = Pick<
  HandoverRequest,
  'profile' | 'conversation_id' | 'user_id' | 'reason' | 'trigger_type' | 'summary' | 'now'
> & { opening_message_at?: Date; by: Actor; taken_by?: Taker };

/**
 * Opens a request whatever the cooldown says, by the settings as they are now. Of two that open at once for one user, the
 * second gets the first's.
 *
 * @returns the user's open handover, and whether this call made it
 */
export async function openHandover(
  tx: Queryable,
  opening: Opening,
): Promise<{ handover: HandoverRow; is_new: boolean }> {
  const { now, by, reason, taken_by, opening_message_at } = opening;
  const profile = await loadClientProfile(tx, opening.profile.id);
  const command = {
    type: 'open' as const,
    reason,
    ...(opening_message_at && { waiting_since: opening_message_at }),
    ...(taken_by && { taken_by }),
  };
  const decision = decide(null, command, machineSettings(profile), now);
  if (!decision.ok) throw cannotOpen();
  const { handover, is_new } = await insertOrJoin(tx, opening, stateAfter(null, decision));
  if (!is_new) return { handover, is_new };
  await closeDeferrals(tx, handover);
  await dropQueuedReplies(tx, handover);
  await recordEvents(tx, { handover, decision, by, now });
  await doEffects(tx, handover, decision, { profile, by, now });
  return { handover, is_new };
}

async function recordEvents(
  tx: Queryable,
  { handover, decision, by, now }: { handover: HandoverRow; decision: Accepted; by: Actor; now: Date },
): Promise<void> {
  for (const event of decision.events) {
    await recordEvent(tx, { handover, event, by, now, from_status: null, to_status: handover.status });
  }
}

/**
 * One statement: the row is inserted, or the open one is found and locked. (Doing nothing on the conflict and looking
 * afterwards would miss a row that another transaction is just committing.) `xmax` is 0 on a row that was inserted.
 */
async function insertOrJoin(
  tx: Queryable,
  { profile, conversation_id, user_id, reason, trigger_type, summary }: Opening,
  state: HandoverState,
): Promise<{ handover: HandoverRow; is_new: boolean }> {
  const { is_new, ...handover } = await tx.one<HandoverRow & { is_new: boolean }>(sql`
    INSERT INTO handovers AS h (client_id, conversation_id, user_id, reason, trigger_type, summary, opened_at_seq,
      telegram_chat_id, status, assigned_to_name, manager_id, created_at, taken_at, waiting_since, last_user_at,
      reminder_1_due_at, reminder_2_due_at, auto_close_due_at)
    SELECT c.client_id, c.id, c.user_id, ${reason}, ${trigger_type}, ${summary}, c.last_seq,
      ${profile.settings.telegram_chat_id}, ${state.status}, ${state.assigned_to_name}, ${state.manager_id}::uuid,
      ${state.created_at}, ${state.taken_at}, ${state.waiting_since}, ${state.last_user_at},
      ${state.reminder_1_due_at}, ${state.reminder_2_due_at}, ${state.auto_close_due_at}
    FROM conversations c
    WHERE c.client_id = ${profile.id} AND c.id = ${conversation_id} AND c.user_id = ${user_id}
    ON CONFLICT (client_id, user_id) WHERE status IN ('pending', 'active') DO UPDATE SET user_id = h.user_id
    RETURNING ${handoverColumns}, (h.xmax = 0) AS is_new`);
  return { handover, is_new };
}

async function hasOpenHandover(tx: Queryable, { profile, user_id }: HandoverRequest): Promise<boolean> {
  const { open } = await tx.one<{ open: boolean }>(sql`
    SELECT EXISTS (SELECT FROM handovers
      WHERE client_id = ${profile.id} AND user_id = ${user_id} AND status IN ('pending', 'active')) AS open`);
  return open;
}

/** The bot goes on; the request opens at the end of the cooldown if nobody has helped by then. */
async function defer(tx: Queryable, request: HandoverRequest, until: Date): Promise<void> {
  const { profile, conversation_id, reason, now } = request;
  const deferred = await tx.maybeOne(sql`
    UPDATE conversations SET deferred_until = ${until}, deferred_reason = ${reason}, deferred_at = ${now}
    WHERE client_id = ${profile.id} AND id = ${conversation_id} AND deferred_until IS NULL RETURNING id`);
  // Somebody who triggers it again while it waits is not told so again.
  if (!deferred) return;
  const facts = { minutes: Math.max(1, minutesBetween(now, until)) };
  await queueNotice(tx, { profile, conversation_id, name: 'deferred', facts, now });
}

/**
 * What had been put off is open now, and the counters that led to it start anew. Only rows that change are touched: a
 * turn that holds another of the user's conversations may be waiting for this request.
 */
export async function closeDeferrals(tx: Queryable, handover: HandoverRow): Promise<void> {
  await tx.query(sql`
    UPDATE conversations SET deferred_until = NULL, deferred_reason = NULL, deferred_at = NULL,
      no_count = 0, not_understood_count = 0, out_of_scope_count = 0
    WHERE client_id = ${handover.client_id} AND user_id = ${handover.user_id} AND status = 'active'
      AND (deferred_until IS NOT NULL OR no_count > 0 OR not_understood_count > 0 OR out_of_scope_count > 0)`);
}

function cannotOpen(): EstafetaError {
  return new EstafetaError({
    code: 'handover_not_opened',
    message: 'The handover machine refused to open a request for a user who has none',
    whatToDo: 'This is a fault of the program; report it with this message.',
  });
}
