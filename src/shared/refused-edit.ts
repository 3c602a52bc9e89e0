import type { z } from 'zod';
import { EstafetaError } from './errors.js';
import type { Values } from './errors.js';
import { problemOf } from './field-problem.js';
import type { FieldProblem, FieldReason } from './field-problem.js';

/** What is wrong with a field, in words that are in the reader's language already. */
export type Said = { said: string };

/** What was typed breaks rules; each is told beside its field. */
export class FieldsInvalid extends EstafetaError {
  /** Path of a field, such as `credentials.bot_token` -> what is wrong with it. The empty path is the whole. */
  readonly fields: Readonly<Record<string, string>>;
  /** Path of a field -> why. Nothing where the sentence is in the reader's language already. */
  readonly reasons: Readonly<Record<string, FieldReason>>;
  /** Path of a field -> the values that the words for its reason need, where they need any. */
  readonly reasonParams: Readonly<Record<string, Values>>;

  constructor(problems: Readonly<Record<string, FieldProblem | Said>>) {
    const { fields, reasons, reason_params } = toldOf(problems);
    const lines = Object.entries(fields).map(([path, message]) =>
      path === '' ? message : `${path}: ${message}`,
    );
    super({
      code: 'fields_invalid',
      message: lines.join('\n'),
      whatToDo: 'Correct these fields and save again; nothing was changed.',
    });
    this.name = 'FieldsInvalid';
    this.fields = fields;
    this.reasons = reasons;
    this.reasonParams = reason_params;
  }

  /** @param issues as zod tells them; the first of a field counts */
  static of(issues: readonly z.core.$ZodIssue[]): FieldsInvalid {
    return new FieldsInvalid(problemsByPath(issues));
  }
}

/** Problems of fields as they are told: the sentences, why, and what other words for it need. */
export function toldOf(problems: Readonly<Record<string, FieldProblem | Said>>): {
  fields: Record<string, string>;
  reasons: Record<string, FieldReason>;
  reason_params: Record<string, Values>;
} {
  const told = Object.entries(problems).map(([path, problem]) => ({
    path,
    ...('said' in problem ? { message: problem.said, reason: null, params: undefined } : problem),
  }));
  return {
    fields: Object.fromEntries(told.map(({ path, message }) => [path, message])),
    reasons: Object.fromEntries(told.flatMap(({ path, reason }) => (reason ? [[path, reason]] : []))),
    reason_params: Object.fromEntries(told.flatMap(({ path, params }) => (params ? [[path, params]] : []))),
  };
}

/** What zod found, by the path of the field; the first of a field counts. */
export function problemsByPath(issues: readonly z.core.$ZodIssue[]): Record<string, FieldProblem> {
  return Object.fromEntries(
    issues.map((issue) => [issue.path.map(String).join('.'), problemOf(issue)] as const).toReversed(),
  );
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
