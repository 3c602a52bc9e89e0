import { isOpen } from '../clients/working-calendar.js';
import type { NoticeName } from '../texts/shape/notices.js';
import { decideEnd, decideShutOut, decideTimeOut } from './decide-end.js';
import { decideMerged } from './decide-merge.js';
import type {
  Accepted,
  Decision,
  HandoverChanges,
  HandoverCommand,
  HandoverEffect,
  HandoverEvent,
  HandoverSettings,
  HandoverState,
  Taker,
} from './handover-decision.js';
import {
  accept,
  alreadyEnded,
  heldBy,
  humanAnswer,
  openStatuses,
  refuse,
  startWaiting,
  unwritten,
} from './handover-steps.js';
import { isOpenStatus, type HandoverReason } from './handover-types.js';

type CommandOf<Type extends HandoverCommand['type']> = Extract<HandoverCommand, { type: Type }>;

/**
 * The handover machine: `pending → active → resolved | bot_handling | timeout`, from `pending` straight to each end, and
 * from `active` back to `pending`.
 *
 * @param state the handover's row; null when the user has none, or none any more
 * @param now the moment of the command, which becomes the moment of whatever it sets
 * @returns what to write, record and do, the new due times included; or why not, and who was first
 */
export function decide(
  state: HandoverState | null,
  command: HandoverCommand,
  settings: HandoverSettings,
  now: Date,
): Decision {
  if (command.type === 'open') return decideOpen(state, command, settings, now);
  if (command.type === 'manager_message') return decideManagerMessage(state, command, settings, now);
  if (state === null) return { ok: false, refusal: 'not_open' };
  if (!isOpenStatus(state.status)) return alreadyEnded(state);
  switch (command.type) {
    case 'take':
      return decideTake(state, command.manager, settings, now);
    case 'take_by_phone':
      return decideTakeByPhone(state, command.phone_name, settings, now);
    case 'reassign':
      return decideReassign(state, command.manager, settings, now);
    case 'give_to_queue':
      return decideGiveToQueue(state, settings, now);
    case 'user_message':
      return decideUserMessage(state, command, settings, now);
    case 'human_answer':
      return accept(state, { from: openStatuses, ...humanAnswer(state, now) }, settings);
    case 'resolve':
      return decideEnd(state, 'resolved', settings, now);
    case 'shut_out':
      return decideShutOut(state, settings, now);
    case 'merge':
      return decideMerged(state, settings, now);
    case 'return_to_bot':
      return decideEnd(state, 'bot_handling', settings, now);
    case 'time_out':
      return decideTimeOut(state, settings, now);
  }
}

/**
 * The row after a decision, to decide a second command in the same transaction (take, then send).
 *
 * @param state null when the decision inserts the row
 */
export function stateAfter(state: HandoverState | null, decision: Accepted): HandoverState {
  return { ...(state ?? unwritten), ...decision.set };
}

function decideOpen(
  state: HandoverState | null,
  command: CommandOf<'open'>,
  settings: HandoverSettings,
  now: Date,
): Decision {
  if (state !== null && isOpenStatus(state.status))
    return refuse('already_open', state.assigned_to_name, state.created_at);
  const { reason, taken_by } = command;
  const openedByUser = reason !== 'manual' && reason !== 'phone';
  const waitingSince =
    command.waiting_since !== undefined && command.waiting_since < now ? command.waiting_since : now;
  const set: HandoverChanges = {
    ...unwritten,
    created_at: now,
    ...startWaiting(taken_by === undefined ? waitingSince : now),
    last_user_at: openedByUser ? now : null,
  };
  const events: HandoverEvent[] = [{ type: 'opened', reason }];
  const effects: HandoverEffect[] = [{ type: 'post_card' }];
  if (taken_by === undefined) {
    effects.push({ type: 'notify_user', notice: openingNotice(reason, settings, now) });
  } else {
    Object.assign(set, heldBy(taken_by, now));
    events.push({ type: 'taken', by: taken_by.name, manager_id: taken_by.id });
    effects.push({ type: 'drop_queued_replies' }, { type: 'notify_user', notice: 'taken' });
  }
  return accept(unwritten, { from: [], set, events, effects }, settings);
}

function decideTake(state: HandoverState, manager: Taker, settings: HandoverSettings, now: Date): Decision {
  if (state.status === 'active') {
    const refusal = state.manager_id === manager.id ? 'already_yours' : 'taken_by_other';
    return refuse(refusal, state.assigned_to_name, state.taken_at);
  }
  return accept(
    state,
    {
      from: ['pending'],
      set: { ...heldBy(manager, now), ...startWaiting(now) },
      events: [{ type: 'taken', by: manager.name, manager_id: manager.id }],
      effects: [
        { type: 'update_card' },
        { type: 'drop_queued_replies' },
        { type: 'notify_user', notice: 'taken' },
      ],
    },
    settings,
  );
}

