import { GrammyError, HttpError } from 'grammy';
import type { FailureName } from '../../src/integrations/channel.js';
import { msOfSeconds } from '../../src/shared/durations.js';
import { externalChatId } from './ids.js';
import type { ExternalChatId } from './ids.js';

/** Refusals that are ordinary answers and that the caller does something about. */
export type Refusal =
  | 'thread_gone'
  | 'topic_closed'
  | 'not_modified'
  | 'edit_gone'
  | 'delete_gone'
  | 'no_topics'
  | 'no_rights'
  | 'kind_forbidden'
  | 'not_in_group'
  | 'other';

/** What went wrong with a call, as a closed list: everything after it decides by this, nothing by Telegram's prose. */
export type TelegramProblem =
  | { type: 'rate_limited'; retry_after_ms: number }
  /** The token is revoked, or never was one. */
  | { type: 'unauthorized' }
  /** Somebody else polls with this token, or a webhook is set. */
  | { type: 'conflict'; webhook: boolean }
  /** The request surely did not reach Telegram. */
  | { type: 'never_left' }
  /** It may have been applied: time-out, connection lost, 5xx. */
  | { type: 'unclear' }
  | { type: 'migrated'; telegram_chat_id: ExternalChatId }
  | { type: 'refused'; refusal: Refusal; reason: FailureName; description: string };

/** What can be wrong with receiving: a call, or that Telegram can't bring updates to our address, in Telegram's words. */
export type ReceivingProblem = TelegramProblem | { type: 'webhook_failing'; description: string };

/** Codes of connections that were never made; DNS, routes, refused ports. */
const neverConnected = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EHOSTDOWN'],
  ...[
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ],
]);

/** Telegram's words, in lower case, and what they mean. The first that fits counts. */
const refusals: readonly [words: RegExp, refusal: Refusal, reason: FailureName][] = [
  [/message thread not found|topic_deleted|topic_id_invalid/, 'thread_gone', 'chat_not_found'],
  [/topic_closed|topic is closed/, 'topic_closed', 'not_allowed'],
  [/message is not modified|topic_not_modified/, 'not_modified', 'unknown'],
  [
    /message to edit not found|message to react not found|there is no (text|caption) in the message|message_id_invalid/,
    'edit_gone',
    'gone',
  ],
  [/message can't be edited/, 'edit_gone', 'too_late'],
  [/message to delete not found/, 'delete_gone', 'gone'],
  [/message can't be deleted/, 'other', 'too_late'],
  [/reaction_invalid|reactions_too_many/, 'other', 'not_possible'],
  [/chat is not a forum|the chat is not a supergroup/, 'no_topics', 'not_allowed'],
  [/bot was kicked|bot is not a member|group chat was deleted/, 'not_in_group', 'not_allowed'],
  [/bot was blocked|user is deactivated|bot can't initiate conversation/, 'other', 'blocked'],
  [/chat not found|user not found|peer_id_invalid/, 'not_in_group', 'chat_not_found'],
  // Text is taken there, this kind of file is not.
  [
    /not enough rights to send (?!(text )?messages?\b)|chat_send_(?!plain)\w+_forbidden/,
    'kind_forbidden',
    'not_allowed',
  ],
  [
    /not enough rights|have no rights|need administrator rights|chat_admin_required|chat_write_forbidden/,
    'no_rights',
    'not_allowed',
  ],
  [/file is too big|request entity too large/, 'other', 'file_too_big'],
  [
    /wrong file|wrong remote file|file_id_invalid|temporarily unavailable|file_reference/,
    'other',
    'file_gone',
  ],
];

/**
 * What an error of a call to the Bot API means.
 *
 * @param error anything the call threw; a fault of our own (a missing file) is `refused`
 */
export function telegramProblem(error: unknown): TelegramProblem {
  if (error instanceof GrammyError) return answered(error);
  if (error instanceof HttpError) return unanswered(error.error);
  return { type: 'unclear' };
}

/** Neither Telegram nor the network: a row that can't be read, or a fault of the program. */
export function isOwnFault(error: unknown): boolean {
  return error instanceof Error && !['GrammyError', 'HttpError'].includes(error.constructor.name);
}

/** A problem in a few words for the log; never a text, a token or an address. */
export function problemInWords(problem: ReceivingProblem): string {
  const words = problem.type.replaceAll('_', ' ');
  return 'description' in problem ? `${words}: ${problem.description}` : words;
}

function answered({ error_code, description, parameters }: GrammyError): TelegramProblem {
  if (parameters.migrate_to_chat_id !== undefined) {
    return { type: 'migrated', telegram_chat_id: externalChatId(parameters.migrate_to_chat_id) };
  }
  if (error_code === 429)
    return { type: 'rate_limited', retry_after_ms: msOfSeconds(parameters.retry_after ?? 1) };
  // A token of the wrong form is answered with a bare 404 instead of 401.
  if (error_code === 401 || description === 'Not Found') return { type: 'unauthorized' };
  if (error_code === 409) return { type: 'conflict', webhook: /webhook/i.test(description) };
  if (error_code >= 500) return { type: 'unclear' };
  const words = description.toLowerCase();
  const [, refusal, reason] = refusals.find(([pattern]) => pattern.test(words)) ?? [];
  const otherwise = error_code === 403 ? 'not_allowed' : 'unknown';
  return { type: 'refused', refusal: refusal ?? 'other', reason: reason ?? otherwise, description };
}

function unanswered(cause: unknown): TelegramProblem {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (neverConnected.has(code)) return { type: 'never_left' };
  // The file to upload is read while the request is sent: without it nothing was sent whole.
  if (code === 'ENOENT' || code === 'EACCES') {
    return {
      type: 'refused',
      refusal: 'other',
      reason: 'file_gone',
      description: `the stored file can't be read (${code})`,
    };
  }
  return { type: 'unclear' };
}
