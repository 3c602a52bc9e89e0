import { parseWorkingHours } from '../../../src/clients/working-hours.js';
import { roundTheClock } from '../../../src/clients/working-calendar.js';
import { decide, stateAfter } from '../../../src/handovers/decide.js';
import type {
  Accepted,
  HandoverCommand,
  HandoverSettings,
  HandoverState,
  Taker,
} from '../../../src/handovers/handover-decision.js';
import type { ManagerId } from '../../../src/shared/ids.js';

const settings: HandoverSettings = {
  reminder_timeout_1: 30,
  reminder_timeout_2: 60,
  auto_close_timeout: 120,
  reply_policy: 'taker',
  csat_enabled: true,
  calendar: roundTheClock,
};
const aliya: Taker = { id: 'aliya-id' as ManagerId, name: 'Aliya' };
const bolat: Taker = { id: 'bolat-id' as ManagerId, name: 'Bolat' };
const at = (clock: string): Date => new Date(`2027-01-04T${clock}:00Z`);

function accepted(
  state: HandoverState | null,
  command: HandoverCommand,
  now: Date,
  chosen = settings,
): Accepted {
  const decision = decide(state, command, chosen, now);
  if (!decision.ok) throw new Error(`refused: ${decision.refusal}`);
  return decision;
}

/** The row after these commands, each at its time. */
function after(...steps: [string, HandoverCommand][]): HandoverState {
  const state = steps.reduce<HandoverState | null>(
    (row, [clock, command]) => stateAfter(row, accepted(row, command, at(clock))),
    null,
  );
  if (state === null) throw new Error('name at least one step');
  return state;
}

const effectsOf = (decision: Accepted): string[] =>
  decision.effects.map((effect) => (effect.type === 'notify_user' ? `notify ${effect.notice}` : effect.type));

const open: [string, HandoverCommand] = ['10:00', { type: 'open', reason: 'intent' }];
const take: [string, HandoverCommand] = ['10:10', { type: 'take', manager: aliya }];
const answer: [string, HandoverCommand] = [
  '10:20',
  { type: 'manager_message', manager: aliya, is_note: false },
];

describe('a request is opened', () => {
  it('the user is told, a card is posted, and its clocks start', () => {
    const decision = accepted(null, { type: 'open', reason: 'intent' }, at('10:00'));
    expect(decision.from).toEqual([]);
    expect(decision.set).toMatchObject({
      status: 'pending',
      created_at: at('10:00'),
      waiting_since: at('10:00'),
      reminder_1_due_at: at('10:30'),
      reminder_2_due_at: at('11:00'),
      auto_close_due_at: at('12:00'),
    });
    expect(effectsOf(decision)).toEqual(['post_card', 'notify handover_opened']);
  });

  it('in closed hours the user is told when somebody will be there', () => {
    const calendar = parseWorkingHours({ 'mon-fri': ['09:00-18:00'] }, 'UTC');
    const decision = accepted(null, { type: 'open', reason: 'keyword' }, at('20:00'), {
      ...settings,
      calendar,
    });
    expect(effectsOf(decision)).toEqual(['post_card', 'notify handover_closed_hours']);
    expect(decision.set.reminder_1_due_at).toEqual(new Date('2027-01-05T09:30:00Z'));
  });

  it('when the model has failed the notice says so', () => {
    expect(effectsOf(accepted(null, { type: 'open', reason: 'model_failure' }, at('10:00')))).toContain(
      'notify model_down',
    );
  });

  it('the wait counts from the opening message, not from its reading', () => {
    const decision = accepted(
      null,
      { type: 'open', reason: 'intent', waiting_since: at('09:55') },
      at('10:00'),
    );
    expect(decision.set).toMatchObject({ waiting_since: at('09:55'), reminder_1_due_at: at('10:25') });
  });

  it('by a manager who takes it in the same step, the bot stops at once', () => {
    const decision = accepted(null, { type: 'open', reason: 'manual', taken_by: aliya }, at('10:00'));
    expect(decision.set).toMatchObject({
      status: 'active',
      assigned_to_name: 'Aliya',
      manager_id: aliya.id,
      taken_at: at('10:00'),
    });
    expect(effectsOf(decision)).toEqual(['post_card', 'drop_queued_replies', 'notify taken']);
  });

  it('only once: a second trigger joins the open one', () => {
    expect(decide(after(open), { type: 'open', reason: 'keyword' }, settings, at('10:05'))).toMatchObject({
      ok: false,
      refusal: 'already_open',
    });
    const ended = after(open, ['10:05', { type: 'resolve' }]);
    expect(decide(ended, { type: 'open', reason: 'keyword' }, settings, at('10:06')).ok).toBe(true);
  });
});

