const dayMs = 24 * 60 * 60 * 1000;

/** A stretch of whole days, both of them in it: `2026-11-01` to `2026-11-30`. */
export type Days = { first: string; last: string };

/** The day it is in a time zone, as `2026-11-22`. */
export function dayIn(timezone: string, at: Date): string {
  return new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone: timezone, year: 'numeric', month: '2-digit', day: '2-digit' },
  }).format(at);
}

/** The last so many days, today the last of them. */
export function lastDays(count: number, timezone: string, now: Date): Days {
  const last = dayIn(timezone, now);
  return { first: moved(last, 1 - count), last };
}

/** The moments a stretch of days begins and ends at. */
export function momentsOf({ first, last }: Days, timezone: string): { from: string; to: string } {
  const to = beginOf(moved(last, 1), timezone).getTime() - 1;
  return { from: beginOf(first, timezone).toISOString(), to: new Date(to).toISOString() };
}

/** Every day of a stretch, in order; at most so many as a chart can show. */
export function eachDay({ first, last }: Days, most = 400): string[] {
  const days: string[] = [];
  for (let day = first; day <= last && days.length < most; day = moved(day, 1)) days.push(day);
  return days;
}

/** Whether it is a stretch at all: both days are there, and the first is not after the last. */
export function areDays({ first, last }: Days): boolean {
  return [first, last].every((day) => !Number.isNaN(Date.parse(`${day}T00:00:00Z`))) && first <= last;
}

function moved(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * dayMs).toISOString().slice(0, 10);
}

/** Midnight of a day in a time zone: asked twice, for the clock may be changed between two guesses. */
function beginOf(day: string, timezone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const guess = midnight - offsetMs(timezone, new Date(midnight));
  return new Date(midnight - offsetMs(timezone, new Date(guess)));
}

/** How far the clocks of a time zone are ahead of UTC at a moment. */
function offsetMs(timezone: string, at: Date): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: timezone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(at);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return shown - Math.floor(at.getTime() / 1000) * 1000;
}
