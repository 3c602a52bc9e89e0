import fc from 'fast-check';
import { parseWorkingHours } from '../../../src/clients/working-hours.js';
import { roundTheClock } from '../../../src/clients/working-calendar.js';
import { decide, stateAfter } from '../../../src/handovers/decide.js';
import { whatIsDue } from '../../../src/handovers/due-times.js';
import type {
  Decision,
  HandoverCommand,
  HandoverSettings,
  HandoverState,
  Taker,
} from '../../../src/handovers/handover-decision.js';
import { handoverReasons, isOpenStatus } from '../../../src/handovers/handover-types.js';
import type { ManagerId } from '../../../src/shared/ids.js';

/** What happens in a walk: minutes pass, then a command comes or the timers look. */
type Happening = { minutes: number; what: HandoverCommand | { type: 'timers_look' } };
type Moment = {
  now: Date;
  what: Happening['what'];
  before: HandoverState | null;
  after: HandoverState | null;
  decision: Decision | null;
  reminded: 1 | 2 | null;
};

const managers: Taker[] = ['Aliya', 'Bolat', 'Dana'].map((name) => ({ id: `${name}-id` as ManagerId, name }));
const manager = fc.constantFrom(...managers);
const command: fc.Arbitrary<Happening['what']> = fc.oneof(
  fc.record({ type: fc.constant('open' as const), reason: fc.constantFrom(...handoverReasons) }),
  fc.record({
    type: fc.constant('open' as const),
    reason: fc.constant('manual' as const),
    taken_by: manager,
  }),
  fc.record({ type: fc.constantFrom('take' as const, 'reassign' as const), manager }),
  fc.record({ type: fc.constant('manager_message' as const), manager, is_note: fc.boolean() }),
  fc.record({
    type: fc.constant('user_message' as const),
    is_pleasantry: fc.boolean(),
    is_rating: fc.boolean(),
  }),
  fc.constant({ type: 'take_by_phone' as const, phone_name: 'phone' }),
  fc.constantFrom(
    ...(['resolve', 'shut_out', 'return_to_bot', 'give_to_queue', 'human_answer', 'time_out'] as const).map(
      (type) => ({
        type,
      }),
    ),
  ),
  // Half of the time the timers look or the user writes: what they do to each other is the hard part.
  { weight: 4, arbitrary: fc.constant({ type: 'timers_look' as const }) },
  { weight: 3, arbitrary: fc.constant({ type: 'user_message' as const }) },
);
const happenings: fc.Arbitrary<Happening[]> = fc.array(
  fc.record({ minutes: fc.oneof(fc.nat(20), fc.nat(400)), what: command }),
  { minLength: 1, maxLength: 40 },
);
const settings: fc.Arbitrary<HandoverSettings> = fc.record({
  reminder_timeout_1: fc.constantFrom(5, 30),
  reminder_timeout_2: fc.constantFrom(45, 60),
  auto_close_timeout: fc.constantFrom(0, 90, 120),
  reply_policy: fc.constantFrom('taker' as const, 'any_manager' as const),
  csat_enabled: fc.boolean(),
  calendar: fc.constantFrom(
    roundTheClock,
    parseWorkingHours({ 'mon-fri': ['09:00-13:00', '14:00-19:00'], sat: ['22:00-02:00'] }, 'Europe/Berlin'),
  ),
});

/** Lives through the happenings as the database would: writes what is decided, lets the timers send and close. */
function live(steps: Happening[], chosen: HandoverSettings): Moment[] {
  let now = new Date('2027-03-26T08:00:00Z');
  let state: HandoverState | null = null;
  return steps.map(({ minutes, what }) => {
    now = new Date(now.getTime() + minutes * 60_000);
    const moment: Moment = { now, what, before: state, after: state, decision: null, reminded: null };
    if (what.type === 'timers_look') {
      if (state === null) return moment;
      const work = whatIsDue(state, now, chosen, chosen.calendar);
      moment.reminded = work.remind;
      if (work.remind !== null) {
        state = {
          ...state,
          [`reminder_${work.remind}_sent_at`]: now,
          [`reminder_${work.remind}_due_at`]: null,
        };
        if (work.skip_reminder_1) state = { ...state, reminder_1_due_at: null };
        if (work.auto_close_due_at !== undefined)
          state = { ...state, auto_close_due_at: work.auto_close_due_at };
      }
      if (work.close) moment.decision = decide(state, { type: 'time_out' }, chosen, now);
    } else {
      moment.decision = decide(state, what, chosen, now);
    }
    if (moment.decision?.ok)
      state =
        moment.decision.from.length > 0 || what.type === 'open' ? stateAfter(state, moment.decision) : state;
    moment.after = state;
    return moment;
  });
}

function always(check: (moment: Moment, life: Moment[], index: number) => void): void {
  fc.assert(
    fc.property(happenings, settings, (steps, chosen) => {
      const life = live(steps, chosen);
      life.forEach((moment, index) => check(moment, life, index));
    }),
    { numRuns: 300 },
  );
}

