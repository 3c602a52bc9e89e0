import { dueTimes } from './due-times.js';
import type {
  Accepted,
  Decision,
  HandoverChanges,
  HandoverEffect,
  HandoverEvent,
  HandoverSettings,
  HandoverState,
  Taker,
} from './handover-decision.js';
import type { HandoverStatus } from './handover-types.js';

type Refused = Extract<Decision, { ok: false }>;

/** An accepted step before its due times are worked out. */
export type Step = {
  from: readonly HandoverStatus[];
  set?: HandoverChanges;
  events?: HandoverEvent[];
  effects?: HandoverEffect[];
};

/** The states that are no end. */
export const openStatuses: readonly HandoverStatus[] = ['pending', 'active'];

/** A handover before anything is known of it. */
export const unwritten: HandoverState = {
  status: 'pending',
  assigned_to_name: null,
  manager_id: null,
  created_at: new Date(0),
  taken_at: null,
  first_response_at: null,
  resolved_at: null,
  waiting_since: null,
  last_user_at: null,
  last_human_at: null,
  reminder_1_sent_at: null,
  reminder_2_sent_at: null,
  reminder_1_due_at: null,
  reminder_2_due_at: null,
  auto_close_due_at: null,
};

/** The columns of a manager who has it from now. */
export function heldBy(manager: Taker, now: Date): HandoverChanges {
  return { status: 'active', assigned_to_name: manager.name, manager_id: manager.id, taken_at: now };
}

/** A new wait has its own reminders. */
export function startWaiting(since: Date): HandoverChanges {
  return { waiting_since: since, reminder_1_sent_at: null, reminder_2_sent_at: null };
}

/** What a person's answer changes, by whatever way it went out. */
export function humanAnswer(
  state: HandoverState,
  now: Date,
): { set: HandoverChanges; events: HandoverEvent[]; effects: HandoverEffect[] } {
  const isFirst = state.first_response_at === null;
  return {
    set: { last_human_at: now, waiting_since: null, ...(isFirst ? { first_response_at: now } : {}) },
    events: [{ type: 'human_answered', is_first: isFirst }],
    effects: [{ type: 'update_card' }],
  };
}

/** A decision with the due times that follow from its columns. */
export function accept(state: HandoverState, step: Step, settings: HandoverSettings): Accepted {
  const { from, set = {}, events = [], effects = [] } = step;
  const due = dueTimes({ ...state, ...set }, settings, settings.calendar);
  return { ok: true, from, set: { ...set, ...due }, events, effects };
}

/** Too late: how and when it ended. */
export function alreadyEnded(state: HandoverState): Refused {
  return {
    ok: false,
    refusal: 'already_ended',
    status: state.status,
    who: state.assigned_to_name,
    when: state.resolved_at,
  };
}

/** Too late: who was first and when. */
export function refuse(
  refusal: 'already_open' | 'taken_by_other' | 'already_yours',
  who: string | null,
  when: Date | null,
): Refused {
  return { ok: false, refusal, who, when };
}
