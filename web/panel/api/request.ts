import type { Answer, Given, Method, PathOf } from './routes.js';

/** What the API says when it refuses: what is wrong, what to do, and which fields of the form it is about. */
export class ApiError extends Error {
  /** The HTTP status; 0 when the server could not be reached. */
  readonly status: number;
  readonly code: string;
  readonly whatToDo: string;
  /** What is wrong with each field, by its path: `settings.reminder_timeout_1`. */
  readonly fields: Record<string, string>;
  /** Why, by the same paths, where the API has a word for it: `taken`. */
  readonly reasons: Record<string, string>;
  /** What the words for the code need: `{ who: 'Aigul' }`. */
  readonly params: Record<string, unknown>;
  /** What the words for a reason need, by the same paths: `{ maximum: 8000 }`. */
  readonly reasonParams: Record<string, Record<string, unknown>>;
  /** With `stale_edit`: how it stands now. */
  readonly current: unknown;

  constructor(status: number, answer: unknown) {
    const { code, message, what_to_do, params, fields, reasons, reason_params, current } = errorOf(answer);
    super(message ?? '');
    this.status = status;
    this.code = code ?? (status === 0 ? 'unreachable' : 'unexpected');
    this.whatToDo = what_to_do ?? '';
    this.fields = fields ?? {};
    this.reasons = reasons ?? {};
    this.params = params ?? {};
    this.reasonParams = reason_params ?? {};
    this.current = current;
  }
}

type Told = {
  code?: string;
  message?: string;
  what_to_do?: string;
  fields?: Record<string, string>;
  reasons?: Record<string, string>;
  params?: Record<string, unknown>;
  reason_params?: Record<string, Record<string, unknown>>;
  current?: unknown;
};

/**
 * Asks the API, in the words of its description; the session's cookie goes along by itself.
 *
 * @param path as it stands in the description, with `{client_id}`
 * @throws ApiError
 */
export async function ask<Of extends Method, Path extends PathOf<Of>>(
  method: Of,
  path: Path,
  ...[given]: Arguments<Of, Path>
): Promise<Answer<Of, Path>> {
  const asked: Parts = given ?? {};
  return (await request(method, written(path, asked), asked)) as Answer<Of, Path>;
}

/** Where the browser itself gets something, without a call of ours: a file, a stream. */
export function addressOf<Path extends PathOf<'GET'>>(
  path: Path,
  given: Omit<Given<'GET', Path>, 'signal'>,
): string {
  return written(path, given);
}

/** Nothing need be given to a route that takes nothing. */
type Arguments<Of extends Method, Path extends PathOf<Of>> =
  Partial<Given<Of, Path>> extends Given<Of, Path> ? [given?: Given<Of, Path>] : [given: Given<Of, Path>];

/** What is given to any route. */
type Parts = { path?: unknown; query?: unknown; body?: unknown; signal?: AbortSignal };

/** An address of the description with its parameters filled in; what is left out or empty asks for nothing. */
export function written(path: string, { path: named, query }: Pick<Parts, 'path' | 'query'>): string {
  const filled = Object.entries(named ?? {}).reduce(
    (address, [name, value]) => address.replace(`{${name}}`, encodeURIComponent(String(value))),
    path,
  );
  const asked = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(asked.map(([name, value]): [string, string] => [name, String(value)]));
  return search.size === 0 ? filled : `${filled}?${search.toString()}`;
}

/** @returns the answer's JSON; undefined where there is none */
async function request(method: Method, path: string, { body, signal }: Parts): Promise<unknown> {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: headersOf(method, body),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiError(0, null);
  });
  return answerIn(response, await response.text());
}

/**
 * The JSON of an answer.
 *
 * @throws ApiError when it is a refusal
 */
export function answerIn({ ok, status }: Pick<Response, 'ok' | 'status'>, text: string): unknown {
  const answer = parsed(text);
  // No JSON where there should be: somebody in between has answered, a proxy or a hotel's network.
  if (!ok || (text !== '' && answer === undefined)) throw new ApiError(status, answer);
  return answer;
}

let csrfToken: string | null = null;

/** Sends along, with every change from now on, the proof that this page could read an answer of the API. */
export function proveWith(token: string | null): void {
  csrfToken = token;
}

/** The header that goes with every change. */
export function proof(): Record<string, string> {
  return csrfToken === null ? {} : { 'x-csrf-token': csrfToken };
}

function headersOf(method: Method, body: unknown): Record<string, string> {
  return {
    accept: 'application/json',
    ...(method === 'GET' ? {} : proof()),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function errorOf(answer: unknown): Told {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return {};
  return typeof answer.error === 'object' && answer.error !== null ? answer.error : {};
}
