import { z } from 'zod';
import { msOfHours } from '../shared/durations.js';
import { because } from '../shared/field-problem.js';
import { FieldsInvalid } from '../shared/refused-edit.js';

const longestDays = 400;
const dayMs = msOfHours(24);

/** What a report is asked for: from a first moment to a last one, which is not in it any more. */
export const periodFields = { from: z.coerce.date(), to: z.coerce.date() };

const periodSchema = z
  .object(periodFields)
  .refine(({ from, to }) => from < to, {
    path: ['to'],
    ...because({ reason: 'not_after_start', message: 'must be later than from' }),
  })
  .refine(({ from, to }) => to.getTime() - from.getTime() <= longestDays * dayMs, {
    path: ['from'],
    ...because({
      reason: 'period_too_long',
      params: { days: longestDays },
      message: `must not be more than ${longestDays} days before to`,
    }),
  });

/** A stretch of time a report is about. */
export type Period = z.infer<typeof periodSchema>;

/** @throws FieldsInvalid when it ends before it begins, or is longer than a chart shows */
export function periodIn(asked: Period): Period {
  const { data, error } = periodSchema.safeParse(asked);
  if (error) throw FieldsInvalid.of(error.issues);
  return data;
}

/** How finely a chart of a period is drawn: by hours for up to three days, then by days. */
export function stepOf({ from, to }: Period): 'hour' | 'day' {
  return to.getTime() - from.getTime() <= 3 * dayMs ? 'hour' : 'day';
}