describe('whatever happens to a handover', () => {
  it('an ended one never changes; only a new one may be opened', () => {
    always(({ before, after, what }) => {
      if (before !== null && !isOpenStatus(before.status) && what.type !== 'open')
        expect(after).toEqual(before);
    });
  });

  it('every end has its moment and nothing is due any more, and nothing open has one', () => {
    always(({ after }) => {
      if (after === null) return;
      expect(after.resolved_at === null).toBe(isOpenStatus(after.status));
      if (!isOpenStatus(after.status)) {
        expect([after.reminder_1_due_at, after.reminder_2_due_at, after.auto_close_due_at]).toEqual([
          null,
          null,
          null,
        ]);
      }
    });
  });

  it('the state it came from is among those the decision names', () => {
    always(({ before, decision, what }) => {
      if (!decision?.ok || before === null || what.type === 'open' || Object.keys(decision.set).length === 0)
        return;
      expect(decision.from).toContain(before.status);
    });
  });

  it('it is held by somebody exactly while it is active', () => {
    always(({ after }) => {
      if (after?.status === 'active') expect(after.assigned_to_name).not.toBeNull();
      if (after?.status === 'pending')
        expect([after.assigned_to_name, after.manager_id, after.taken_at]).toEqual([null, null, null]);
    });
  });

  it('whoever changes hands without pressing is told, and the wait begins then', () => {
    always(({ now, what, before, after, decision }) => {
      if (!decision?.ok || (what.type !== 'reassign' && what.type !== 'give_to_queue')) return;
      expect(decision.effects.map(({ type }) => type)).toContain('tell_managers');
      expect(after?.waiting_since).toEqual(now);
      expect(after?.assigned_to_name).not.toBe(before?.assigned_to_name);
    });
  });

  it('nothing of a manager reaches the user before somebody has taken it', () => {
    always(({ before, decision }) => {
      if (decision?.ok && decision.effects.some((effect) => effect.type === 'send_to_user'))
        expect(before?.status).toBe('active');
    });
  });

  it('while somebody waits a reminder is due or was sent, and closing never comes before it', () => {
    always(({ after }) => {
      if (after === null || !isOpenStatus(after.status) || after.waiting_since === null) return;
      expect(after.reminder_2_due_at ?? after.reminder_2_sent_at).not.toBeNull();
      if (after.reminder_2_due_at !== null && after.auto_close_due_at !== null) {
        expect(after.reminder_2_due_at.getTime()).toBeLessThan(after.auto_close_due_at.getTime());
      }
    });
  });

  it('a new wait has both reminders before it and none behind it', () => {
    always(({ before, after }) => {
      if (after === null || after.waiting_since === null || !isOpenStatus(after.status)) return;
      if (before?.waiting_since?.getTime() === after.waiting_since.getTime()) return;
      expect([after.reminder_1_sent_at, after.reminder_2_sent_at]).toEqual([null, null]);
      expect([after.reminder_1_due_at, after.reminder_2_due_at]).not.toContain(null);
    });
  });

  it('a wait that has begun stays where it began until a person answers, takes or passes it on', () => {
    const moves = [
      'open',
      'take',
      'take_by_phone',
      'reassign',
      'give_to_queue',
      'human_answer',
      'manager_message',
    ];
    always(({ before, after, what }) => {
      if (before?.waiting_since && isOpenStatus(before.status) && !moves.includes(what.type)) {
        expect(after?.waiting_since).toEqual(before.waiting_since);
      }
    });
  });

  it('each reminder goes out at most once for one wait, and none after the urgent one', () => {
    always(({ reminded, after }, life, index) => {
      if (reminded === null || after === null) return;
      const sameWait = life.slice(0, index).filter((earlier) => {
        const same = earlier.after?.created_at.getTime() === after.created_at.getTime();
        return same && earlier.after?.waiting_since?.getTime() === after.waiting_since?.getTime();
      });
      const sinceWaitBegan = sameWait.filter(
        (earlier) => earlier.after?.reminder_1_sent_at || earlier.after?.reminder_2_sent_at,
      );
      for (const earlier of sinceWaitBegan) {
        expect(earlier.reminded).not.toBe(reminded);
        expect(earlier.reminded).not.toBe(2);
      }
    });
  });

  it('the first response is set once and kept', () => {
    always(({ before, after, what }) => {
      if (before?.first_response_at && what.type !== 'open')
        expect(after?.first_response_at).toEqual(before.first_response_at);
    });
  });

  it('the timers close only what was due, and nothing they have just reminded of', () => {
    always(({ before, after, what, reminded, now }) => {
      if (what.type !== 'timers_look' || after?.status !== 'timeout' || before?.status === 'timeout') return;
      expect(reminded).toBeNull();
      expect(before?.auto_close_due_at?.getTime()).toBeLessThanOrEqual(now.getTime());
    });
  });
});
