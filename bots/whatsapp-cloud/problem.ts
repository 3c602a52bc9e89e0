import type { AmendOutcome, FailureName } from '../../src/integrations/channel.js';
import { msOfSeconds } from '../../src/shared/durations.js';
import { GraphError } from './graph-api.js';

/** What stops a whole number: its owner has to do something. */
export type Stop = 'access_token_refused' | 'number_locked';

/** What went wrong with a call, as a closed list: everything after it decides by this, nothing by Meta's prose. */
export type CloudProblem =
  /** Not applied: too much at once. Null = Meta did not say when to come back. */
  | { type: 'rate_limited'; retry_after_ms: number | null }
  /** The request surely did not reach Meta. */
  | { type: 'never_left' }
  /** Meta says that the fault is its own, or something on the way did not let it through: surely not applied. */
  | { type: 'not_now' }
  /** It may have been applied: time-out, connection lost, 5xx. */
  | { type: 'unclear' }
  | { type: 'stopped'; stop: Stop; description: string }
  | { type: 'refused'; reason: FailureName; description: string };

/** Codes of connections that were never made; DNS, routes, refused ports. */
const neverConnected = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EHOSTDOWN'],
  ...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
  ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UND_ERR_CONNECT_TIMEOUT'],
]);

/** One message to one user in about six seconds, for as long as it goes on. */
const pairPauseMs = msOfSeconds(6);

/**
 * Codes that say to come back later, and when. Some are counted over an hour: then a minute is soon enough.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
 */
const pauses: ReadonlyMap<number, number> = new Map([
  [4, msOfSeconds(60)],
  [80007, msOfSeconds(60)],
  [130429, msOfSeconds(1)],
  [131048, msOfSeconds(60)],
  [131056, pairPauseMs],
  [133016, msOfSeconds(60)],
]);

/** Meta's own faults, told with a 4xx: surely not applied. */
const faultsOfMeta = new Set([1, 2, 131000, 131016, 131057, 133004]);

const stops: ReadonlyMap<number, Stop> = new Map([
  ...([0, 3, 10, 190, 131005] as const).map((code) => [code, 'access_token_refused'] as const),
  ...([368, 131031, 131045, 133010] as const).map((code) => [code, 'number_locked'] as const),
]);

/** Why one message is refused, by code. */
const reasons: ReadonlyMap<number, FailureName> = new Map<number, FailureName>([
  ...([130472, 131049, 131050] as const).map((code) => [code, 'held_back'] as const),
  [130497, 'country_not_allowed'],
  [131021, 'chat_not_found'],
  [131026, 'not_reached'],
  [131030, 'not_on_test_list'],
  [131037, 'name_not_approved'],
  [131042, 'payment_needed'],
  [131047, 'window_closed'],
  [131051, 'not_possible'],
  [131052, 'file_gone'],
  [131053, 'file_kind_refused'],
  ...([132000, 132001, 132007, 132012, 132015, 132016, 132068, 132069] as const).map(
    (code) => [code, 'template_refused'] as const,
  ),
  [132005, 'template_too_long'],
]);

/** Permissions that the token was not given, 200 to 299. */
function isPermission(code: number): boolean {
  return code >= 200 && code < 300;
}

/**
 * What an error of a call to the Graph API means.
 *
 * @param error anything the call threw
 */
export function cloudProblem(error: unknown): CloudProblem {
  if (error instanceof GraphError) return answered(error);
  return neverConnected.has(codeOf(error)) ? { type: 'never_left' } : { type: 'unclear' };
}

/** Why WhatsApp could not deliver what it had taken, by the code that its status names. */
export function reasonOf(code: number | undefined): FailureName {
  return (code === undefined ? undefined : reasons.get(code)) ?? 'unknown';
}

/** A problem in a few words for the log; never a text, a token or an address. */
export function problemInWords(problem: CloudProblem): string {
  const words = problem.type.replaceAll('_', ' ');
  return 'description' in problem ? `${words}: ${problem.description}` : words;
}

/** What a problem means for something that was to be sent or changed. */
export function outcomeOf(problem: CloudProblem): Exclude<AmendOutcome, { type: 'done' }> {
  switch (problem.type) {
    case 'rate_limited':
      return { type: 'later', retry_after_ms: problem.retry_after_ms };
    case 'never_left':
    case 'not_now':
      return { type: 'later', retry_after_ms: null };
    case 'unclear':
      return { type: 'unclear' };
    case 'stopped':
      return { type: 'disconnected' };
    case 'refused':
      return { type: 'refused', reason: problem.reason };
  }
}

function answered({
  status,
  code,
  subcode,
  is_transient,
  retry_after_ms,
  message,
  description,
}: GraphError): CloudProblem {
  const said = description === '' ? message : `${message}: ${description.slice(0, 300)}`;
  const pause = code === null ? undefined : pauses.get(code);
  if (status === 429 || pause !== undefined)
    return { type: 'rate_limited', retry_after_ms: retry_after_ms ?? pause ?? null };
  const stop =
    code === null ? undefined : (stops.get(code) ?? (isPermission(code) && 'access_token_refused'));
  if (stop) return { type: 'stopped', stop, description: said };
  // The number itself is not there for this token. https://developers.facebook.com/docs/graph-api/guides/error-handling
  if (status === 401 || code === 33 || (code === 100 && subcode === 33))
    return { type: 'stopped', stop: 'access_token_refused', description: said };
  if (status >= 500) return { type: 'unclear' };
  // Without a code it is not Meta that refuses, but something on the way there.
  if (code === null || is_transient || faultsOfMeta.has(code)) return { type: 'not_now' };
  return { type: 'refused', reason: reasonOf(code), description: said };
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}
