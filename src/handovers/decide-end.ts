import type {
  Decision,
  HandoverEffect,
  HandoverEvent,
  HandoverSettings,
  HandoverState,
} from './handover-decision.js';
import { accept, openStatuses } from './handover-steps.js';
import type { HandoverStatus } from './handover-types.js';

type End = Extract<HandoverStatus, 'resolved' | 'bot_handling' | 'timeout'>;

/** Ends it by time, if it is time: the due column alone decides. */
export function decideTimeOut(state: HandoverState, settings: HandoverSettings, now: Date): Decision {
  const due = state.auto_close_due_at;
  if (due === null || due > now) return { ok: false, refusal: 'not_due', when: due };
  return decideEnd(state, 'timeout', settings, now);
}

/** Ends it for a user who is shut out: resolved, but the user gets no notice and is asked for no rating. */
export function decideShutOut(state: HandoverState, settings: HandoverSettings, now: Date): Decision {
  return accept(
    state,
    {
      from: openStatuses,
      set: { status: 'resolved', resolved_at: now },
      events: [{ type: 'resolved' }],
      effects: [{ type: 'update_card' }, { type: 'drop_queued_replies' }],
    },
    settings,
  );
}

/** Ends an open handover. */
export function decideEnd(
  state: HandoverState,
  status: End,
  settings: HandoverSettings,
  now: Date,
): Decision {
  const effects: HandoverEffect[] = [{ type: 'update_card' }, ...effectsOfEnd(state, status, settings)];
  if (state.first_response_at !== null) effects.push({ type: 'start_cooldown' });
  return accept(
    state,
    { from: openStatuses, set: { status, resolved_at: now }, events: [eventOfEnd(status)], effects },
    settings,
  );
}

function effectsOfEnd(
  { first_response_at }: HandoverState,
  status: End,
  settings: HandoverSettings,
): HandoverEffect[] {
  switch (status) {
    case 'resolved': {
      const notice: HandoverEffect = { type: 'notify_user', notice: 'resolved' };
      // Where no person has answered there is nobody to rate.
      const isRated = settings.csat_enabled && first_response_at !== null;
      return isRated ? [notice, { type: 'ask_rating' }] : [notice];
    }
    case 'bot_handling':
      return [
        { type: 'unmute_bot' },
        { type: 'notify_user', notice: 'returned' },
        { type: 'summarise_human_part' },
        { type: 'answer_backlog' },
      ];
    case 'timeout':
      return [{ type: 'notify_user', notice: 'timeout' }];
  }
}

function eventOfEnd(status: End): HandoverEvent {
  switch (status) {
    case 'resolved':
      return { type: 'resolved' };
    case 'bot_handling':
      return { type: 'returned_to_bot' };
    case 'timeout':
      return { type: 'timed_out' };
  }
}
