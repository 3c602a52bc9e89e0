import fc from 'fast-check';
import { parseWorkingHours } from '../../../src/clients/working-hours.js';
import { roundTheClock } from '../../../src/clients/working-calendar.js';
import {
  dueTimes,
  timeoutSettingsSchema,
  whatIsDue,
  type HandoverMoments,
} from '../../../src/handovers/due-times.js';

const settings = { reminder_timeout_1: 30, reminder_timeout_2: 60, auto_close_timeout: 120 };
const at = (clock: string, day = '2027-01-04'): Date => new Date(`${day}T${clock}:00Z`);

function handover(changes: Partial<HandoverMoments> = {}): HandoverMoments {
  return {
    status: 'pending',
    created_at: at('10:00'),
    taken_at: null,
    last_user_at: at('10:00'),
    last_human_at: null,
    waiting_since: at('10:00'),
    reminder_1_sent_at: null,
    reminder_2_sent_at: null,
    ...changes,
  };
}

describe('the due times of a handover', () => {
  it('of a new request count from its opening', () => {
    expect(dueTimes(handover(), settings, roundTheClock)).toEqual({
      reminder_1_due_at: at('10:30'),
      reminder_2_due_at: at('11:00'),
      auto_close_due_at: at('12:00'),
    });
  });

  it('stand still in the lunch break and over the night', () => {
    const office = parseWorkingHours({ 'mon-fri': ['09:00-13:00', '14:00-19:00'] }, 'UTC');
    const beforeLunch = handover({
      created_at: at('12:40'),
      last_user_at: at('12:40'),
      waiting_since: at('12:40'),
    });
    expect(dueTimes(beforeLunch, settings, office)).toEqual({
      reminder_1_due_at: at('14:10'),
      reminder_2_due_at: at('14:40'),
      auto_close_due_at: at('15:40'),
    });
    const evening = handover({
      created_at: at('18:45'),
      last_user_at: at('18:45'),
      waiting_since: at('18:45'),
    });
    expect(dueTimes(evening, settings, office).reminder_2_due_at).toEqual(at('09:45', '2027-01-05'));
  });

  it('are none once it has ended', () => {
    for (const status of ['resolved', 'bot_handling', 'timeout'] as const) {
      expect(dueTimes(handover({ status }), settings, roundTheClock)).toEqual({
        reminder_1_due_at: null,
        reminder_2_due_at: null,
        auto_close_due_at: null,
      });
    }
  });

  it('hold no reminder when nobody waits, but still a closing', () => {
    const answered = handover({
      status: 'active',
      waiting_since: null,
      taken_at: at('10:10'),
      last_human_at: at('10:20'),
    });
    expect(dueTimes(answered, settings, roundTheClock)).toEqual({
      reminder_1_due_at: null,
      reminder_2_due_at: null,
      auto_close_due_at: at('12:20'),
    });
  });

  it.each([
    ['the opening', {}, '12:00'],
    ['Take', { taken_at: at('10:15') }, '12:15'],
    ["the user's last message", { taken_at: at('10:15'), last_user_at: at('11:00') }, '13:00'],
    [
      'the last human answer',
      { taken_at: at('10:15'), last_human_at: at('11:30'), last_user_at: at('11:00') },
      '13:30',
    ],
    ['being given back to the queue', { taken_at: null, waiting_since: at('11:45') }, '13:45'],
  ])('count the closing from the latest event: %s', (_event, changes, clock) => {
    expect(dueTimes(handover(changes), settings, roundTheClock).auto_close_due_at).toEqual(at(clock));
  });

  it('leave a reminder out that was sent, and reminder 1 once reminder 2 is out', () => {
    const once = dueTimes(handover({ reminder_1_sent_at: at('10:30') }), settings, roundTheClock);
    expect([once.reminder_1_due_at, once.reminder_2_due_at]).toEqual([null, at('11:00')]);
    const passedOver = dueTimes(handover({ reminder_2_sent_at: at('11:00') }), settings, roundTheClock);
    expect([passedOver.reminder_1_due_at, passedOver.reminder_2_due_at]).toEqual([null, null]);
  });

  it('keep the time to act after a late reminder 2, whatever setting changes afterwards', () => {
    const reminded = handover({ reminder_2_sent_at: at('14:00') });
    expect(dueTimes(reminded, settings, roundTheClock).auto_close_due_at).toEqual(at('15:00'));
    const longer = { ...settings, auto_close_timeout: 180 };
    expect(dueTimes(reminded, longer, roundTheClock).auto_close_due_at).toEqual(at('16:00'));
  });

  it('hold no closing when closing by time is switched off', () => {
    const never = { ...settings, auto_close_timeout: 0 };
    expect(dueTimes(handover(), never, roundTheClock).auto_close_due_at).toBeNull();
    expect(
      dueTimes(handover({ reminder_2_sent_at: at('11:00') }), never, roundTheClock).auto_close_due_at,
    ).toBeNull();
  });

  it('come in order: reminder 1, reminder 2, closing', () => {
    const moment = fc
      .integer({ min: 0, max: 10_000 })
      .map((minutes) => new Date(at('00:00').getTime() + minutes * 60_000));
    const timeouts = fc
      .uniqueArray(fc.integer({ min: 1, max: 5_000 }), { minLength: 3, maxLength: 3 })
      .map((minutes) => {
        const [first = 0, second = 0, close = 0] = minutes.toSorted((a, b) => a - b);
        return { reminder_timeout_1: first, reminder_timeout_2: second, auto_close_timeout: close };
      });
    const office = parseWorkingHours(
      { 'mon-fri': ['09:00-13:00', '14:00-19:00'], sat: ['22:00-02:00'] },
      'Europe/Berlin',
    );
    fc.assert(
      fc.property(
        moment,
        moment,
        moment,
        timeouts,
        fc.constantFrom(office, roundTheClock),
        (created, taken, waiting, chosen, calendar) => {
          const state = handover({
            status: 'active',
            created_at: created,
            taken_at: taken,
            waiting_since: waiting,
          });
          const due = dueTimes(state, chosen, calendar);
          expect(due.reminder_1_due_at?.getTime()).toBeLessThan(due.reminder_2_due_at?.getTime() ?? 0);
          expect(due.reminder_2_due_at?.getTime()).toBeLessThan(due.auto_close_due_at?.getTime() ?? 0);
        },
      ),
    );
  });
});

