import type { OpenSpan } from './week-text.js';
import { EstafetaError } from '../shared/errors.js';
import { msOfMinutes, plusMs } from '../shared/durations.js';
import { offsetStretchAt } from './zone-offsets.js';

/**
 * When a client works. Spans are wall-clock time: an hour that the clock skips in spring doesn't exist, an hour that it
 * repeats in autumn counts twice. A holiday closes the spans that start on it, over midnight too.
 */
export type WorkingCalendar =
  | { roundTheClock: true }
  | {
      roundTheClock: false;
      timezone: string;
      /** Monday first; each day's spans in order, none overlapping another, at least one in the week. */
      week: readonly (readonly OpenSpan[])[];
      /** Closed days, as {@link dayNumber} counts them. */
      holidays: ReadonlySet<number>;
    };

type BoundedCalendar = Extract<WorkingCalendar, { roundTheClock: false }>;

/** A stretch of real time, milliseconds since the epoch; `close` is excluded. */
interface OpenStretch {
  open: number;
  close: number;
}

const dayMs = 86_400_000;
const longestAddition = 366 * 24 * 60;
const lookAheadDays = 366;

/** The calendar of a client that has named no working hours. */
export const roundTheClock: WorkingCalendar = { roundTheClock: true };

/** Which day a date without a time is: days since 1970-01-01. Months count from 1. */
export function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / dayMs;
}

/**
 * The earliest moment by which so many working minutes have passed.
 *
 * @param minutes zero or more, at most those of a year; zero gives `from` itself, also in closed hours
 * @throws RangeError for a negative, infinite or too large number
 */
export function addWorkingMinutes(calendar: WorkingCalendar, from: Date, minutes: number): Date {
  if (!(minutes >= 0 && minutes <= longestAddition)) {
    throw new RangeError(`Working minutes must be between 0 and ${longestAddition}, not ${minutes}.`);
  }
  let left = Math.round(msOfMinutes(minutes));
  if (calendar.roundTheClock || left === 0) return plusMs(from, left);
  for (const stretch of openStretches(calendar, from.getTime())) {
    const length = stretch.close - stretch.open;
    if (left <= length) return new Date(stretch.open + left);
    left -= length;
  }
  throw new RangeError('A calendar without an open minute has no working time to add.');
}

/** How many working minutes lie between two moments, fractions included; 0 when the second is not after the first. */
export function workingMinutesBetween(calendar: WorkingCalendar, from: Date, to: Date): number {
  const end = to.getTime();
  if (end <= from.getTime()) return 0;
  if (calendar.roundTheClock) return (end - from.getTime()) / msOfMinutes(1);
  let total = 0;
  for (const stretch of openStretches(calendar, from.getTime())) {
    if (stretch.open >= end) break;
    total += Math.min(stretch.close, end) - stretch.open;
  }
  return total / msOfMinutes(1);
}

/** Whether the client works at this moment. The moment of opening is open, the moment of closing is not. */
export function isOpen(calendar: WorkingCalendar, at: Date): boolean {
  return nextOpening(calendar, at)?.getTime() === at.getTime();
}

/** The first open moment at or after this one: the moment itself when it is open, null when there is none within a year. */
export function nextOpening(calendar: WorkingCalendar, at: Date): Date | null {
  if (calendar.roundTheClock) return at;
  for (const stretch of openStretches(calendar, at.getTime())) {
    return stretch.open - at.getTime() <= lookAheadDays * dayMs ? new Date(stretch.open) : null;
  }
  return null;
}

/** For how long a calendar may be closed at a stretch. */
export const longestClosedDays = 60;

/**
 * Refuses a calendar under which nobody would ever be reminded: a list of holidays can close every day of a season.
 *
 * @param days how far to look, in days of 24 hours
 * @throws EstafetaError `working_hours_closed`
 */
export function assertOpensWithin(calendar: WorkingCalendar, from: Date, days = longestClosedDays): void {
  const opening = nextOpening(calendar, from);
  if (opening !== null && opening.getTime() < from.getTime() + days * dayMs) return;
  throw new EstafetaError({
    code: 'working_hours_closed',
    message: `working_hours: there is no open minute in the next ${days} days.`,
    whatToDo:
      'Take some dates out of working_hours.holidays, or leave working_hours out to work round the clock.',
  });
}

/** Open time from a moment on, in order and without end (as long as the week has an open minute). */
function* openStretches(calendar: BoundedCalendar, from: number): Generator<OpenStretch> {
  if (calendar.week.every((spans) => spans.length === 0)) return;
  let at = from;
  for (;;) {
    const { until, offset } = offsetStretchAt(calendar.timezone, at);
    // While the offset stays, the wall clock is plain arithmetic: shift, look, shift back.
    for (const span of openByWallClock(calendar, at + offset, until + offset)) {
      yield { open: span.open - offset, close: span.close - offset };
    }
    at = until;
  }
}

/** Open time between two readings of the wall clock, both as milliseconds since 1970-01-01 00:00 on that clock. */
function* openByWallClock(calendar: BoundedCalendar, from: number, until: number): Generator<OpenStretch> {
  // Yesterday too: its last span may reach over midnight.
  for (let day = Math.floor(from / dayMs) - 1; day * dayMs < until; day += 1) {
    if (calendar.holidays.has(day)) continue;
    for (const span of calendar.week[weekdayOf(day)] ?? []) {
      const open = Math.max(day * dayMs + msOfMinutes(span.start), from);
      const close = Math.min(day * dayMs + msOfMinutes(span.end), until);
      if (open < close) yield { open, close };
    }
  }
}

/** Monday is 0. 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}
