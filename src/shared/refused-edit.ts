import type { z } from 'zod';
import { EstafetaError } from './errors.js';

/** Why a field is refused, for whoever says it in the reader's language. What is rarer has its sentence alone. */
export const fieldReasons = [
  'empty',
  'taken',
  'too_short',
  'too_long',
  'too_easy',
  'no_email',
  'marked_as_note',
] as const;
export type FieldReason = (typeof fieldReasons)[number];

/** What is wrong with a field, in a sentence; with a reason where there is one of {@link fieldReasons}. */
export type FieldProblem = string | { reason: FieldReason; message: string };

/** What was typed breaks rules; each is told beside its field. */
export class FieldsInvalid extends EstafetaError {
  /** Path of a field, such as `credentials.bot_token` -> what is wrong with it. The empty path is the whole. */
  readonly fields: Readonly<Record<string, string>>;
  /** Path of a field -> why, for those where a program can say it too. */
  readonly reasons: Readonly<Record<string, FieldReason>>;

  constructor(problems: Readonly<Record<string, FieldProblem>>) {
    const told = Object.entries(problems).map(([path, problem]) => ({
      path,
      ...(typeof problem === 'string' ? { message: problem, reason: null } : problem),
    }));
    super({
      code: 'fields_invalid',
      message: told.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n'),
      whatToDo: 'Correct these fields and save again; nothing was changed.',
    });
    this.name = 'FieldsInvalid';
    this.fields = Object.fromEntries(told.map(({ path, message }) => [path, message]));
    this.reasons = Object.fromEntries(
      told.flatMap(({ path, reason }) => (reason === null ? [] : [[path, reason]])),
    );
  }

  /** @param issues as zod tells them; the first of a field counts */
  static of(issues: readonly z.core.$ZodIssue[]): FieldsInvalid {
    const problems = issues.map((issue): [string, FieldProblem] => {
      const reason = reasonOf(issue);
      const { message } = issue;
      return [issue.path.map(String).join('.'), reason === null ? message : { reason, message }];
    });
    return new FieldsInvalid(Object.fromEntries(problems.toReversed()));
  }
}

function reasonOf(issue: z.core.$ZodIssue): FieldReason | null {
  if (issue.code === 'invalid_format' && issue.format === 'email') return 'no_email';
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return null;
  if (issue.origin !== 'string' && issue.origin !== 'array') return null;
  if (issue.code === 'too_big') return 'too_long';
  return issue.minimum === 1 ? 'empty' : 'too_short';
}

/** Somebody else saved meanwhile: nothing is overwritten, and both versions are there to be shown. */
export class StaleEdit extends EstafetaError {
  /** As it stands now. */
  readonly current: unknown;
  /** What was to be saved. */
  readonly yours: unknown;

  constructor({ what, current, yours }: { what: string; current: unknown; yours: unknown }) {
    super({
      code: 'stale_edit',
      message: `Somebody else has changed ${what} since you opened it.`,
      whatToDo: 'Compare both versions, then save yours over it or keep what is there.',
    });
    this.name = 'StaleEdit';
    this.current = current;
    this.yours = yours;
  }
}