describe('what a pass over due handovers does', () => {
  const due = { status: 'pending' as const, ...dueTimes(handover(), settings, roundTheClock) };
  const pass = (clock: string, row: Parameters<typeof whatIsDue>[0] = due) =>
    whatIsDue(row, at(clock), settings, roundTheClock);

  it('nothing before anything is due', () => {
    expect(pass('10:29')).toEqual({ remind: null, skip_reminder_1: false, close: false });
  });

  it('reminder 1 at its very moment', () => {
    expect(pass('10:30')).toEqual({ remind: 1, skip_reminder_1: false, close: false });
  });

  it('reminder 2 when reminder 1 was sent before', () => {
    expect(pass('11:00', { ...due, reminder_1_due_at: null })).toEqual({
      remind: 2,
      skip_reminder_1: false,
      close: false,
    });
  });

  it('only reminder 2 when both are due', () => {
    expect(pass('11:00')).toEqual({ remind: 2, skip_reminder_1: true, close: false });
  });

  it('after an outage of three hours reminder 2 alone, and the closing waits for an hour', () => {
    expect(pass('13:00')).toEqual({
      remind: 2,
      skip_reminder_1: true,
      close: false,
      auto_close_due_at: at('14:00'),
    });
  });

  it('the closing waits after an outage also when reminder 1 was sent before it', () => {
    const work = pass('13:00', { ...due, reminder_1_due_at: null });
    expect(work).toEqual({ remind: 2, skip_reminder_1: false, close: false, auto_close_due_at: at('14:00') });
  });

  it('the closing waits when only reminder 1 is due with it', () => {
    const work = pass('12:00', { ...due, reminder_2_due_at: at('18:00') });
    expect(work).toEqual({ remind: 1, skip_reminder_1: false, close: false, auto_close_due_at: at('13:00') });
  });

  it('a closing that stands alone closes', () => {
    const work = pass('12:00', { ...due, reminder_1_due_at: null, reminder_2_due_at: null });
    expect(work).toEqual({ remind: null, skip_reminder_1: false, close: true });
  });

  it('a closing that waits in closed hours waits in working minutes', () => {
    const office = parseWorkingHours({ 'mon-fri': ['09:00-13:00'] }, 'UTC');
    const work = whatIsDue(due, at('12:30'), settings, office);
    expect(work.auto_close_due_at).toEqual(at('09:30', '2027-01-05'));
  });

  it('a closing that was switched off meanwhile is taken away', () => {
    const work = whatIsDue(due, at('13:00'), { ...settings, auto_close_timeout: 0 }, roundTheClock);
    expect(work).toEqual({ remind: 2, skip_reminder_1: true, close: false, auto_close_due_at: null });
  });

  it('nothing for a handover that has ended, whatever its columns say', () => {
    expect(pass('13:00', { ...due, status: 'resolved' })).toEqual({
      remind: null,
      skip_reminder_1: false,
      close: false,
    });
  });

  it('never closes where it reminds', () => {
    const maybe = fc.option(
      fc.integer({ min: 0, max: 240 }).map((minutes) => new Date(at('10:00').getTime() + minutes * 60_000)),
    );
    fc.assert(
      fc.property(maybe, maybe, maybe, (reminder_1_due_at, reminder_2_due_at, auto_close_due_at) => {
        const work = pass('12:00', {
          status: 'active',
          reminder_1_due_at,
          reminder_2_due_at,
          auto_close_due_at,
        });
        expect(work.close && work.remind !== null).toBe(false);
        if (work.auto_close_due_at !== undefined) expect(work.auto_close_due_at).toEqual(at('13:00'));
      }),
    );
  });
});

describe('the time-outs in the settings', () => {
  const problems = (changes: object): string[] => {
    const checked = timeoutSettingsSchema.safeParse({ ...settings, ...changes });
    return checked.success
      ? []
      : checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  };

  it.each([
    [
      { reminder_timeout_2: 30 },
      ['reminder_timeout_2: Must be later than reminder_timeout_1 (30), but is 30.'],
    ],
    [
      { auto_close_timeout: 60 },
      ['auto_close_timeout: Must be later than reminder_timeout_2 (60) or 0 for never, but is 60.'],
    ],
    [{ reminder_timeout_1: 0 }, ['reminder_timeout_1: Must be at least 1 minute.']],
    [{ reminder_timeout_1: 1.5 }, ['reminder_timeout_1: Must be a whole number of minutes.']],
    [
      { auto_close_timeout: -1 },
      ['auto_close_timeout: Must be a whole number of minutes from 1, or 0 to switch closing by time off.'],
    ],
    [{ reminder_timeout_1: 100_000 }, ['reminder_timeout_1: Must be at most 43200 minutes.']],
  ])('as %j are refused by name', (changes, expected) => {
    expect(problems(changes)).toEqual(expected);
  });

  it('may switch closing by time off with 0', () => {
    expect(problems({ auto_close_timeout: 0 })).toEqual([]);
    expect(problems({})).toEqual([]);
  });
});
