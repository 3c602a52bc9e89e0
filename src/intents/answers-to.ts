import type { Wish } from './wishes.js';
import type { Thinking } from '../assistant/thinking.js';

/** What is said to one wish. */
type Answer = { content: string; intent: string; prompt_id: null };

/**
 * Answers wishes as far as it can be done without a model: fixed texts, and articles that clearly are about what was
 * asked. What was asked twice is answered once.
 *
 * @returns the answers in the order of the wishes, and whether each that wants one has it
 */
export async function answersTo(
  wishes: readonly Wish[],
  thinking: Pick<Thinking, 'answerByArticle'>,
): Promise<{ answers: Answer[]; isComplete: boolean }> {
  const answers = new Map<string, Answer>();
  let isComplete = true;
  for (const { intent, text } of wishes) {
    if (intent.action !== 'reply' && intent.action !== 'answer') continue;
    const content =
      intent.action === 'reply' ? intent.reply?.trim() : (await thinking.answerByArticle(text))?.text;
    if (!content) isComplete = false;
    else if (!answers.has(content)) answers.set(content, { content, intent: intent.name, prompt_id: null });
  }
  return { answers: [...answers.values()], isComplete };
}
