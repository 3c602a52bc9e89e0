import { z } from 'zod';
import { modelPricesSchema } from './assistant/model-prices.js';
import { EstafetaError, messageOf } from './shared/errors.js';
import { logLevels } from './shared/logger.js';
import { parseSealingKeys } from './shared/sealed-box.js';

/** One variable of the environment: what it means, how it is checked, and a value to copy. */
interface Entry {
  variable: string;
  /** For the reader of `.env.example`: what it does, and what leaving it out means. */
  meaning: string;
  schema: z.ZodType;
  /** The value shown, commented out, in `.env.example`. */
  example: string;
}

/** Every variable Estafeta reads, in the order `.env.example` shows them. */
export const configEntries = {
  databaseUrl: {
    variable: 'DATABASE_URL',
    meaning:
      'The PostgreSQL server (15 or newer). Left out: an embedded one is started, with its data under DATA_DIR.',
    schema: url(
      ['postgres:', 'postgresql:'],
      'postgres://estafeta:password@localhost:5432/estafeta',
    ).optional(),
    example: 'postgres://estafeta:password@localhost:5432/estafeta',
  },
  redisUrl: {
    variable: 'REDIS_URL',
    meaning:
      'Redis or Valkey for the job queue and for counts of limits, with `maxmemory-policy noeviction`. Left out: both live in PostgreSQL.',
    schema: url(['redis:', 'rediss:'], 'redis://localhost:6379/0').optional(),
    example: 'redis://localhost:6379/0',
  },
  port: {
    variable: 'PORT',
    meaning:
      'The port of the HTTP server: health, the web panel and its API and, on a machine for trying out, the playground.',
    schema: whole({ min: 0, max: 65_535 }).default(3000),
    example: '3000',
  },
  metricsPort: {
    variable: 'METRICS_PORT',
    meaning:
      'A port of its own for /metrics, beside /healthz and /readyz, in a process of any role. Left out: /metrics is served on PORT, by the roles that serve HTTP.',
    schema: whole({ min: 0, max: 65_535 }).optional(),
    example: '9464',
  },
  host: {
    variable: 'HOST',
    meaning:
      'The address the HTTP server listens on: 127.0.0.1 behind a proxy on this machine, 0.0.0.0 in a container. The playground listens on 127.0.0.1 whatever stands here.',
    schema: z.string().default('127.0.0.1'),
    example: '127.0.0.1',
  },
  encryptionKeys: {
    variable: 'ENCRYPTION_KEYS',
    meaning:
      'Keys that seal tokens in the database: `name:<base64 of 32 bytes>`, comma-separated; the first seals, all of them open. ' +
      'Make one with `openssl rand -base64 32`. Required with DATABASE_URL; otherwise made and kept under DATA_DIR.',
    schema: z.string().superRefine(checkKeys).optional(),
    example: 'k1:<the output of openssl rand -base64 32>',
  },
  dataDir: {
    variable: 'DATA_DIR',
    meaning:
      'The folder of the embedded PostgreSQL, its keys and, unless MEDIA_DIR says otherwise, the media.',
    schema: z.string().default('.estafeta'),
    example: '.estafeta',
  },
  mediaDir: {
    variable: 'MEDIA_DIR',
    meaning: 'The folder where photos, voices and files of conversations are kept. Left out: DATA_DIR/media.',
    schema: z.string().optional(),
    example: '/var/lib/estafeta/media',
  },
  openaiApiKey: {
    variable: 'OPENAI_API_KEY',
    meaning:
      'The key of the model. Left out: the offline classifier answers what it can and hands over the rest.',
    schema: z.string().optional(),
    example: 'sk-…',
  },
  openaiBaseUrl: {
    variable: 'OPENAI_BASE_URL',
    meaning: 'The address of the model, for any service that speaks the OpenAI protocol.',
    schema: url(['http:', 'https:'], 'https://api.openai.com/v1').default('https://api.openai.com/v1'),
    example: 'https://api.openai.com/v1',
  },
  openaiModel: {
    variable: 'OPENAI_MODEL',
    meaning: 'The model that classifies and answers. It must be able to answer by a JSON schema.',
    schema: z.string().default('gpt-4.1-mini'),
    example: 'gpt-4.1-mini',
  },
  openaiTranscriptionModel: {
    variable: 'OPENAI_TRANSCRIPTION_MODEL',
    meaning:
      'The model that writes down what is said in voice notes, for clients with media_action: transcribe.',
    schema: z.string().default('gpt-4o-mini-transcribe'),
    example: 'gpt-4o-mini-transcribe',
  },
  openaiPrices: {
    variable: 'OPENAI_PRICES',
    meaning:
      'Prices of models in US dollars for a million tokens, for the cost in llm_calls: model=in/out or model=in/out/cached, comma-separated. They come before the known prices of OpenAI.',
    schema: modelPricesSchema.optional(),
    example: 'my-model=0.4/1.6',
  },
  telegramApiRoot: {
    variable: 'TELEGRAM_API_ROOT',
    meaning: "The root of Telegram's Bot API: set it for a Bot API server of your own.",
    schema: url(['http:', 'https:'], 'https://api.telegram.org').default('https://api.telegram.org'),
    example: 'https://api.telegram.org',
  },
  telegramMode: {
    variable: 'TELEGRAM_MODE',
    meaning:
      "How messages come in: `polling` asks Telegram for them and needs no address of one's own; with `webhook` Telegram brings them to PUBLIC_URL. It may be changed at any restart.",
    schema: z.enum(['polling', 'webhook'], 'must be polling or webhook').default('polling'),
    example: 'webhook',
  },
  publicUrl: {
    variable: 'PUBLIC_URL',
    meaning:
      'The address under which the HTTP server is reached from the internet. Required with TELEGRAM_MODE=webhook: Telegram wants https on port 443, 80, 88 or 8443; a Bot API server of your own takes http too. Numbers of the WhatsApp Cloud API need it as well: Meta brings their messages there, over https. Links to the web panel lead there; with https its cookie never goes out in the clear.',
    schema: url(['http:', 'https:'], 'https://bot.example.com')
      .refine((text) => isPlainAddress(text), 'must be an address without a question mark, # or password')
      .optional(),
    example: 'https://bot.example.com',
  },
  whatsappCloudApiRoot: {
    variable: 'WHATSAPP_CLOUD_API_ROOT',
    meaning:
      "The root of Meta's Graph API, through which numbers of WhatsApp's official API (Cloud API) send.",
    schema: url(['http:', 'https:'], 'https://graph.facebook.com').default('https://graph.facebook.com'),
    example: 'https://graph.facebook.com',
  },
  whatsappCloudApiVersion: {
    variable: 'WHATSAPP_CLOUD_API_VERSION',
    meaning: 'The version of the Graph API that is asked for. Meta keeps each for about two years.',
    schema: z
      .string()
      .regex(/^v\d{1,3}\.\d{1,2}$/, 'must be a version of the Graph API, such as v23.0')
      .default('v23.0'),
    example: 'v23.0',
  },
  whatsappWebSocketUrl: {
    variable: 'WHATSAPP_WEB_SOCKET_URL',
    meaning:
      'Where linked phones reach WhatsApp. Nothing but TLS proves who answers there, so ws:// is for a WhatsApp on this machine only.',
    schema: url(['wss:', 'ws:'], 'wss://web.whatsapp.com/ws/chat')
      .refine(
        (text) => isSafeSocket(text),
        'must begin with wss://, unless it is on this machine (127.0.0.1)',
      )
      .default('wss://web.whatsapp.com/ws/chat'),
    example: 'wss://web.whatsapp.com/ws/chat',
  },
  whatsappMediaHost: {
    variable: 'WHATSAPP_MEDIA_HOST',
    meaning:
      "A host, with its port, that files of linked phones may come from beside WhatsApp's own: for a WhatsApp on this machine. Its certificate is named by NODE_EXTRA_CA_CERTS.",
    schema: z
      .string()
      .regex(/^[a-z0-9.-]+:\d{1,5}$/i, 'must be a host with its port, such as 127.0.0.1:8443')
      .optional(),
    example: '127.0.0.1:8443',
  },
  whatsappFirstContactsPerDay: {
    variable: 'WHATSAPP_FIRST_CONTACTS_PER_DAY',
    meaning:
      'To how many people who have not written a linked phone may write in a day. Some numbers that wrote to 15 or 20 were banned; 0 = to nobody.',
    schema: whole({ min: 0, max: 1000 }).default(10),
    example: '10',
  },
  whatsappMaxFileMb: {
    variable: 'WHATSAPP_MAX_FILE_MB',
    meaning: 'The largest file, in megabytes, that is fetched because somebody sent it to a linked phone.',
    schema: whole({ min: 1, max: 2000 }).default(64),
    example: '64',
  },
  telegramGroupBudget: {
    variable: 'TELEGRAM_GROUP_BUDGET',
    meaning:
      "How much a bot may do in one managers' group: operations per seconds. Telegram allows about 20 a minute.",
    schema: z
      .string()
      .regex(/^[1-9]\d{0,3}\/[1-9]\d{0,3}$/, 'must be operations/seconds, such as 20/60')
      .default('20/60')
      .transform((text) => {
        const [operations = 20, windowSeconds = 60] = text.split('/').map(Number);
        return { operations, windowSeconds };
      }),
    example: '20/60',
  },
  sweepIntervalSeconds: {
    variable: 'SWEEP_INTERVAL_SECONDS',
    meaning: 'How often the database is asked what has become due, in seconds.',
    schema: z.coerce
      .number('must be a number of seconds, such as 1')
      .min(0.1, 'must be at least 0.1')
      .max(60, 'must be at most 60: reminders would be late by that much')
      .default(1),
    example: '1',
  },
  playground: {
    variable: 'PLAYGROUND',
    meaning:
      '`0` switches the playground off. It is off with NODE_ENV=production too, and never listens outside 127.0.0.1.',
    schema: z.enum(['0', '1'], 'must be 0 or 1').optional(),
    example: '0',
  },
  nodeEnv: {
    variable: 'NODE_ENV',
    meaning: '`production` on a server that serves real customers.',
    schema: z
      .enum(['production', 'development', 'test'], 'must be production, development or test')
      .default('development'),
    example: 'production',
  },
  logLevel: {
    variable: 'LOG_LEVEL',
    meaning: `How much is logged: ${logLevels.join(', ')}.`,
    schema: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
    example: 'info',
  },
} as const satisfies Record<string, Entry>;

function isSafeSocket(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const { protocol, hostname } = new URL(text);
  return protocol === 'wss:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const { search, hash, username, password } = new URL(text);
  return `${search}${hash}${username}${password}` === '';
}

/** An address of one of these protocols, without its trailing slash. */
function url(protocols: readonly string[], example: string) {
  const advice = `must be an address such as ${example}`;
  return z
    .string()
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), advice)
    .transform((text) => text.replace(/\/+$/, ''));
}

function whole({ min, max }: { min: number; max: number }) {
  const advice = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number(advice).int(advice).min(min, advice).max(max, advice);
}

function checkKeys(text: string, context: z.RefinementCtx): void {
  try {
    parseSealingKeys(text);
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: error instanceof EstafetaError ? `${error.message}. ${error.whatToDo}` : messageOf(error),
    });
  }
}
