import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { configEntries } from './config-entries.js';
import { EstafetaError, invalidInput, messageOf, problemList } from './shared/errors.js';

type Entries = typeof configEntries;
type Read = { [Name in keyof Entries]: z.output<Entries[Name]['schema']> };

/** The installation's settings, checked. Fields that may be undefined are those whose absence means something. */
export type Config = Readonly<
  Omit<Read, 'playground' | 'mediaDir'> & {
    playground: boolean;
    mediaDir: string;
  }
>;

/** The variables of a process: `process.env`, or a test's own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Checks all variables at once. An empty value counts as left out.
 *
 * @throws EstafetaError `config_invalid`, whose message has one line per problem, each with what to do
 */
export function loadConfig(env: Environment): Config {
  const given = Object.fromEntries(
    Object.values(configEntries).map(({ variable }) => [variable, env[variable]?.trim() || undefined]),
  );
  const parsed = environmentSchema.safeParse(given);
  const problems = [
    ...(parsed.success ? [] : problemList(parsed.error, 'environment')),
    ...problemsTogether(given),
  ];
  if (!parsed.success || problems.length > 0) {
    throw invalidInput(
      'config_invalid',
      problems,
      'Correct these variables in .env or in the environment; .env.example explains each of them.',
    );
  }
  const values = parsed.data as Record<string, unknown>;
  const read = Object.fromEntries(
    Object.entries(configEntries).map(([name, { variable }]) => [name, values[variable]]),
  ) as Read;
  return {
    ...read,
    mediaDir: read.mediaDir ?? join(read.dataDir, 'media'),
    playground: read.playground !== '0' && read.nodeEnv !== 'production',
  };
}

/**
 * The settings of this process: `.env` of a folder, if there is one, under what the environment itself says.
 *
 * @param folder where `.env` is looked for; the current folder unless told
 * @throws EstafetaError `config_invalid`, `env_file_unreadable`
 */
export function configOfProcess(folder = process.cwd()): Config {
  const file = join(folder, '.env');
  if (existsSync(file)) {
    try {
      for (const [name, value] of Object.entries(parseEnv(readFileSync(file, 'utf8'))))
        process.env[name] ??= value;
    } catch (error) {
      throw new EstafetaError({
        code: 'env_file_unreadable',
        message: `${file} can't be read: ${messageOf(error)}`,
        whatToDo: 'Make it a text file of NAME=value lines that this user may read.',
        cause: error,
      });
    }
  }
  return loadConfig(process.env);
}

/**
 * The environment as `${NAME}` in a client file may use it.
 *
 * @returns the value, or undefined when it is not set
 */
export function environmentVariable(name: string): string | undefined {
  return process.env[name];
}

/** The text of `.env.example`: every variable, explained, commented out. */
export function envExample(): string {
  const blocks = Object.values(configEntries).map(({ variable, meaning, example }) =>
    [...wrapped(meaning), `#${variable}=${example}`].join('\n'),
  );
  return [
    '# Every variable Estafeta reads. Nothing here is needed to try it out: copy this file to .env and uncomment what you need.',
    '# Generated from src/config.ts by `npm run env-example`.',
    ...blocks.map((block) => `\n${block}`),
    '',
  ].join('\n');
}

const environmentSchema = z.object(
  Object.fromEntries(
    Object.values(configEntries).map(({ variable, schema }) => [variable, schema as z.ZodType]),
  ),
);

/** What is wrong with variables that are each right by themselves. */
function problemsTogether(env: Environment): string[] {
  const problems: string[] = [];
  if (env['DATABASE_URL'] !== undefined && env['ENCRYPTION_KEYS'] === undefined) {
    problems.push(
      'environment: ENCRYPTION_KEYS: is required with DATABASE_URL; write k1:<key>, with the key from `openssl rand -base64 32`',
    );
  }
  if (env['TELEGRAM_MODE'] === 'webhook') problems.push(...webhookProblems(env));
  return problems;
}

/** https://core.telegram.org/bots/api#setwebhook; a Bot API server of one's own (`--local`) takes any address. */
const telegramsWebhookPorts = new Set(['', '80', '88', '443', '8443']);

function webhookProblems(env: Environment): string[] {
  const { PUBLIC_URL: address, TELEGRAM_API_ROOT: root = 'https://api.telegram.org' } = env;
  if (address === undefined) {
    return [
      'environment: PUBLIC_URL: is required with TELEGRAM_MODE=webhook; write the address Telegram reaches this server under, such as https://bot.example.com',
    ];
  }
  if (!URL.canParse(address) || !URL.canParse(root) || new URL(root).hostname !== 'api.telegram.org')
    return [];
  const { protocol, port } = new URL(address);
  return [
    ...(protocol === 'https:'
      ? []
      : [
          'environment: PUBLIC_URL: must begin with https:// for Telegram; put a proxy with a certificate in front',
        ]),
    ...(telegramsWebhookPorts.has(port)
      ? []
      : [
          `environment: PUBLIC_URL: has the port ${port}; Telegram brings messages to 443, 80, 88 and 8443 only`,
        ]),
  ];
}

/** A sentence as comment lines of readable width. */
function wrapped(text: string): string[] {
  return (text.match(/\S.{0,97}(?=\s|$)/g) ?? [text]).map((line) => `# ${line}`);
}