describe('[Беру]', () => {
  it('makes the request the presser’s and starts the wait anew', () => {
    const decision = accepted(after(open), { type: 'take', manager: aliya }, at('10:10'));
    expect(decision.from).toEqual(['pending']);
    expect(decision.set).toMatchObject({
      status: 'active',
      assigned_to_name: 'Aliya',
      manager_id: aliya.id,
      taken_at: at('10:10'),
      waiting_since: at('10:10'),
      reminder_1_due_at: at('10:40'),
      auto_close_due_at: at('12:10'),
    });
    expect(effectsOf(decision)).toEqual(['update_card', 'drop_queued_replies', 'notify taken']);
  });

  it('pressed second, says who has it and since when', () => {
    const refusal = decide(after(open, take), { type: 'take', manager: bolat }, settings, at('10:11'));
    expect(refusal).toEqual({ ok: false, refusal: 'taken_by_other', who: 'Aliya', when: at('10:10') });
  });

  it('pressed twice by the same manager, says it is theirs', () => {
    const refusal = decide(after(open, take), { type: 'take', manager: aliya }, settings, at('10:11'));
    expect(refusal).toMatchObject({ ok: false, refusal: 'already_yours' });
  });

  it('after the end, says how and when it ended', () => {
    const ended = after(open, ['10:05', { type: 'resolve' }]);
    const refusal = decide(ended, { type: 'take', manager: aliya }, settings, at('10:06'));
    expect(refusal).toEqual({
      ok: false,
      refusal: 'already_ended',
      status: 'resolved',
      who: null,
      when: at('10:05'),
    });
  });

  it('after reminders were sent makes them possible again for the new wait', () => {
    const reminded = { ...after(open), reminder_1_sent_at: at('10:30'), reminder_2_sent_at: at('11:00') };
    const decision = accepted(reminded, { type: 'take', manager: aliya }, at('11:05'));
    expect(decision.set).toMatchObject({
      reminder_1_sent_at: null,
      reminder_2_sent_at: null,
      reminder_1_due_at: at('11:35'),
    });
  });
});

describe('text in the topic', () => {
  const write = (manager: Taker, is_note = false): HandoverCommand => ({
    type: 'manager_message',
    manager,
    is_note,
  });

  it('before [Беру] stays inside, with an offer to take and send', () => {
    for (const state of [null, after(open), after(open, ['10:05', { type: 'resolve' }])]) {
      const decision = accepted(state, write(aliya), at('10:06'));
      expect(effectsOf(decision)).toEqual(['offer_take_and_send']);
      expect(decision.set).toEqual({});
    }
  });

  it('of the taker goes to the user, and nobody waits any more', () => {
    const decision = accepted(after(open, take), write(aliya), at('10:20'));
    expect(effectsOf(decision)).toEqual(['send_to_user', 'update_card']);
    expect(decision.set).toEqual({
      last_human_at: at('10:20'),
      first_response_at: at('10:20'),
      waiting_since: null,
      reminder_1_due_at: null,
      reminder_2_due_at: null,
      auto_close_due_at: at('12:20'),
    });
  });

  it('of another manager stays a note under the policy "taker", with an offer to take it over', () => {
    const decision = accepted(after(open, take), write(bolat), at('10:20'));
    expect(decision.effects).toEqual([{ type: 'offer_reclaim_and_send', holder: 'Aliya' }]);
    expect(decision.set).toEqual({});
  });

  it('of another manager goes out under the policy "any_manager", and the request stays with its taker', () => {
    const decision = accepted(after(open, take), write(bolat), at('10:20'), {
      ...settings,
      reply_policy: 'any_manager',
    });
    expect(effectsOf(decision)).toContain('send_to_user');
    expect(decision.set).not.toHaveProperty('manager_id');
  });

  it('marked as a note stays a note, whoever wrote it', () => {
    for (const manager of [aliya, bolat]) {
      expect(effectsOf(accepted(after(open, take), write(manager, true), at('10:20')))).toEqual([
        'keep_as_note',
      ]);
    }
  });

  it('sets the first response once', () => {
    const later = accepted(after(open, take, answer), write(aliya), at('10:40'));
    expect(later.set).not.toHaveProperty('first_response_at');
    expect(later.events).toEqual([{ type: 'human_answered', is_first: false }]);
  });
});

