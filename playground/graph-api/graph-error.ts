import { randomBytes } from 'node:crypto';

/** HTTP status and title of Meta's codes (developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes). */
const CODES: Record<number, { status: number; title: string }> = {
  1: { status: 400, title: 'API Unknown' },
  2: { status: 503, title: 'API Service' },
  4: { status: 429, title: 'API Too Many Calls' },
  10: { status: 403, title: 'Permission Denied' },
  33: { status: 400, title: 'Parameter value is not valid' },
  100: { status: 400, title: 'Invalid parameter' },
  190: { status: 401, title: 'Access token has expired' },
  368: { status: 403, title: 'Temporarily blocked for policies violations' },
  80007: { status: 429, title: 'Rate limit issues' },
  130429: { status: 429, title: 'Rate limit hit' },
  130472: { status: 400, title: "User's number is part of an experiment" },
  131000: { status: 500, title: 'Something went wrong' },
  131005: { status: 403, title: 'Access denied' },
  131008: { status: 400, title: 'Required parameter is missing' },
  131009: { status: 400, title: 'Parameter value is not valid' },
  131016: { status: 503, title: 'Service unavailable' },
  131021: { status: 400, title: 'Recipient cannot be sender' },
  131026: { status: 400, title: 'Message undeliverable' },
  131030: { status: 400, title: 'Recipient phone number not in allowed list' },
  131031: { status: 403, title: 'Business Account locked' },
  131042: { status: 400, title: 'Business eligibility payment issue' },
  131045: { status: 400, title: 'Incorrect certificate' },
  131047: { status: 400, title: 'Re-engagement message' },
  131048: { status: 429, title: 'Spam rate limit hit' },
  131049: { status: 400, title: 'This message was not delivered to maintain healthy ecosystem engagement.' },
  131051: { status: 400, title: 'Unsupported message type' },
  131052: { status: 400, title: 'Media download error' },
  131053: { status: 400, title: 'Media upload error' },
  131056: { status: 429, title: '(Business Account, Consumer Account) pair rate limit hit' },
  131057: { status: 400, title: 'Account in maintenance mode' },
  132000: { status: 400, title: 'Template Param Count Mismatch' },
  132001: { status: 404, title: 'Template does not exist' },
  132012: { status: 400, title: 'Template Parameter Format Mismatch' },
  132015: { status: 400, title: 'Template is Paused' },
  132016: { status: 400, title: 'Template is Disabled' },
  133010: { status: 400, title: 'Phone number Not Registered' },
};

export interface GraphErrorOptions {
  /** What Meta says beside the title, in `error_data.details`. */
  details?: string | undefined;
  error_subcode?: number | undefined;
  /** The HTTP status, where it is not the usual one of the code. */
  status?: number | undefined;
  /** The message, where it is not `(#code) title`. */
  message?: string | undefined;
  type?: string | undefined;
}

/** An error as the Graph API answers it. */
export class GraphError extends Error {
  readonly status: number;
  readonly #options: GraphErrorOptions;

  constructor(
    readonly code: number,
    options: GraphErrorOptions = {},
  ) {
    super(options.message ?? `(#${code}) ${titleOf(code)}`);
    this.status = options.status ?? CODES[code]?.status ?? 400;
    this.#options = options;
  }

  /** The body of the answer. */
  body(): Record<string, unknown> {
    const { details, error_subcode, type = 'OAuthException' } = this.#options;
    return {
      error: {
        message: this.message,
        type,
        code: this.code,
        ...(details !== undefined && { error_data: { messaging_product: 'whatsapp', details } }),
        ...(error_subcode !== undefined && { error_subcode }),
        fbtrace_id: `A${randomBytes(12).toString('base64url')}`,
      },
    };
  }

  /** The same error as a status of a message that could not be delivered tells it. */
  inStatus(): StatusError {
    return statusError({ code: this.code, details: this.#options.details });
  }
}

/** An error inside a status, as webhooks bring it. */
export interface StatusError {
  code: number;
  title: string;
  message: string;
  error_data: { details: string };
  href: string;
}

/** Returns an error of a status with the title that belongs to its code. */
export function statusError({ code, details }: { code: number; details?: string | undefined }): StatusError {
  return {
    code,
    title: titleOf(code),
    message: titleOf(code),
    error_data: { details: details ?? titleOf(code) },
    href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
  };
}

/** Nothing with this id, or not for this token. */
export function unknownObject(id: string): GraphError {
  return new GraphError(100, {
    error_subcode: 33,
    type: 'GraphMethodException',
    message:
      `Unsupported request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, ` +
      'or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api',
  });
}

/** A token that nobody gave out, or none at all. */
export function badToken(): GraphError {
  return new GraphError(190, { message: 'Invalid OAuth access token - Cannot parse access token' });
}

/** A token whose time is over. */
export function expiredToken(): GraphError {
  return new GraphError(190, {
    error_subcode: 463,
    message: 'Error validating access token: Session has expired.',
  });
}

/** A parameter that is wrong. */
export function invalidParameter(details: string): GraphError {
  return new GraphError(100, { details });
}

function titleOf(code: number): string {
  return CODES[code]?.title ?? 'Unknown error';
}
