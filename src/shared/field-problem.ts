import { z } from 'zod';
import type { Values } from './errors.js';

/** What the words for a reason may need. */
type Known = {
  minimum: number;
  maximum: number;
  minutes: number;
  days: number;
  allowed: string[];
  names: string[];
  name: string;
  kind: string;
  day: string;
  next_day: string;
};

/** Why a field is refused -> the values its words need, so that they can be said in the reader's language. */
export const fieldReasons = {
  empty: [],
  taken: [],
  not_right: [],
  wrong_kind: ['kind'],
  not_among: ['allowed'],
  unknown_names: ['names'],
  too_short: ['minimum'],
  too_long: ['maximum'],
  too_few: ['minimum'],
  too_many: ['maximum'],
  too_small: ['minimum'],
  too_big: ['maximum'],
  too_easy: [],
  marked_as_note: [],
  other_name: [],
  past: [],
  page_over: [],
  no_email: [],
  no_moment: [],
  no_id: [],
  no_phone: [],
  no_name: [],
  no_address: [],
  kept_address: [],
  no_bot_token: [],
  no_group: [],
  no_owner: [],
  no_telegram_number: [],
  no_scope: [],
  no_timezone: [],
  no_language: ['allowed'],
  no_keyword: [],
  star_inside: [],
  unknown_placeholder: ['name', 'allowed'],
  reply_needed: [],
  text_needed: [],
  silent_notice: [],
  not_after_start: [],
  period_too_long: ['days'],
  not_after_first_reminder: ['minutes'],
  not_after_last_reminder: ['minutes'],
  debounce_too_short: [],
  no_day: [],
  day_twice: ['day'],
  no_date: [],
  no_span: [],
  no_time_of_day: [],
  empty_span: [],
  spans_overlap: [],
  overlaps_next_day: ['day', 'next_day'],
  never_open: [],
  closed_too_long: ['days'],
  no_template: [],
  no_template_language: [],
  template_unknown: [],
  template_unusable: [],
  /** What no other says: the sentence alone tells. */
  invalid: [],
} as const satisfies Record<string, readonly (keyof Known)[]>;

export type FieldReason = keyof typeof fieldReasons;
export type ReasonParams<R extends FieldReason> = Pick<Known, (typeof fieldReasons)[R][number]>;

/** What is wrong with a field: in a sentence for programs, and by a reason and its values for whoever has other words. */
export type FieldProblem = {
  [R in FieldReason]: { reason: R; message: string } & ((typeof fieldReasons)[R] extends readonly []
    ? { params?: undefined }
    : { params: ReasonParams<R> });
}[FieldReason];

/** A problem as the parts of a check of our own in a schema; {@link problemOf} finds it again in zod's issue. */
export function because({ reason, message, params }: FieldProblem): {
  message: string;
  params: { reason: FieldReason; values: Values | undefined };
} {
  return { message, params: { reason, values: params } };
}

/** A text of one form. As zod's own `regex`, which can't say why. */
export function inForm(text: z.ZodString, form: RegExp, problem: FieldProblem): z.ZodString {
  return text.refine((given) => form.test(given), because(problem)).meta({ pattern: form.source });
}

const ofOurs = z.object({
  reason: z.enum(Object.keys(fieldReasons) as [FieldReason, ...FieldReason[]]),
  values: z.custom<Values>().optional(),
});

/** What zod found, as a problem. */
export function problemOf(issue: z.core.$ZodIssue): FieldProblem {
  const { message } = issue;
  return { ...reasonOf(issue), message } as FieldProblem;
}

type Reason = { reason: FieldReason; params?: Values | undefined };

function reasonOf(issue: z.core.$ZodIssue): Reason {
  switch (issue.code) {
    case 'custom': {
      const { data } = ofOurs.safeParse(issue.params);
      return data ? { reason: data.reason, params: data.values } : { reason: 'invalid' };
    }
    case 'invalid_type':
      return { reason: 'wrong_kind', params: { kind: issue.expected } };
    case 'invalid_value':
      return { reason: 'not_among', params: { allowed: issue.values.map(String) } };
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? { reason: 'not_among', params: { allowed: issue.options.map(String) } }
        : { reason: 'invalid' };
    case 'unrecognized_keys':
      return { reason: 'unknown_names', params: { names: issue.keys } };
    case 'invalid_format':
      return { reason: formats[issue.format] ?? 'invalid' };
    case 'invalid_key': {
      const [inner] = issue.issues;
      return inner ? reasonOf(inner) : { reason: 'invalid' };
    }
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    default:
      return { reason: 'invalid' };
  }
}

const formats: Readonly<Record<string, FieldReason>> = {
  email: 'no_email',
  uuid: 'no_id',
  datetime: 'no_moment',
};

function tooSmall({ origin, minimum: least }: z.core.$ZodIssueTooSmall): Reason {
  const minimum = Number(least);
  if (origin === 'string')
    return minimum === 1 ? { reason: 'empty' } : { reason: 'too_short', params: { minimum } };
  if (origin === 'array')
    return minimum === 1 ? { reason: 'empty' } : { reason: 'too_few', params: { minimum } };
  return isNumber(origin) ? { reason: 'too_small', params: { minimum } } : { reason: 'invalid' };
}

function tooBig({ origin, maximum: most }: z.core.$ZodIssueTooBig): Reason {
  const maximum = Number(most);
  if (origin === 'string') return { reason: 'too_long', params: { maximum } };
  if (origin === 'array') return { reason: 'too_many', params: { maximum } };
  return isNumber(origin) ? { reason: 'too_big', params: { maximum } } : { reason: 'invalid' };
}

function isNumber(origin: string): boolean {
  return origin === 'number' || origin === 'int';
}
