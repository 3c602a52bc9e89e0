export interface ErrorParameters {
  retry_after?: number;
  migrate_to_chat_id?: number;
}

/** An answer with `ok: false`, in Telegram's words. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly description: string,
    readonly parameters?: ErrorParameters,
  ) {
    super(description);
    this.name = 'ApiError';
  }

  /** Returns the body Telegram would send. */
  body(): Record<string, unknown> {
    return {
      ok: false,
      error_code: this.code,
      description: this.description,
      ...(this.parameters && { parameters: this.parameters }),
    };
  }
}

/** Returns a 400 with Telegram's prefix. */
export function badRequest(what: string, parameters?: ErrorParameters): ApiError {
  return new ApiError(400, `Bad Request: ${what}`, parameters);
}

/** Returns a 403 with Telegram's prefix. */
export function forbidden(what: string): ApiError {
  return new ApiError(403, `Forbidden: ${what}`);
}

/** Returns a 409 with Telegram's prefix. */
export function conflict(what: string): ApiError {
  return new ApiError(409, `Conflict: ${what}`);
}

/** Returns the 429 that asks to wait `seconds`. */
export function tooManyRequests(seconds: number): ApiError {
  return new ApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
}

/** Returns a 401, what a revoked or unknown token gets. */
export function unauthorized(): ApiError {
  return new ApiError(401, 'Unauthorized');
}

/** Returns the 404 of a method that does not exist. */
export function notFound(): ApiError {
  return new ApiError(404, 'Not Found');
}