function decideTakeByPhone(
  state: HandoverState,
  phoneName: string,
  settings: HandoverSettings,
  now: Date,
): Decision {
  const answer = humanAnswer(state, now);
  const silence: HandoverEffect[] = [
    { type: 'drop_queued_replies' },
    { type: 'mute_bot_for_owner' },
    { type: 'update_card' },
  ];
  if (state.status === 'active')
    return accept(state, { from: ['active'], ...answer, effects: silence }, settings);
  return accept(
    state,
    {
      from: ['pending'],
      set: { status: 'active', assigned_to_name: phoneName, manager_id: null, taken_at: now, ...answer.set },
      events: [{ type: 'taken_by_phone', by: phoneName }, ...answer.events],
      effects: silence,
    },
    settings,
  );
}

function decideReassign(
  state: HandoverState,
  manager: Taker,
  settings: HandoverSettings,
  now: Date,
): Decision {
  if (state.status === 'active' && state.manager_id === manager.id) {
    return refuse('already_yours', state.assigned_to_name, state.taken_at);
  }
  // The user was told of a person once: whoever gets it from the queue is the first.
  const told: HandoverEffect[] = state.status === 'pending' ? [{ type: 'notify_user', notice: 'taken' }] : [];
  return accept(
    state,
    {
      from: [state.status],
      set: { ...heldBy(manager, now), ...startWaiting(now) },
      events: [
        { type: 'reassigned', from: state.assigned_to_name, to: manager.name, manager_id: manager.id },
      ],
      effects: [{ type: 'update_card' }, { type: 'drop_queued_replies' }, { type: 'tell_managers' }, ...told],
    },
    settings,
  );
}

function decideGiveToQueue(state: HandoverState, settings: HandoverSettings, now: Date): Decision {
  if (state.status === 'pending')
    return { ok: false, refusal: 'already_in_queue', when: state.waiting_since };
  return accept(
    state,
    {
      from: ['active'],
      // Whoever passes it on expects somebody to act: the clock runs from now, also when the user was answered last.
      set: {
        status: 'pending',
        assigned_to_name: null,
        manager_id: null,
        taken_at: null,
        ...startWaiting(now),
      },
      events: [{ type: 'returned_to_queue', from: state.assigned_to_name }],
      effects: [{ type: 'update_card' }, { type: 'tell_managers' }],
    },
    settings,
  );
}

function decideManagerMessage(
  state: HandoverState | null,
  { manager, is_note }: CommandOf<'manager_message'>,
  settings: HandoverSettings,
  now: Date,
): Decision {
  const stays = (effect: HandoverEffect): Decision => ({
    ok: true,
    from: [],
    set: {},
    events: [],
    effects: [effect],
  });
  if (is_note) return stays({ type: 'keep_as_note' });
  if (state === null || state.status !== 'active') return stays({ type: 'offer_take_and_send' });
  if (state.manager_id !== manager.id && settings.reply_policy === 'taker') {
    return stays({ type: 'offer_reclaim_and_send', holder: state.assigned_to_name });
  }
  // Each update of a card is one of the group's few operations: only the answer that ends a wait changes what it shows.
  const wasWaiting = state.waiting_since !== null;
  const effects: HandoverEffect[] = [
    { type: 'send_to_user' },
    ...(wasWaiting ? [{ type: 'update_card' as const }] : []),
  ];
  return accept(state, { from: ['active'], ...humanAnswer(state, now), effects }, settings);
}

function decideUserMessage(
  state: HandoverState,
  { is_pleasantry = false, is_rating = false }: CommandOf<'user_message'>,
  settings: HandoverSettings,
  now: Date,
): Decision {
  if (is_pleasantry || is_rating) return { ok: true, from: openStatuses, set: {}, events: [], effects: [] };
  // Messages are read with a delay: one that a person has answered meanwhile starts no wait.
  const startsWaiting =
    state.waiting_since === null && (state.last_human_at === null || state.last_human_at < now);
  const lastUserAt = state.last_user_at !== null && state.last_user_at > now ? state.last_user_at : now;
  return accept(
    state,
    {
      from: openStatuses,
      set: { last_user_at: lastUserAt, ...(startsWaiting ? startWaiting(now) : {}) },
      events: startsWaiting ? [{ type: 'waiting_started' }] : [],
      effects: startsWaiting ? [{ type: 'update_card' }] : [],
    },
    settings,
  );
}

function openingNotice(reason: HandoverReason, settings: HandoverSettings, now: Date): NoticeName {
  if (!isOpen(settings.calendar, now)) return 'handover_closed_hours';
  return reason === 'model_failure' ? 'model_down' : 'handover_opened';
}
