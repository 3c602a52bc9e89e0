import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { EstafetaError, messageOf } from '../../../src/shared/errors.js';
import { fieldReasons } from '../../../src/shared/field-problem.js';
import type { FieldReason } from '../../../src/shared/field-problem.js';
import type { Logger } from '../../../src/shared/logger.js';
import { FieldsInvalid, StaleEdit } from '../../../src/shared/refused-edit.js';
import { Refusal } from '../../../src/shared/refusal.js';
import type { RefusalReason } from '../../../src/shared/refusal.js';

const valuesSchema = z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]));
const reasonNames = Object.keys(fieldReasons) as [FieldReason, ...FieldReason[]];
const reasonsInWords = Object.entries(fieldReasons)
  .map(([reason, values]) => `\`${reason}\`${values.length === 0 ? '' : ` (${values.join(', ')})`}`)
  .join(', ');

/** Why fields are refused, beside the sentences: to be said in another language. */
export const whyShape = {
  reasons: z
    .record(z.string(), z.enum(reasonNames))
    .describe('Why, by the path of the field, unless its sentence is in the language that was asked for'),
  reason_params: z
    .record(z.string(), valuesSchema)
    .describe(`The values that words for a reason need, by the path of the field: ${reasonsInWords}`),
};

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
      params: valuesSchema
        .optional()
        .describe('What `message` names, as data: for whoever says it in another language by the code'),
      reasons: whyShape.reasons.optional(),
      reason_params: whyShape.reason_params.optional(),
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
  const { code, message, whatToDo: what_to_do, params } = error;
  return {
    error: {
      ...{ code, message, what_to_do },
      ...(Object.keys(params).length > 0 ? { params } : {}),
      ...(error instanceof FieldsInvalid ? fieldsOf(error) : {}),
      ...(error instanceof StaleEdit ? { current: error.current, yours: error.yours } : {}),
    },
  };
}

function fieldsOf({ fields, reasons, reasonParams: reason_params }: FieldsInvalid) {
  return { ...{ fields, reasons }, ...(Object.keys(reason_params).length > 0 ? { reason_params } : {}) };
}
