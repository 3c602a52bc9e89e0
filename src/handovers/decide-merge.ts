import type { Accepted, Decision, HandoverSettings, HandoverState } from './handover-decision.js';
import { accept, openStatuses } from './handover-steps.js';

/**
 * Ends the request of a user who turned out to be one person with another: nobody is told or asked, for the other user's
 * request goes on in its place.
 */
export function decideMerged(state: HandoverState, settings: HandoverSettings, now: Date): Decision {
  return accept(
    state,
    {
      from: openStatuses,
      set: { status: 'resolved', resolved_at: now },
      events: [{ type: 'merged' }],
      effects: [{ type: 'update_card' }],
    },
    settings,
  );
}

/**
 * What becomes of a person's open request when another open one of theirs ends in its favour: they wait since the earlier
 * of the two moments, what nobody has taken goes to who had taken the other, and who was answered in one was answered.
 *
 * @param state the request that stays
 * @param other the request that ends
 */
export function decideAbsorb(
  state: HandoverState,
  other: HandoverState,
  settings: HandoverSettings,
): Accepted {
  const takesOver = state.status === 'pending' && other.status === 'active';
  const waitsLonger =
    other.waiting_since !== null &&
    (state.waiting_since === null || other.waiting_since < state.waiting_since);
  const { status, assigned_to_name, manager_id, taken_at } = other;
  const { waiting_since, reminder_1_sent_at, reminder_2_sent_at } = other;
  return accept(
    state,
    {
      from: [state.status],
      set: {
        last_user_at: later(state.last_user_at, other.last_user_at),
        last_human_at: later(state.last_human_at, other.last_human_at),
        first_response_at: state.first_response_at ?? other.first_response_at,
        ...(takesOver && { status, assigned_to_name, manager_id, taken_at }),
        ...(waitsLonger && { waiting_since, reminder_1_sent_at, reminder_2_sent_at }),
      },
      events: [{ type: 'absorbed' }],
      effects: [{ type: 'update_card' }],
    },
    settings,
  );
}

function later(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}
