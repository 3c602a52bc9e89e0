import { z } from 'zod';
import { callModel } from './call-model.js';
import type { CallFor, ModelTools } from './call-model.js';
import { asData } from './conversation-for-model.js';
import type { Dialogue } from './conversation-for-model.js';
import { classifierRules, handoverMark } from './default-prompts.js';
import { loadPrompt } from './load-prompts.js';
import type { ActivePrompt } from './load-prompts.js';
import { promptText } from './prompt-text.js';
import type { Business } from './prompt-text.js';
import type { Intent } from '../intents/load-intents.js';

/** What a model makes of the unread messages. */
export type ModelClassification = z.infer<ReturnType<typeof classificationSchema>>;

type Question = {
  callFor: CallFor;
  intents: readonly Intent[];
  /** In its language the summary is written. */
  business: Business;
  dialogue: Dialogue;
  signal: AbortSignal;
  /** To be tried instead of the active one. */
  prompt?: ActivePrompt;
};

/** More examples than these teach a model nothing and cost with every message. */
const examplesShown = 8;

/**
 * Has a model sort the unread messages into the client's intents.
 *
 * @throws ModelError when no usable answer came in time
 */
export async function classifyByModel(tools: ModelTools, question: Question): Promise<ModelClassification> {
  const { callFor, intents, business, dialogue, signal } = question;
  const { client_id } = callFor;
  const prompt = question.prompt ?? (await loadPrompt(tools.db, { client_id, name: 'classifier' }));
  return callModel(
    tools,
    {
      purpose: 'classify',
      system: [
        promptText(prompt, business, tools.clock.now()),
        `The language of the business: ${business.language}.`,
        classifierRules,
        `Intents:\n${intents.map(described).join('\n') || '(none)'}`,
      ].join('\n\n'),
      messages: asData(dialogue),
      schema: classificationSchema(intents.map(({ name }) => name)),
      schemaName: 'classification',
      signal,
    },
    { ...callFor, prompt },
  );
}

function classificationSchema(names: readonly string[]) {
  const [first, ...others] = names;
  return z.object({
    intent: first === undefined ? z.null() : z.enum([first, ...others]).nullable(),
    confidence: z.number().min(0).max(1),
    wants_human: z.boolean(),
    language: z.string().nullable(),
    pleasantry: z.boolean(),
    out_of_scope: z.boolean(),
    summary: z.string(),
  });
}

function described({ name, action, description, examples }: Intent): string {
  const like = examples.slice(0, examplesShown).map((example) => JSON.stringify(example));
  return [
    `- ${name}`,
    action === 'handover' && ` (${handoverMark})`,
    description && `: ${description}`,
    like.length > 0 && ` (such as ${like.join(', ')})`,
  ]
    .filter(Boolean)
    .join('');
}
