import { z } from 'zod';
import { invalidInput, problemList } from '../shared/errors.js';
import { because } from '../shared/field-problem.js';
import type { FieldProblem } from '../shared/field-problem.js';
import { dayNameOf, daysOf, dayNames, minutesInDay, readSpan } from './week-text.js';
import type { OpenSpan, WorkingHours } from './week-text.js';
import { dayNumber, roundTheClock, type WorkingCalendar } from './working-calendar.js';
import { isTimezone } from './zone-offsets.js';

type Week = OpenSpan[][];

/** Something wrong with the hours: the field it is in, the place in that field's list if it is one entry. */
type HoursProblem = { path: (string | number)[]; problem: FieldProblem };

interface ReadHours {
  week: Week;
  holidays: Set<number>;
  problems: HoursProblem[];
}

const dateShape = /^(\d{4})-(\d{2})-(\d{2})$/;

/** A time zone by its IANA name. */
export const timezoneSchema = z.string().refine(
  isTimezone,
  because({
    reason: 'no_timezone',
    message: 'Not a time zone: write an IANA name such as Asia/Almaty or Europe/Berlin.',
  }),
);

/**
 * Working hours: keys are `mon` … `sun`, ranges (`mon-fri`), lists (`mon,wed`) and `holidays`; a day belongs to one key.
 * Spans are `"HH:MM-HH:MM"`; one that ends before it starts goes over midnight. What it accepts is kept as it was written.
 */
export const workingHoursSchema = z
  .record(
    z.string(),
    z.array(
      z.string('Must be a text in quotes such as "09:00-13:00".'),
      'Must be a list such as ["09:00-13:00", "14:00-19:00"].',
    ),
    'Must name days with their hours, such as { mon-fri: ["09:00-18:00"] }.',
  )
  .superRefine((hours, context) => {
    for (const { path, problem } of readHours(hours).problems)
      context.addIssue({ code: 'custom', path, ...because(problem) });
  });

/**
 * Makes the calendar of a client.
 *
 * @param value as {@link workingHoursSchema} describes it; null or undefined means round the clock
 * @param timezone an IANA name
 * @throws EstafetaError `working_hours_invalid` with one line per problem, each naming its field
 */
export function parseWorkingHours(value: unknown, timezone: string): WorkingCalendar {
  const checked = z
    .object({ timezone: timezoneSchema, working_hours: workingHoursSchema.nullish() })
    .safeParse({ timezone, working_hours: value });
  if (!checked.success) {
    throw invalidInput(
      'working_hours_invalid',
      problemList(checked.error, 'settings'),
      'Correct the fields named above; leave working_hours out to work round the clock.',
    );
  }
  const hours = checked.data.working_hours;
  if (hours === null || hours === undefined) return roundTheClock;
  const { week, holidays } = readHours(hours);
  return { roundTheClock: false, timezone, week, holidays };
}

function readHours(hours: WorkingHours): ReadHours {
  const read: ReadHours = { week: dayNames.map(() => []), holidays: new Set(), problems: [] };
  const keyOfDay = new Map<number, string>();
  for (const [key, entries] of Object.entries(hours)) {
    if (key === 'holidays') readHolidays(entries, read);
    else readDays({ key, entries, keyOfDay, read });
  }
  if (read.problems.length === 0) findOverlaps(read, keyOfDay);
  if (read.problems.length === 0 && read.week.every((spans) => spans.length === 0)) {
    read.problems.push({
      path: [],
      problem: {
        reason: 'never_open',
        message: 'No day has an open hour. Name one, or leave working_hours out to work round the clock.',
      },
    });
  }
  return read;
}

function readHolidays(entries: string[], read: ReadHours): void {
  entries.forEach((entry, index) => {
    const [, year, month, day] = dateShape.exec(entry) ?? [];
    const number = dayNumber(Number(year), Number(month), Number(day));
    // Date.UTC rolls 30 February over into March; a real date reads back as it was written.
    const isRealDate =
      Number.isFinite(number) && new Date(number * 86_400_000).toISOString().startsWith(entry);
    if (isRealDate) read.holidays.add(number);
    else
      read.problems.push({
        path: ['holidays', index],
        problem: { reason: 'no_date', message: 'Not a date: write year-month-day such as "2027-01-01".' },
      });
  });
}

function readDays(named: {
  key: string;
  entries: string[];
  keyOfDay: Map<number, string>;
  read: ReadHours;
}): void {
  const { key, entries, keyOfDay, read } = named;
  const days = daysOf(key);
  if (days === null) {
    read.problems.push({
      path: [key],
      problem: {
        reason: 'no_day',
        message:
          'Not a day: write mon, tue, wed, thu, fri, sat, sun, a range such as mon-fri, a list such as mon,wed, or holidays.',
      },
    });
    return;
  }
  const spans = readSpans(key, entries, read);
  for (const day of days) {
    const other = keyOfDay.get(day);
    if (other !== undefined) read.problems.push({ path: [key], problem: namedTwice({ day, key, other }) });
    keyOfDay.set(day, key);
    read.week[day] = spans;
  }
}

function namedTwice({ day, key, other }: { day: number; key: string; other: string }): FieldProblem {
  const name = dayNameOf(day);
  const where = other === key ? 'twice here' : `in "${other}" too`;
  return {
    reason: 'day_twice',
    params: { day: name },
    message: `${name} is named ${where}. Name each day once.`,
  };
}

function readSpans(key: string, entries: string[], read: ReadHours): OpenSpan[] {
  const spans: OpenSpan[] = [];
  entries.forEach((entry, index) => {
    const span = readSpan(entry);
    if ('reason' in span) read.problems.push({ path: [key, index], problem: span });
    else spans.push(span);
  });
  return spans.toSorted((one, other) => one.start - other.start);
}

function findOverlaps(read: ReadHours, keyOfDay: Map<number, string>): void {
  const seen = new Set<string>();
  const report = (key: string | undefined, problem: FieldProblem): void => {
    // Days that share a key share their spans: say it once.
    if (key === undefined || seen.has(`${key} ${problem.message}`)) return;
    seen.add(`${key} ${problem.message}`);
    read.problems.push({ path: [key], problem });
  };
  read.week.forEach((spans, day) => {
    const key = keyOfDay.get(day);
    spans.forEach((span, index) => {
      const following = spans[index + 1];
      if (following !== undefined && span.end > following.start)
        report(key, {
          reason: 'spans_overlap',
          message: 'Two spans overlap. Make them one or part them.',
        });
    });
    const over = Math.max(0, ...spans.map((span) => span.end)) - minutesInDay;
    const nextDay = (day + 1) % 7;
    if (over > (read.week[nextDay]?.[0]?.start ?? Number.POSITIVE_INFINITY)) {
      const params = { day: dayNameOf(day), next_day: dayNameOf(nextDay) };
      const message = `The span over midnight from ${params.day} overlaps the hours of ${params.next_day}.`;
      report(key, { reason: 'overlaps_next_day', params, message });
    }
  });
}
