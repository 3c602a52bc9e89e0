import { z } from 'zod';
import { callModel } from './call-model.js';
import type { CallFor, ModelTools } from './call-model.js';
import { asData } from './conversation-for-model.js';
import type { SpokenLine } from './conversation-for-model.js';
import { conversationSummaryPrompt, managersSummaryPrompt, summaryPrompt } from './default-prompts.js';
import { ModelError } from './model.js';

const summarySchema = z.object({ summary: z.string().min(1).max(2_000) });

/** Of a person's own lines, when no model sums them up: the last ones tell what was promised. */
const longestExcerpt = 600;

/**
 * What stands for a stretch in which a person talked. Without a usable answer of the model it is the person's own last
 * words, shortened.
 */
export async function summarizeStretch(
  tools: ModelTools,
  { callFor, lines, signal }: { callFor: CallFor; lines: readonly SpokenLine[]; signal: AbortSignal },
): Promise<string> {
  try {
    return await summaryOf(tools, { callFor, lines, earlier: null, signal }, summaryPrompt);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return excerptOf(lines);
  }
}

type ToSumUp = {
  callFor: CallFor;
  lines: readonly SpokenLine[];
  /** What was summed up before. */
  earlier: string | null;
  signal: AbortSignal;
};

/**
 * What a conversation that is over came to.
 *
 * @throws ModelError when no usable answer came in time
 */
export function summarizeConversation(tools: ModelTools, conversation: ToSumUp): Promise<string> {
  return summaryOf(tools, conversation, conversationSummaryPrompt);
}

/**
 * A conversation in short, for a manager who comes to it new.
 *
 * @param language code of the language it is written in
 * @throws ModelError when no usable answer came in time
 */
export function summarizeForManagers(
  tools: ModelTools,
  { language, ...conversation }: Omit<ToSumUp, 'earlier'> & { language: string },
): Promise<string> {
  return summaryOf(tools, { ...conversation, earlier: null }, managersSummaryPrompt(language));
}

async function summaryOf(
  tools: ModelTools,
  { callFor, lines, earlier, signal }: ToSumUp,
  system: string,
): Promise<string> {
  const { summary } = await callModel(
    tools,
    {
      purpose: 'summary',
      system,
      messages: asData({ lines, read_seq: Number.MAX_SAFE_INTEGER, summary: earlier, handback: null }),
      schema: summarySchema,
      schemaName: 'summary',
      signal,
    },
    { ...callFor, prompt: { id: null, version: null } },
  );
  return summary;
}

/** A person's own words in a stretch, shortened from the front. */
export function excerptOf(lines: readonly SpokenLine[]): string {
  const said = lines
    .filter(({ role }) => role === 'manager')
    .map(({ content, kind }) => content || `[${kind}]`)
    .join('\n');
  return said.length > longestExcerpt ? `…${said.slice(-longestExcerpt)}` : said;
}
