import { z } from 'zod';
import { refineTimeouts, timeoutFields } from '../../handovers/due-times.js';
import { cloudSettings } from '../../integrations/cloud-settings.js';
import { botToken, credentialSchemas } from '../../integrations/credentials.js';
import { promptProblem } from '../../prompts/prompt-problem.js';
import { because, inForm } from '../../shared/field-problem.js';
import { languages } from '../../texts/texts.js';
import { noticesSchema } from '../../texts/notices.js';
import { writtenWording } from '../../texts/wording-schema.js';
import { timezoneSchema, workingHoursSchema } from '../working-hours.js';

/** A keyword: whole words; `*` at the end stands for any ending. */
const keyword = inForm(
  z.string().trim().min(2, 'a keyword has at least two letters').max(100),
  /^[^*]+\*?$/,
  { reason: 'star_inside', message: 'only one * may be used, at the very end' },
);

const name = inForm(z.string().trim(), /^[\p{L}\p{N}_-]{1,64}$/u, {
  reason: 'no_name',
  message: 'must be 1 to 64 letters, digits, - or _, without spaces',
});

const minutes = z
  .int('must be a whole number of minutes')
  .min(0)
  .max(60 * 24 * 30);

/** Every setting of a client, each checked by itself. */
export const settingsSchema = z.strictObject({
  telegram_chat_id: inForm(z.string('must be in quotes, such as "-1001234567890"'), /^-\d{5,20}$/, {
    reason: 'no_group',
    message: 'must be the id of a group, such as "-1001234567890"',
  }).nullable(),
  telegram_bot_token: botToken.nullable(),
  owner_telegram_id: inForm(z.string(), /^(@[A-Za-z][A-Za-z0-9_]{3,31}|\d{3,20})$/, {
    reason: 'no_owner',
    message: 'must be @username or a numeric id in quotes',
  }).nullable(),
  ...timeoutFields,
  escalation_cooldown_minutes: minutes,
  working_hours: workingHoursSchema.nullable(),
  handover_keywords: z.array(keyword).max(500),
  debounce_ms: z.int().min(0).max(60_000),
  debounce_max_ms: z.int().min(0).max(300_000),
  max_answer_age_minutes: minutes.min(1),
  confidence_threshold: z.number().min(0).max(1),
  no_count_limit: z.int().min(1).max(20),
  media_action: z.enum(['handover', 'notice', 'transcribe'], 'must be handover, notice or transcribe'),
  topic_mode: z.enum(['handover', 'always'], 'must be handover or always'),
  reply_policy: z.enum(['taker', 'any_manager'], 'must be taker or any_manager'),
  managers_only: z.boolean(),
  csat_enabled: z.boolean(),
  owner_mute_minutes: minutes,
  conversation_idle_hours: z
    .int('must be a whole number of hours')
    .min(1)
    .max(24 * 365),
  daily_token_limit: z.int('must be a whole number of tokens; 0 = no limit').min(0).max(2_000_000_000),
  retention_days: z.int('must be a whole number of days').min(1).max(3_650),
});

/** A connection of a client as it is written down. */
export const integrationSchema = z.discriminatedUnion('platform', [
  z.strictObject({ platform: z.literal('telegram'), name, credentials: credentialSchemas.telegram }),
  z.strictObject({
    platform: z.literal('whatsapp'),
    name,
    credentials: credentialSchemas.whatsapp.default({}),
  }),
  z.strictObject({
    platform: z.literal('whatsapp_cloud'),
    name,
    credentials: credentialSchemas.whatsapp_cloud,
    settings: cloudSettings.optional(),
  }),
]);

/** What a user may want, as it is written down. */
export const intentSchema = z
  .strictObject({
    name,
    action: z.enum(['answer', 'reply', 'handover', 'ignore'], 'must be answer, reply, handover or ignore'),
    reply: z.string().max(4000).optional(),
    description: z.string().max(1000).optional(),
    examples: z.array(z.string().trim().min(1).max(500)).max(1000).default([]),
  })
  .refine((value) => value.action !== 'reply' || value.reply, {
    path: ['reply'],
    ...because({
      reason: 'reply_needed',
      message: 'is needed when action is reply: write the text to answer with',
    }),
  });

/** What a manager sends with /r NAME. */
export const savedReplyFields = { name, text: z.string().min(1).max(4000) };

/** What the assistant may say. */
export const article = z.strictObject({
  title: z.string().trim().min(1).max(300),
  text: z.string().min(1).max(50_000),
});

/** What is said about a client itself. */
export const clientFields = {
  name: z.string().trim().min(1).max(200),
  language: z.enum(languages as [string, ...string[]], `must be one of ${languages.join(', ')}`),
  timezone: timezoneSchema,
};

const promptSchema = z.string().superRefine((text, context) => {
  const problem = promptProblem(text);
  if (problem !== null) context.addIssue({ code: 'custom', ...because(problem) });
});

/**
 * A client as one file. `client.id` is the key; what is left out stays untouched.
 */
export const clientFileSchema = z.strictObject({
  client: z.strictObject({
    id: inForm(z.string(), /^[a-z0-9][a-z0-9-]{0,62}$/, {
      reason: 'no_address',
      message: 'must be lower-case letters, digits and -, such as coffee-point',
    }),
    ...z.object(clientFields).partial().shape,
    status: z.enum(['active', 'suspended'], 'must be active or suspended').optional(),
  }),
  settings: settingsSchema.partial().superRefine(refineTimeouts).optional(),
  integrations: z.array(integrationSchema).max(100).optional(),
  intents: z.array(intentSchema).max(500).optional(),
  prompts: z.strictObject({ system_prompt: promptSchema, classifier: promptSchema }).partial().optional(),
  notices: noticesSchema.optional(),
  saved_replies: z.record(savedReplyFields.name, writtenWording(savedReplyFields.text)).optional(),
  knowledge: z.array(article).max(5000).optional(),
});

export type ClientFile = z.infer<typeof clientFileSchema>;
export type ClientFileIntegration = NonNullable<ClientFile['integrations']>[number];
export type ClientFileSettings = NonNullable<ClientFile['settings']>;

/** Two entries of one list under the same key: the second would silently win. */
export function doubledNames(file: ClientFile): { path: (string | number)[]; message: string }[] {
  const lists = {
    integrations: file.integrations?.map((entry) => `${entry.platform}/${entry.name}`),
    intents: file.intents?.map((entry) => entry.name),
    knowledge: file.knowledge?.map((entry) => entry.title),
  };
  return Object.entries(lists).flatMap(([list, keys = []]) =>
    keys.flatMap((key, index) =>
      keys.indexOf(key) < index ? [{ path: [list, index], message: `${key} stands in ${list} twice` }] : [],
    ),
  );
}
