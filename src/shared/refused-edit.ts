import { EstafetaError } from './errors.js';

/** What was typed breaks rules; each is told beside its field. */
export class FieldsInvalid extends EstafetaError {
  /** Path of a field, such as `credentials.bot_token` -> what is wrong with it. The empty path is the whole. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(fields: Readonly<Record<string, string>>) {
    super({
      code: 'fields_invalid',
      message: Object.entries(fields)
        .map(([path, problem]) => (path === '' ? problem : `${path}: ${problem}`))
        .join('\n'),
      whatToDo: 'Correct these fields and save again; nothing was changed.',
    });
    this.name = 'FieldsInvalid';
    this.fields = fields;
  }

  /** @param issues as zod tells them */
  static of(issues: Parameters<typeof fieldsOf>[0]): FieldsInvalid {
    return new FieldsInvalid(fieldsOf(issues));
  }
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

/**
 * @param issues as zod tells them
 * @returns one line for each field, the first that is wrong with it
 */
export function fieldsOf(
  issues: readonly { path: readonly PropertyKey[]; message: string }[],
): Record<string, string> {
  const lines = issues.map(({ path, message }): [string, string] => [path.map(String).join('.'), message]);
  return Object.fromEntries(lines.toReversed());
}
