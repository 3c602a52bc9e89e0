import { z } from 'zod';
import { msOfHours } from '../shared/durations.js';

const longestDays = 400;
const dayMs = msOfHours(24);

/** A stretch of time a report is about: from the first moment to the last, which is not in it any more. */
export const periodSchema = z
  .object({ from: z.coerce.date(), to: z.coerce.date() })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'must be later than from' })
  .refine(({ from, to }) => to.getTime() - from.getTime() <= longestDays * dayMs, {
    path: ['from'],
    message: `must not be more than ${longestDays} days before to`,
  });

export type Period = z.infer<typeof periodSchema>;

/** How finely a chart of a period is drawn: by hours for up to three days, then by days. */
export function stepOf({ from, to }: Period): 'hour' | 'day' {
  return to.getTime() - from.getTime() <= 3 * dayMs ? 'hour' : 'day';
}
