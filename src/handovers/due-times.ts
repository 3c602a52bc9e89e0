import { z } from 'zod';
import { addWorkingMinutes, type WorkingCalendar } from '../clients/working-calendar.js';
import { isOpenStatus, type HandoverStatus } from './handover-types.js';
import { because } from '../shared/field-problem.js';
import type { FieldProblem } from '../shared/field-problem.js';

/** A client's time-outs, in working minutes. `auto_close_timeout` 0 = requests are never closed by time. */
export interface TimeoutSettings {
  reminder_timeout_1: number;
  reminder_timeout_2: number;
  auto_close_timeout: number;
}

/** When what is due for a handover; null = not at all. */
export interface DueTimes {
  reminder_1_due_at: Date | null;
  reminder_2_due_at: Date | null;
  auto_close_due_at: Date | null;
}

/** The moments of a handover that its due times follow from. */
export interface HandoverMoments {
  status: HandoverStatus;
  created_at: Date;
  taken_at: Date | null;
  /** The user's last message that counts: no pleasantry, no rating. */
  last_user_at: Date | null;
  last_human_at: Date | null;
  waiting_since: Date | null;
  reminder_1_sent_at: Date | null;
  reminder_2_sent_at: Date | null;
}

/** What a pass over due handovers has to do with one of them. */
export interface DueWork {
  /** Which reminder to send. */
  remind: 1 | 2 | null;
  /** Reminder 1 was due too but is passed over in favour of reminder 2. */
  skip_reminder_1: boolean;
  /** Whether to close it by time. Never in a pass that reminds. */
  close: boolean;
  /** Present when the closing was due too and has to wait: its new time, null when closing by time is switched off. */
  auto_close_due_at?: Date | null;
}

/** No working week is longer than this, so no time-out needs to be: thirty days round the clock. */
const longestTimeout = 30 * 24 * 60;
// Each check aborts, so that a number that is wrong in itself is not also compared with the others.
const timeoutSchema = z
  .int('Must be a whole number of minutes.')
  .min(1, { error: 'Must be at least 1 minute.', abort: true })
  .max(longestTimeout, { error: `Must be at most ${longestTimeout} minutes.`, abort: true });

const closingWords = 'Must be a whole number of minutes from 1, or 0 to switch closing by time off.';

const noDueTimes: DueTimes = { reminder_1_due_at: null, reminder_2_due_at: null, auto_close_due_at: null };

/** The fields of the three time-outs, for the schema of a client's settings. */
export const timeoutFields = {
  reminder_timeout_1: timeoutSchema,
  reminder_timeout_2: timeoutSchema,
  auto_close_timeout: z
    .int(closingWords)
    .min(0, { error: closingWords, abort: true })
    .max(longestTimeout, { error: closingWords, abort: true }),
};

/**
 * Checks that the time-outs come one after another, to be hung on a settings schema with `superRefine`. Fields that are
 * absent are not compared, so a partial change has to be checked together with the values it leaves as they are.
 */
export function refineTimeouts(settings: Partial<TimeoutSettings>, context: z.RefinementCtx): void {
  const { reminder_timeout_1: first, reminder_timeout_2: second, auto_close_timeout: close } = settings;
  const report = (field: keyof TimeoutSettings, problem: FieldProblem): void =>
    context.addIssue({ code: 'custom', path: [field], ...because(problem) });
  if (first !== undefined && second !== undefined && first >= second) {
    report('reminder_timeout_2', {
      reason: 'not_after_first_reminder',
      params: { minutes: first },
      message: `Must be later than reminder_timeout_1 (${first}), but is ${second}.`,
    });
  }
  if (close === undefined || close === 0) return;
  const lastReminder = second ?? first;
  if (lastReminder !== undefined && close <= lastReminder) {
    const name = second === undefined ? 'reminder_timeout_1' : 'reminder_timeout_2';
    report('auto_close_timeout', {
      reason: 'not_after_last_reminder',
      params: { minutes: lastReminder },
      message: `Must be later than ${name} (${lastReminder}) or 0 for never, but is ${close}.`,
    });
  }
}

