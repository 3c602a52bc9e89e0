import { z } from 'zod';
import { callModel } from './call-model.js';
import type { CallFor, ModelTools } from './call-model.js';
import { asRoles, unreadText } from './conversation-for-model.js';
import type { Dialogue } from './conversation-for-model.js';
import { answerRules } from './default-prompts.js';
import { loadPrompt } from './load-prompts.js';
import type { ActivePrompt } from './load-prompts.js';
import { promptText } from './prompt-text.js';
import { mostRelatedFirst } from '../knowledge/find-article.js';
import { loadKnowledge } from '../knowledge/load-knowledge.js';
import type { Article } from '../knowledge/load-knowledge.js';
import type { ClientProfile } from '../clients/client-profile.js';

/** What a model says to the unread messages, and what is to be done: never read out of the text. */
export type ModelAnswer = {
  action: 'answer' | 'handover' | 'out_of_scope';
  text: string;
  prompt_id: string | null;
};

type Question = {
  callFor: CallFor;
  profile: ClientProfile;
  dialogue: Dialogue;
  signal: AbortSignal;
  /** To be tried instead of the active one. */
  prompt?: ActivePrompt;
};

/** The longest knowledge a prompt carries, in characters; what is related to the question goes first. */
const longestKnowledge = 24_000;

const answerSchema = z.object({
  action: z.enum(['answer', 'handover', 'out_of_scope']),
  text: z.string().max(4_000),
});

/**
 * Has a model answer from the client's prompt and knowledge.
 *
 * @throws ModelError when no usable answer came in time
 */
export async function answerByModel(tools: ModelTools, question: Question): Promise<ModelAnswer> {
  const { callFor, profile, dialogue, signal } = question;
  const { client_id } = callFor;
  const [prompt, articles] = await Promise.all([
    question.prompt ?? loadPrompt(tools.db, { client_id, name: 'system_prompt' }),
    loadKnowledge(tools.db, client_id),
  ]);
  const answer = await callModel(
    tools,
    {
      purpose: 'answer',
      system: [
        promptText(prompt, profile, tools.clock.now()),
        `The business: ${profile.name}. Its language: ${profile.language}.`,
        knowledgeText(mostRelatedFirst(unreadText(dialogue), articles)),
        answerRules,
      ].join('\n\n'),
      messages: asRoles(dialogue),
      schema: answerSchema,
      schemaName: 'answer',
      signal,
    },
    { ...callFor, prompt },
  );
  // An empty answer is none; a person is better than silence.
  const action = answer.action === 'answer' && answer.text.trim() === '' ? 'handover' : answer.action;
  return { action, text: answer.text.trim(), prompt_id: prompt.id };
}

function knowledgeText(articles: readonly Article[]): string {
  let text = 'What you know:';
  for (const article of articles) {
    const next = `${text}\n\n## ${article.title}\n${article.text}`;
    if (next.length > longestKnowledge) break;
    text = next;
  }
  return articles.length === 0 ? 'What you know: only what stands above.' : text;
}
