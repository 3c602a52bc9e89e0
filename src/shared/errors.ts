import type { ZodError } from 'zod';

/** What a sentence names, as data: for whoever says it in another language. */
export type Values = Readonly<Record<string, string | number | string[]>>;

/** What every error of the product carries: a stable code, what is wrong, and what a person should do about it. */
export interface EstafetaErrorParts {
  /** Stable and machine-readable, in snake_case: `lease_lost`, `config_invalid`. */
  code: string;
  /** What is wrong, in one sentence, naming the thing and never its secret value. */
  message: string;
  /** What the reader should do about it. */
  whatToDo: string;
  /** What the message names and the code does not say. */
  params?: Values;
  cause?: unknown;
}

/** The base of every error the product throws on purpose. */
export class EstafetaError extends Error {
  readonly code: string;
  readonly whatToDo: string;
  readonly params: Values;

  constructor({ code, message, whatToDo, params = {}, cause }: EstafetaErrorParts) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'EstafetaError';
    this.code = code;
    this.whatToDo = whatToDo;
    this.params = params;
  }
}

/**
 * Turns a failed zod check into lines for a person: the place, the field, what is wrong with it.
 *
 * @param where the thing that was checked, as its author knows it: `shop.yaml`, `.env`, `POST /api/settings`
 * @returns one line per problem, e.g. `shop.yaml: settings.reminder_timeout_1: Invalid input: expected number, received string`.
 *   The offending value itself is never repeated: it may be a secret or a person's text.
 */
export function problemList(error: ZodError, where: string): string[] {
  return error.issues.map((issue) => {
    const field = fieldName(issue.path);
    const place = field === '' ? where : `${where}: ${field}`;
    return issue.code === 'unrecognized_keys'
      ? `${place}: unknown ${issue.keys.length > 1 ? 'names' : 'name'} ${issue.keys.join(', ')}; check the spelling or remove it`
      : `${place}: ${issue.message}`;
  });
}

/**
 * An error for input that broke several rules at once.
 *
 * @param lines as {@link problemList} makes them; they become the message, one per line
 */
export function invalidInput(code: string, lines: readonly string[], whatToDo: string): EstafetaError {
  return new EstafetaError({ code, message: lines.join('\n'), whatToDo });
}

/** The message of anything that was thrown, without its stack. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Message and advice in one text, as the command line and the log show it. */
export function explain(thrown: unknown): string {
  return thrown instanceof EstafetaError
    ? `${thrown.message}\n  What to do: ${thrown.whatToDo}`
    : messageOf(thrown);
}

function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, key) => {
    if (typeof key === 'number') return `${name}[${key}]`;
    return name === '' ? String(key) : `${name}.${String(key)}`;
  }, '');
}
