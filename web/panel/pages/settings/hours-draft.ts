import { dayNames, daysOf, minutesInDay, readSpan, writeWeek } from '../../../../src/clients/week-text.js';
import type { OpenSpan, WorkingHours } from '../../../../src/clients/week-text.js';

/** A span as the two fields of a form hold it, `09:00` each; a field may be empty. */
export type SpanDraft = { from: string; to: string };

/** Working hours in the editor. */
export type HoursDraft = {
  /** No hours at all: always open. The rest is kept, to come back to. */
  isRoundTheClock: boolean;
  /** Monday first. */
  week: SpanDraft[][];
  /** `2027-01-01`; one may be empty. */
  holidays: string[];
};

/** What is wrong with a day of the draft, or with the whole. */
export type HoursProblem = 'incomplete' | 'overlap' | 'overlapsNext' | 'noneOpen' | 'holiday';
export type HoursProblems = { days: (HoursProblem | null)[]; whole: HoursProblem | null };

const usualDay: SpanDraft[] = [{ from: '09:00', to: '18:00' }];
const midnight = '00:00';

/** Hours as they are kept, opened in the editor. */
export function hoursDraftOf(hours: WorkingHours | null): HoursDraft {
  if (hours === null) {
    const week = dayNames.map((_name, day) => (day < 5 ? usualDay : []));
    return { isRoundTheClock: true, week, holidays: [] };
  }
  const week: SpanDraft[][] = dayNames.map(() => []);
  const { holidays = [], ...days } = hours;
  for (const [key, entries] of Object.entries(days)) {
    for (const day of daysOf(key) ?? []) week[day] = entries.map(draftOf);
  }
  return { isRoundTheClock: false, week, holidays };
}

/** The draft as it is kept. */
export function hoursOf({ isRoundTheClock, week, holidays }: HoursDraft): WorkingHours | null {
  if (isRoundTheClock) return null;
  const written = writeWeek(week.map((spans) => spans.map(textOf).toSorted()));
  return holidays.length === 0 ? written : { ...written, holidays: holidays.toSorted() };
}

/** Whether a span goes on after midnight. */
export function isOverMidnight({ from, to }: SpanDraft): boolean {
  return from !== '' && to !== '' && to !== midnight && to < from;
}

/** What can't be kept of a draft; null when nothing is wrong. */
export function hoursProblems({ isRoundTheClock, week, holidays }: HoursDraft): HoursProblems | null {
  if (isRoundTheClock) return null;
  const days = week.map((spans, day) => problemOf(spans, week[(day + 1) % week.length] ?? []));
  const isClosed = week.every((spans) => spans.length === 0);
  const whole = isClosed ? 'noneOpen' : holidays.some((date) => date === '') ? 'holiday' : null;
  return whole === null && days.every((problem) => problem === null) ? null : { days, whole };
}

function problemOf(day: SpanDraft[], next: SpanDraft[]): HoursProblem | null {
  const spans = timesOf(day);
  if (spans === null) return 'incomplete';
  if (spans.some(({ end }, index) => end > (spans[index + 1]?.start ?? Infinity))) return 'overlap';
  const over = Math.max(0, ...spans.map(({ end }) => end)) - minutesInDay;
  return over > (timesOf(next)?.[0]?.start ?? Infinity) ? 'overlapsNext' : null;
}

/** In order; null when a field of one is empty, or both say the same. */
function timesOf(day: SpanDraft[]): { start: number; end: number }[] | null {
  const read = day.map((span) => readSpan(textOf(span)));
  const spans = read.filter((span): span is OpenSpan => !('reason' in span));
  return spans.length < read.length ? null : spans.toSorted((one, other) => one.start - other.start);
}

/** A field for the time of day knows no 24:00: an end at midnight is 00:00 there. */
function textOf({ from, to }: SpanDraft): string {
  return `${from}-${to === midnight ? '24:00' : to}`;
}

function draftOf(entry: string): SpanDraft {
  const [from = '', to = ''] = entry.split('-').map((time) => time.trim().padStart(5, '0'));
  return { from, to: to === '24:00' ? midnight : to };
}
