import { z } from 'zod';
import { pageSchema } from './page-query.js';
import { moment } from './route.js';
import { promptNames } from '../../../src/assistant/load-prompts.js';
import { longestTyped, mostConversations } from '../../../src/prompts/trial-limits.js';
import { idSchema } from '../../../src/shared/ids.js';
import type { ClientId, ConversationId, PromptId } from '../../../src/shared/ids.js';

/** How the prompts look from outside. */
export const promptName = z.object({ name: z.enum(promptNames) });
export const promptId = idSchema<PromptId>();

export const promptInUse = z
  .object({
    name: z.enum(promptNames),
    source: z
      .enum(['own', 'default', 'built_in'])
      .describe('Whose text it is: the client’s, the installation’s, or that of the program'),
    id: z.uuid().nullable(),
    version: z.int().nullable(),
    text: z.string(),
    newest_version: z.int().nullable().describe('To be sent back as `newest_seen` with another version'),
    rolls_back_to: z
      .object({ id: z.uuid(), version: z.int() })
      .nullable()
      .describe('What one click goes back to'),
  })
  .meta({ id: 'PromptInUse' });

export const promptVersion = z
  .object({
    id: z.uuid(),
    name: z.enum(promptNames),
    version: z.int(),
    is_active: z.boolean(),
    created_by: z.string().nullable(),
    created_at: moment,
    activated_at: moment.nullable(),
  })
  .meta({ id: 'PromptVersion' });

export const promptWithText = promptVersion
  .extend({ text: z.string() })
  .meta({ id: 'PromptVersionWithText' });

export const versionPage = pageSchema(promptVersion);

export const newVersion = z.object({
  text: z.string(),
  newest_seen: z.int().nullable().describe('The newest version there was when the editor was opened'),
});

const activeSeen = promptId
  .nullable()
  .describe('The version that was active when you looked; null: the default was');
export const toActivate = z.object({ id: promptId, active_seen: activeSeen });
export const toRollBack = z.object({ active_seen: activeSeen });

export const promptDiff = z.object({
  parts: z.array(z.object({ kind: z.enum(['same', 'removed', 'added']), lines: z.array(z.string()) })),
});

const side = z.union([
  z.literal('active'),
  z.strictObject({ id: promptId }),
  z.strictObject({ text: z.string() }),
]);
export const toTry = z.object({
  old: side.default('active'),
  new: side,
  messages: z.array(z.string().max(longestTyped)).default([]),
  conversation_ids: z.array(idSchema<ConversationId>()).default([]),
  questions: z
    .array(z.object({ conversation_id: idSchema<ConversationId>(), seq: z.int().min(1) }))
    .default([])
    .describe('Single questions of past conversations, as the list of them names them'),
});

export const toTryDefault = toTry.extend({
  client_id: idSchema<ClientId>().describe(
    'With whose intents, knowledge and conversations; one that goes by the default',
  ),
});

export const clientOnDefault = z
  .object({ id: z.uuid(), slug: z.string(), name: z.string(), timezone: z.string() })
  .meta({ id: 'ClientOnDefault' });

export const ofConversations = z.object({
  conversation_ids: z
    .string()
    .max(1000)
    .default('')
    .transform((ids) => ids.split(',').filter(Boolean))
    .pipe(z.array(idSchema<ConversationId>()).max(mostConversations))
    .describe('Ids with commas between them'),
});

export const pastQuestions = z.object({
  items: z.array(
    z.object({
      conversation_id: z.uuid(),
      seq: z.int(),
      question: z.string(),
      said: z.string().nullable(),
    }),
  ),
  tokens_of_call: z.int().nullable().describe('What a call of this prompt took of late, on average'),
});

const problem = z
  .enum([
    'timeout',
    'rate_limited',
    'server_error',
    'network_error',
    'rejected',
    'off_schema',
    'breaker_open',
    'budget_spent',
  ])
  .nullable()
  .describe('Why there is no answer');
const tried = z.object({
  answer: z
    .union([
      z.object({ action: z.enum(['answer', 'handover', 'out_of_scope']), text: z.string() }),
      z.object({
        intent: z.string().nullable(),
        confidence: z.number(),
        wants_human: z.boolean(),
        language: z.string().nullable(),
        pleasantry: z.boolean(),
        out_of_scope: z.boolean(),
        summary: z.string(),
      }),
    ])
    .nullable(),
  problem,
  spent: z
    .object({ calls: z.int(), tokens: z.int(), cost_usd: z.number().nullable() })
    .describe('What it took; the cost is null when the price of the model is not known'),
});

export const promptTrial = z.object({
  items: z.array(
    z.object({
      conversation_id: z.uuid().nullable(),
      seq: z.int().nullable().describe('Its place in that conversation'),
      question: z.string(),
      said: z.string().nullable().describe('What was said to it then'),
      old: tried,
      new: tried,
    }),
  ),
});
