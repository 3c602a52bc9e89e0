import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { EstafetaError, messageOf } from '../../../src/shared/errors.js';
import type { Logger } from '../../../src/shared/logger.js';
import { fieldReasons, FieldsInvalid, StaleEdit } from '../../../src/shared/refused-edit.js';
import { Refusal } from '../../../src/shared/refusal.js';
import type { RefusalReason } from '../../../src/shared/refusal.js';

/** What every answer that is not a success says. */
export const errorSchema = z
  .object({
    error: z.object({
      code: z.string().describe('Stable, for programs: `stale_edit`'),
      message: z.string().describe('What is wrong, for people'),
      what_to_do: z.string(),
      fields: z
        .record(z.string(), z.string())
        .optional()
        .describe('What is wrong with a field, by its path; the empty path is the whole'),
      reasons: z
        .record(z.string(), z.enum(fieldReasons))
        .optional()
        .describe('Why, by the path of the field, where it is one of these: to be said in another language'),
      current: z.unknown().optional().describe('With `stale_edit`: how it stands now'),
      yours: z.unknown().optional().describe('With `stale_edit`: what was to be saved'),
    }),
  })
  .meta({ id: 'Error' });

type ErrorBody = z.infer<typeof errorSchema>;

const statusOfReason: Readonly<Record<RefusalReason, number>> = {
  not_signed_in: 401,
  not_allowed: 403,
  not_found: 404,
  conflict: 409,
  too_many: 429,
};

/** Errors of ours that say something about the installation and not about what was asked for. */
const codesOfTheInstallation = new Set([
  'row_count',
  'seal_broken',
  'seal_key_unknown',
  'transaction_over',
  'transaction_rolled_back',
]);

/** Answers with what went wrong. What nobody foresaw is logged, and no word of it leaves. */
export function answerError(error: unknown, reply: FastifyReply, logger: Logger): FastifyReply {
  const status = statusOf(error);
  if (status >= 500) {
    logger.error({ err: error, method: reply.request.method, route: reply.request.routeOptions.url }, 'api');
    return reply.code(status).send(unforeseen);
  }
  if (error instanceof Refusal && error.retryAfterSeconds !== undefined)
    void reply.header('retry-after', error.retryAfterSeconds);
  return reply.code(status).send(bodyOf(error));
}

const unforeseen: ErrorBody = {
  error: {
    code: 'internal',
    message: 'Something went wrong in Estafeta.',
    what_to_do: "Try again. If it stays, look into the server's log: the error stands there.",
  },
};

function statusOf(error: unknown): number {
  if (error instanceof Refusal) return statusOfReason[error.reason];
  if (error instanceof StaleEdit) return 409;
  if (error instanceof EstafetaError) return codesOfTheInstallation.has(error.code) ? 500 : 400;
  const status = (error as { statusCode?: unknown }).statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function bodyOf(error: unknown): ErrorBody {
  if (!(error instanceof EstafetaError)) {
    const what_to_do = 'Send what the documentation under /api/docs says.';
    return { error: { code: 'request_invalid', message: messageOf(error), what_to_do } };
  }
  const { code, message, whatToDo: what_to_do } = error;
  return {
    error: {
      ...{ code, message, what_to_do },
      ...(error instanceof FieldsInvalid
        ? { fields: { ...error.fields }, reasons: { ...error.reasons } }
        : {}),
      ...(error instanceof StaleEdit ? { current: error.current, yours: error.yours } : {}),
    },
  };
}
