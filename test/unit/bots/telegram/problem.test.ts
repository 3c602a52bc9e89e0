import { GrammyError, HttpError } from 'grammy';
import { telegramProblem } from '../../../../bots/telegram/problem.js';

const answered = (error_code: number, description: string, parameters = {}): GrammyError =>
  new GrammyError('call failed', { ok: false, error_code, description, parameters }, 'sendMessage', {});
const unanswered = (code: string): HttpError =>
  new HttpError('network', Object.assign(new Error(code), { code }));

describe("what an error of Telegram's means", () => {
  it.each([
    [
      answered(429, 'Too Many Requests: retry after 7', { retry_after: 7 }),
      { type: 'rate_limited', retry_after_ms: 7_000 },
    ],
    [answered(401, 'Unauthorized'), { type: 'unauthorized' }],
    [answered(404, 'Not Found'), { type: 'unauthorized' }],
    [answered(409, 'Conflict: terminated by other getUpdates request'), { type: 'conflict', webhook: false }],
    [
      answered(409, "Conflict: can't use getUpdates method while webhook is active"),
      { type: 'conflict', webhook: true },
    ],
    [answered(502, 'Bad Gateway'), { type: 'unclear' }],
    [
      answered(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
        migrate_to_chat_id: -1001,
      }),
      { type: 'migrated', telegram_chat_id: '-1001' },
    ],
    [unanswered('ECONNREFUSED'), { type: 'never_left' }],
    [unanswered('ENOTFOUND'), { type: 'never_left' }],
    [unanswered('ECONNRESET'), { type: 'unclear' }],
    [unanswered('ETIMEDOUT'), { type: 'unclear' }],
    [
      new HttpError('network', new Error("Request to 'sendMessage' timed out after 60 seconds")),
      { type: 'unclear' },
    ],
    [unanswered('ENOENT'), { type: 'refused', reason: 'file_gone' }],
    [new Error('anything else'), { type: 'unclear' }],
  ])('%s', (error, problem) => {
    expect(telegramProblem(error)).toMatchObject(problem);
  });

  it.each([
    ['Bad Request: message thread not found', 400, 'thread_gone', 'chat_not_found'],
    ['Bad Request: TOPIC_CLOSED', 400, 'topic_closed', 'not_allowed'],
    [
      'Bad Request: message is not modified: specified new message content is the same',
      400,
      'not_modified',
      'unknown',
    ],
    ['Bad Request: message to edit not found', 400, 'edit_gone', 'gone'],
    ["Bad Request: message can't be edited", 400, 'edit_gone', 'too_late'],
    ['Bad Request: message to delete not found', 400, 'delete_gone', 'gone'],
    ["Bad Request: message can't be deleted for everyone", 400, 'other', 'too_late'],
    ['Bad Request: REACTION_INVALID', 400, 'other', 'not_possible'],
    ['Bad Request: the chat is not a forum', 400, 'no_topics', 'not_allowed'],
    ['Bad Request: not enough rights to manage topics', 400, 'no_rights', 'not_allowed'],
    ['Forbidden: bot was kicked from the supergroup chat', 403, 'not_in_group', 'not_allowed'],
    ['Forbidden: bot was blocked by the user', 403, 'other', 'blocked'],
    ['Forbidden: user is deactivated', 403, 'other', 'blocked'],
    ['Bad Request: chat not found', 400, 'not_in_group', 'chat_not_found'],
    ['Bad Request: file is too big', 400, 'other', 'file_too_big'],
    ['Bad Request: wrong file identifier/HTTP URL specified', 400, 'other', 'file_gone'],
    ['Forbidden: something new', 403, 'other', 'not_allowed'],
    ['Bad Request: something new', 400, 'other', 'unknown'],
  ])('%s', (description, code, refusal, reason) => {
    expect(telegramProblem(answered(code, description))).toMatchObject({ type: 'refused', refusal, reason });
  });
});