describe('the user writes while a request is open', () => {
  const userWrites: HandoverCommand = { type: 'user_message' };

  it('after an answer: the wait starts, with reminders of its own', () => {
    const answered = { ...after(open, take, answer), reminder_1_sent_at: at('10:15') };
    const decision = accepted(answered, userWrites, at('10:50'));
    expect(decision.set).toMatchObject({
      waiting_since: at('10:50'),
      reminder_1_sent_at: null,
      reminder_1_due_at: at('11:20'),
      auto_close_due_at: at('12:50'),
    });
    expect(decision.events).toEqual([{ type: 'waiting_started' }]);
  });

  it('again while waiting: the wait stays where it began, only the closing moves', () => {
    const decision = accepted(after(open), userWrites, at('10:20'));
    expect(decision.set).not.toHaveProperty('waiting_since');
    expect(decision.set).toMatchObject({ reminder_1_due_at: at('10:30'), auto_close_due_at: at('12:20') });
  });

  it('a "спасибо" or a rating: nothing moves', () => {
    const answered = after(open, take, answer);
    for (const command of [
      { type: 'user_message', is_pleasantry: true },
      { type: 'user_message', is_rating: true },
    ] as const) {
      expect(accepted(answered, command, at('10:50'))).toEqual({
        ok: true,
        from: ['pending', 'active'],
        set: {},
        events: [],
        effects: [],
      });
    }
  });

  it('and a person answers before the message is read: no wait starts', () => {
    const decision = accepted(after(open, take, answer), userWrites, at('10:19'));
    expect(decision.set).not.toHaveProperty('waiting_since');
    expect(decision.events).toEqual([]);
  });
});

describe('the owner answers from the phone', () => {
  const phone: HandoverCommand = { type: 'take_by_phone', phone_name: '+7 701 000 00 00' };

  it('a waiting request becomes the phone’s, answered', () => {
    const decision = accepted(after(open), phone, at('10:05'));
    expect(decision.set).toMatchObject({
      status: 'active',
      assigned_to_name: '+7 701 000 00 00',
      manager_id: null,
      first_response_at: at('10:05'),
      waiting_since: null,
    });
    expect(effectsOf(decision)).toEqual(['drop_queued_replies', 'mute_bot_for_owner', 'update_card']);
  });

  it('a request a manager has stays theirs, and counts as answered', () => {
    const decision = accepted(after(open, take), phone, at('10:15'));
    expect(decision.set).not.toHaveProperty('assigned_to_name');
    expect(decision.set).toMatchObject({ last_human_at: at('10:15'), waiting_since: null });
  });

  it('without an open request none is made', () => {
    expect(decide(null, phone, settings, at('10:05'))).toEqual({ ok: false, refusal: 'not_open' });
  });
});

