import { readFile } from 'node:fs/promises';
import OpenAI, {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  toFile,
} from 'openai';
import { z } from 'zod';
import type { Completion, Model, ModelRequest, SpeechModel } from './model.js';
import { ModelError } from './model.js';
import { msOfSeconds } from '../shared/durations.js';

type OpenAiOptions = {
  apiKey: string;
  baseUrl: string;
  /** The model's name; it must be able to answer by a JSON schema. */
  model: string;
  /** How long one try may take; 15 seconds unless told. */
  timeoutMs?: number;
};

/**
 * A model behind the OpenAI protocol (chat completions with a strict JSON schema).
 * The library's own repeats and time-out are off: who calls keeps one deadline over all tries, and the library's
 * time-out ends with the headers, while a body may hang as well.
 */
export function openAiModel({ apiKey, baseUrl, model, timeoutMs = msOfSeconds(15) }: OpenAiOptions): Model {
  const openai = new OpenAI({ apiKey, baseURL: baseUrl, maxRetries: 0, timeout: timeoutMs });
  return {
    name: model,
    async complete<Value>(request: ModelRequest<Value>) {
      const tooLate = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await openai.chat.completions.create(
          {
            model,
            messages: [{ role: 'system', content: request.system }, ...request.messages],
            response_format: {
              type: 'json_schema',
              json_schema: { name: request.schemaName, strict: true, schema: jsonSchemaOf(request.schema) },
            },
          },
          { signal: AbortSignal.any([request.signal, tooLate]) },
        );
        return completionOf(answer, request.schema);
      } catch (error) {
        throw asModelError(error, timeoutMs);
      }
    },
  };
}

/** Longer than an answer takes: a note of some minutes is brought there first. */
const longestTranscriptionMs = msOfSeconds(45);

/** A model that writes down what is said, behind the OpenAI protocol (audio transcriptions). */
export function openAiSpeechModel({
  apiKey,
  baseUrl,
  model,
  timeoutMs = longestTranscriptionMs,
}: OpenAiOptions): SpeechModel {
  const openai = new OpenAI({ apiKey, baseURL: baseUrl, maxRetries: 0, timeout: timeoutMs });
  return {
    name: model,
    async transcribe({ path, file_name }, signal) {
      const tooLate = AbortSignal.timeout(timeoutMs);
      try {
        const file = await toFile(await readFile(path), file_name);
        const answer = await openai.audio.transcriptions.create(
          { file, model, response_format: 'json' },
          { signal: AbortSignal.any([signal, tooLate]) },
        );
        if (typeof answer.text !== 'string')
          throw new ModelError({ outcome: 'off_schema', detail: 'the answer has no text' });
        const used = answer.usage?.type === 'tokens' ? answer.usage : null;
        const tokens = { tokens_in: used?.input_tokens ?? 0, tokens_out: used?.output_tokens ?? 0 };
        return { value: answer.text.trim(), ...tokens, model };
      } catch (error) {
        throw asModelError(error, timeoutMs);
      }
    },
  };
}

function jsonSchemaOf(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema);
  return rest;
}

function completionOf<Value>(answer: OpenAI.ChatCompletion, schema: z.ZodType<Value>): Completion<Value> {
  const tokens = {
    tokens_in: answer.usage?.prompt_tokens ?? 0,
    tokens_out: answer.usage?.completion_tokens ?? 0,
    tokens_cached: answer.usage?.prompt_tokens_details?.cached_tokens ?? 0,
  };
  const offSchema = (detail: string): ModelError =>
    new ModelError({ outcome: 'off_schema', detail, ...tokens });
  const choice = answer.choices?.[0];
  if (choice === undefined) throw offSchema('the answer has no choices');
  if (choice.message.refusal) throw offSchema('the model refused');
  if (choice.finish_reason === 'length') throw offSchema('the answer was cut off');
  const parsed = schema.safeParse(parseJson(choice.message.content));
  if (!parsed.success) throw offSchema(`not by the schema: ${fieldsOf(parsed.error)}`);
  return { value: parsed.data, ...tokens, model: answer.model || 'unknown' };
}

/** @returns undefined for what is no JSON; every schema of ours refuses that */
function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** The names of the wrong fields, not their values: those may repeat a person's words. */
function fieldsOf(error: z.ZodError): string {
  return error.issues
    .map((issue) => issue.path.join('.') || 'the answer itself')
    .join(', ')
    .slice(0, 200);
}

const abortNames = ['AbortError', 'TimeoutError'];

function asModelError(error: unknown, timeoutMs: number): unknown {
  if (error instanceof ModelError) return error;
  const name = nameOf(error);
  if (
    error instanceof APIUserAbortError ||
    error instanceof APIConnectionTimeoutError ||
    abortNames.includes(name)
  ) {
    return new ModelError({ outcome: 'timeout', detail: `no answer within ${timeoutMs} ms` });
  }
  if (error instanceof APIConnectionError)
    return new ModelError({ outcome: 'network_error', detail: 'no connection' });
  if (error instanceof APIError) return ofStatus(error);
  // A body that broke off, or is no JSON although it says so.
  if (name === 'SyntaxError')
    return new ModelError({ outcome: 'off_schema', detail: 'the response is no JSON' });
  if (name === 'TypeError')
    return new ModelError({ outcome: 'network_error', detail: 'the response broke off' });
  return error;
}

/** By name, not by class: what `fetch` throws may be a DOMException. */
function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
}

/** Wrong key, no money, not allowed, no such model: it will not get better by asking something else. */
const misconfigured = [401, 402, 403, 404];

function ofStatus(error: APIError): ModelError {
  const { status, code } = error;
  const detail = [status, code].filter(Boolean).join(' ') || 'an error without a status';
  const retryAfterMs = retryAfterOf(error.headers);
  // An account without money answers 429 as well, and no waiting helps.
  if (status === 429 && code !== 'insufficient_quota')
    return new ModelError({ outcome: 'rate_limited', detail, retryAfterMs });
  if (status === 408) return new ModelError({ outcome: 'timeout', detail });
  if (status === undefined || status === 409 || status >= 500)
    return new ModelError({ outcome: 'server_error', detail, retryAfterMs });
  const isMisconfigured = status === 429 || misconfigured.includes(status);
  return new ModelError({ outcome: 'rejected', detail, isMisconfigured });
}

function retryAfterOf(headers: Headers | undefined): number | undefined {
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? msOfSeconds(seconds) : undefined;
}
