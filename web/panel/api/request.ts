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

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

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
 * Asks the API; the session's cookie goes along by itself.
 *
 * @param ask.signal ends it when nobody waits for the answer any more
 * @returns the answer's JSON; null where there is none
 * @throws ApiError
 */
export async function request(
  method: Method,
  path: string,
  { body, signal }: { body?: unknown; signal?: AbortSignal } = {},
): Promise<unknown> {
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
  const text = await response.text();
  const answer: unknown = text === '' ? null : parsed(text);
  if (!response.ok) throw new ApiError(response.status, answer);
  return answer;
}

let csrfToken: string | null = null;

/** Sends along, with every change from now on, the proof that this page could read an answer of the API. */
export function proveWith(token: string | null): void {
  csrfToken = token;
}

function headersOf(method: Method, body: unknown): Record<string, string> {
  return {
    accept: 'application/json',
    ...(method === 'GET' || csrfToken === null ? {} : { 'x-csrf-token': csrfToken }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function errorOf(answer: unknown): Told {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return {};
  return typeof answer.error === 'object' && answer.error !== null ? answer.error : {};
}
