import type { FieldProblem } from '../shared/field-problem.js';

/** Working hours as a client file and the settings row hold them: `{ "mon-fri": ["09:00-13:00"], "holidays": ["2027-01-01"] }`. */
export type WorkingHours = Record<string, string[]>;

/** One open span: minutes since the midnight its day starts with. `end` is excluded and may lie past 1440, over midnight. */
export interface OpenSpan {
  start: number;
  end: number;
}

/** Monday first. */
export const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** @param day Monday being 0 */
export function dayNameOf(day: number): string {
  return dayNames[day] ?? '';
}

export const minutesInDay = 24 * 60;
const spanShape = /^\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*$/;

/** The days a key stands for, Monday being 0; `fri-mon` goes over the weekend. Null when it names none. */
export function daysOf(key: string): number[] | null {
  const days: number[] = [];
  for (const part of key.toLowerCase().split(',')) {
    const [first = -1, last = first, ...more] = part
      .split('-')
      .map((name) => (dayNames as readonly string[]).indexOf(name.trim()));
    if (first < 0 || last < 0 || more.length > 0) return null;
    const count = ((last - first + 7) % 7) + 1;
    for (let step = 0; step < count; step += 1) days.push((first + step) % 7);
  }
  return days;
}

/** The span, or what is wrong with it. */
export function readSpan(entry: string): OpenSpan | FieldProblem {
  const [, startHour, startMinute, endHour, endMinute] = (spanShape.exec(entry) ?? []).map(Number);
  if (
    startHour === undefined ||
    startMinute === undefined ||
    endHour === undefined ||
    endMinute === undefined
  ) {
    return {
      reason: 'no_span',
      message: 'Not a span of time: write "HH:MM-HH:MM" such as "09:00-13:00".',
    };
  }
  const start = startHour * 60 + startMinute;
  const end = endHour * 60 + endMinute;
  if (startMinute > 59 || endMinute > 59 || start >= minutesInDay || end > minutesInDay) {
    return {
      reason: 'no_time_of_day',
      message: 'Not a time of day: hours go from 00:00 to 23:59, and an end may also be 24:00.',
    };
  }
  if (start === end)
    return {
      reason: 'empty_span',
      message: 'Starts and ends at the same time. For the whole day write "00:00-24:00".',
    };
  return { start, end: end < start ? end + minutesInDay : end };
}

/** A week as it is kept, Monday first, each day's spans as `09:00-13:00`: neighbours with the same hours share a key. */
export function writeWeek(week: readonly (readonly string[])[]): WorkingHours {
  const hours: WorkingHours = {};
  for (let day = 0; day < week.length;) {
    const spans = week[day] ?? [];
    let last = day;
    while (last + 1 < week.length && spans.join() === (week[last + 1] ?? []).join()) last += 1;
    const key = last === day ? dayNames[day] : `${dayNames[day]}-${dayNames[last]}`;
    if (key !== undefined && spans.length > 0) hours[key] = [...spans];
    day = last + 1;
  }
  return hours;
}