/** The three time-outs with their order checked. */
export const timeoutSettingsSchema = z.object(timeoutFields).superRefine(refineTimeouts);

/**
 * The due times of a handover as it stands: computed anew whenever an event or a changed setting says so.
 *
 * - A reminder is due so many working minutes after `waiting_since`, once: none when nobody waits or it was sent. When
 *   reminder 2 is out, reminder 1 has lost its sense.
 * - Closing is due so long after the last thing that happened: opening, Take or passing on, the user's last message, the
 *   last human answer. After reminder 2 a person keeps the time that lies between it and the closing, also when the
 *   reminder went out late.
 */
export function dueTimes(
  state: HandoverMoments,
  settings: TimeoutSettings,
  calendar: WorkingCalendar,
): DueTimes {
  if (!isOpenStatus(state.status)) return noDueTimes;
  const { waiting_since, reminder_1_sent_at, reminder_2_sent_at } = state;
  const after = (minutes: number): Date | null =>
    waiting_since === null ? null : addWorkingMinutes(calendar, waiting_since, minutes);
  return {
    reminder_1_due_at: (reminder_1_sent_at ?? reminder_2_sent_at) ? null : after(settings.reminder_timeout_1),
    reminder_2_due_at: reminder_2_sent_at ? null : after(settings.reminder_timeout_2),
    auto_close_due_at: autoCloseDueAt(state, settings, calendar),
  };
}

/**
 * What to do with a handover at a moment. The due columns alone decide what is due; together they decide like this:
 *
 * | due | done |
 * | --- | --- |
 * | reminder 1 | reminder 1 |
 * | reminder 2, with or without reminder 1 | reminder 2; reminder 1 is passed over |
 * | closing alone | closed |
 * | closing with any reminder | that reminder as above; closing moves to now + (auto_close − reminder_2) |
 *
 * So after an outage people hear once that somebody waits and have the usual time to act before it closes.
 */
export function whatIsDue(
  handover: DueTimes & { status: HandoverStatus },
  now: Date,
  settings: TimeoutSettings,
  calendar: WorkingCalendar,
): DueWork {
  const isDue = (moment: Date | null): boolean =>
    isOpenStatus(handover.status) && moment !== null && moment.getTime() <= now.getTime();
  const firstIsDue = isDue(handover.reminder_1_due_at);
  const secondIsDue = isDue(handover.reminder_2_due_at);
  const closingIsDue = isDue(handover.auto_close_due_at);
  const remind = secondIsDue ? 2 : firstIsDue ? 1 : null;
  const work: DueWork = {
    remind,
    skip_reminder_1: firstIsDue && secondIsDue,
    close: closingIsDue && remind === null,
  };
  if (closingIsDue && remind !== null) work.auto_close_due_at = closingAfterReminder(now, settings, calendar);
  return work;
}

function autoCloseDueAt(
  state: HandoverMoments,
  settings: TimeoutSettings,
  calendar: WorkingCalendar,
): Date | null {
  if (settings.auto_close_timeout === 0) return null;
  // waiting_since stands for being passed on or back to the queue, which has no moment of its own.
  const events = [
    state.created_at,
    state.taken_at,
    state.last_user_at,
    state.last_human_at,
    state.waiting_since,
  ];
  const due = addWorkingMinutes(calendar, latest(events, state.created_at), settings.auto_close_timeout);
  if (state.reminder_2_sent_at === null) return due;
  return latest([closingAfterReminder(state.reminder_2_sent_at, settings, calendar)], due);
}

function closingAfterReminder(
  remindedAt: Date,
  settings: TimeoutSettings,
  calendar: WorkingCalendar,
): Date | null {
  if (settings.auto_close_timeout === 0) return null;
  const minutes = Math.max(0, settings.auto_close_timeout - settings.reminder_timeout_2);
  return addWorkingMinutes(calendar, remindedAt, minutes);
}

function latest(moments: readonly (Date | null)[], atLeast: Date): Date {
  return moments.reduce<Date>((last, moment) => (moment !== null && moment > last ? moment : last), atLeast);
}
