import { now } from '../../design/clock.js';

const days = { day: 1, week: 7, month: 30, quarter: 90 } as const;

export type PeriodName = keyof typeof days;
export const periodNames = Object.keys(days) as PeriodName[];

const hourMs = 60 * 60 * 1000;

/** The last so many days, up to the end of this hour: whole hours, so that a chart begins with a whole bar. */
export function periodOf(name: PeriodName): { from: string; to: string } {
  const to = Math.ceil(now().getTime() / hourMs) * hourMs;
  const from = to - days[name] * 24 * hourMs;
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}
