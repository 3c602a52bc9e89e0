import { pino } from 'pino';
import type { DestinationStream, Logger as PinoLogger } from 'pino';
import { readableStack } from './readable-stack.js';

export type Logger = PinoLogger;

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const hidden = '[hidden]';

/** Names of fields that hold secrets or what a person wrote: hidden wherever they appear. Compared without case, `_` and `-`. */
const hiddenNames = new Set(
  (
    'token bot_token telegram_bot_token access_token verify_token app_secret secret secret_token api_key password ' +
    'credentials credentials_encrypted authorization cookie encryption_keys ' +
    'text content caption body prompt summary phone reply_markup payload input args'
  )
    .split(' ')
    .map(plainName),
);

/** Objects nested deeper than this are not worth a log line. */
const maxDepth = 6;

const botTokenInText = /\d{6,}:[A-Za-z0-9_-]{30,}/g;
const passwordInUrl = /(\w+:\/\/[^\s:/@]*):[^\s@/]+@/g;
const bearerInText = /\b(Bearer\s+|sk-)[A-Za-z0-9._-]{8,}/g;

/** Hides what looks like a bot token, an API key or a password inside any text, e.g. the URL in a network error. */
export function hideSecretsInText(text: string): string {
  return text
    .replace(botTokenInText, hidden)
    .replace(passwordInUrl, `$1:${hidden}@`)
    .replace(bearerInText, `$1${hidden}`);
}

/**
 * A structured logger that writes one JSON object a line and can't be made to print a secret or a person's text:
 * fields with such names are hidden, and tokens are cut out of every string.
 *
 * @param to where lines go; standard output unless told
 */
export function createLogger({
  level,
  name,
  to,
}: {
  level: LogLevel;
  name?: string;
  to?: DestinationStream;
}): Logger {
  const options = {
    level,
    base: name === undefined ? {} : { process: name },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => clean(fields, 0, new Set()) as Record<string, unknown>,
    },
    // Errors are already cleaned by `log`; pino's own serializer would look into them again.
    serializers: { err: (error: unknown) => error },
    hooks: {
      logMethod(this: PinoLogger, args: Parameters<PinoLogger['info']>, method: PinoLogger['info']) {
        const cleaned = args.map((part: unknown) =>
          typeof part === 'string' ? hideSecretsInText(part) : part,
        );
        method.apply(this, cleaned as Parameters<PinoLogger['info']>);
      },
    },
  };
  return to === undefined ? pino(options) : pino(options, to);
}

/** A logger that says nothing, for tests and tools. */
export const silentLogger: Logger = pino({ level: 'silent' });

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}

function clean(value: unknown, depth: number, seen: Set<object>): unknown {
  if (typeof value === 'string') return hideSecretsInText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value;
  if (depth >= maxDepth || seen.has(value)) return '[…]';
  seen.add(value);
  if (value instanceof Error) return cleanError(value, depth, seen);
  if (Array.isArray(value)) return value.map((item) => clean(item, depth + 1, seen));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      hiddenNames.has(plainName(name)) ? hidden : clean(inner, depth + 1, seen),
    ]),
  );
}

/** An error's own fields are left out but for its code: libraries put whole requests, with tokens and texts, into them. */
function cleanError(error: Error, depth: number, seen: Set<object>): Record<string, unknown> {
  const code = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: hideSecretsInText(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack: hideSecretsInText(readableStack(error.stack ?? '')),
    ...(error.cause === undefined ? {} : { cause: clean(error.cause, depth + 1, seen) }),
  };
}