describe('[Передать]', () => {
  it('to another manager: theirs from now, with the wait from now', () => {
    const decision = accepted(after(open, take, answer), { type: 'reassign', manager: bolat }, at('10:30'));
    expect(decision.set).toMatchObject({
      assigned_to_name: 'Bolat',
      manager_id: bolat.id,
      waiting_since: at('10:30'),
      reminder_1_due_at: at('11:00'),
    });
    expect(decision.events).toEqual([
      { type: 'reassigned', from: 'Aliya', to: 'Bolat', manager_id: bolat.id },
    ]);
    expect(effectsOf(decision)).toEqual(['update_card', 'drop_queued_replies', 'tell_managers']);
  });

  it('from the queue: the user is told that somebody has it, as with [Беру]', () => {
    const decision = accepted(after(open), { type: 'reassign', manager: bolat }, at('10:10'));
    expect(decision.set).toMatchObject({
      status: 'active',
      assigned_to_name: 'Bolat',
      taken_at: at('10:10'),
    });
    expect(effectsOf(decision)).toContain('notify taken');
  });

  it('to the one who has it already is refused', () => {
    expect(
      decide(after(open, take), { type: 'reassign', manager: aliya }, settings, at('10:30')),
    ).toMatchObject({ refusal: 'already_yours' });
  });

  it('to the queue: anybody may take it, and it is not closed before somebody was reminded', () => {
    const late = after(
      open,
      ['11:50', { type: 'take', manager: aliya }],
      ['13:00', { type: 'give_to_queue' }],
    );
    expect(late).toMatchObject({
      status: 'pending',
      assigned_to_name: null,
      manager_id: null,
      taken_at: null,
      waiting_since: at('13:00'),
      reminder_1_due_at: at('13:30'),
      auto_close_due_at: at('15:00'),
    });
    expect(decide(late, { type: 'give_to_queue' }, settings, at('13:01'))).toMatchObject({
      refusal: 'already_in_queue',
    });
    expect(decide(late, { type: 'take', manager: bolat }, settings, at('13:01')).ok).toBe(true);
  });
});

describe('the end of a request', () => {
  const allNull = { reminder_1_due_at: null, reminder_2_due_at: null, auto_close_due_at: null };

  it('without a word to the user when they are shut out: no notice, no rating', () => {
    const decision = accepted(after(open, take), { type: 'shut_out' }, at('11:00'));
    expect(decision.set).toEqual({ status: 'resolved', resolved_at: at('11:00'), ...allNull });
    expect(effectsOf(decision)).toEqual(['update_card', 'drop_queued_replies']);
  });

  it('[Решено] thanks the user and asks for a rating', () => {
    const decision = accepted(after(open, take, answer), { type: 'resolve' }, at('11:00'));
    expect(decision.set).toEqual({ status: 'resolved', resolved_at: at('11:00'), ...allNull });
    expect(effectsOf(decision)).toEqual(['update_card', 'notify resolved', 'ask_rating', 'start_cooldown']);
  });

  it('[Решено] asks for no rating where ratings are off', () => {
    const decision = accepted(after(open, take, answer), { type: 'resolve' }, at('11:00'), {
      ...settings,
      csat_enabled: false,
    });
    expect(effectsOf(decision)).not.toContain('ask_rating');
  });

  it('[Решено] asks for no rating where no person has answered', () => {
    expect(effectsOf(accepted(after(open, take), { type: 'resolve' }, at('11:00')))).toEqual([
      'update_card',
      'notify resolved',
    ]);
  });

  it('[Вернуть боту] lets the bot speak, with a summary, and answers what was left open', () => {
    const decision = accepted(after(open, take, answer), { type: 'return_to_bot' }, at('11:00'));
    expect(decision.set).toMatchObject({ status: 'bot_handling', resolved_at: at('11:00'), ...allNull });
    expect(effectsOf(decision)).toEqual([
      'update_card',
      'unmute_bot',
      'notify returned',
      'summarise_human_part',
      'answer_backlog',
      'start_cooldown',
    ]);
  });

  it('by time apologises, and only when it is due', () => {
    const state = after(open, take, answer);
    expect(decide(state, { type: 'time_out' }, settings, at('12:19'))).toEqual({
      ok: false,
      refusal: 'not_due',
      when: at('12:20'),
    });
    const decision = accepted(state, { type: 'time_out' }, at('12:20'));
    expect(decision.set).toMatchObject({ status: 'timeout', resolved_at: at('12:20'), ...allNull });
    expect(effectsOf(decision)).toEqual(['update_card', 'notify timeout', 'start_cooldown']);
  });

  it('starts no cooldown when no person has answered', () => {
    for (const command of [{ type: 'resolve' }, { type: 'return_to_bot' }] as const) {
      expect(effectsOf(accepted(after(open, take), command, at('11:00')))).not.toContain('start_cooldown');
    }
  });

  it('is possible straight from the queue', () => {
    for (const command of [{ type: 'resolve' }, { type: 'return_to_bot' }] as const) {
      expect(accepted(after(open), command, at('11:00')).from).toContain('pending');
    }
    expect(accepted(after(open), { type: 'time_out' }, at('12:00')).set.status).toBe('timeout');
  });
});
