import { z } from 'zod';
import type { ClaimedPost } from '../../src/topics/post-outbox.js';
import { markPostFailed, markPostRetryAt, markPostSent } from '../../src/topics/post-outbox.js';
import { queueSingleRemovals } from '../../src/topics/removals.js';
import type { Tools } from '../../src/use-case.js';
import type { BotApi } from './bot-api.js';
import { problemInWords, telegramProblem } from './problem.js';
import type { TelegramProblem } from './problem.js';
import type { Spend } from './topic-thread.js';

type Sending = {
  tools: Pick<Tools, 'db' | 'clock' | 'logger'>;
  bot: BotApi;
  chat: number;
  spend: Spend;
  affords: (operations: number) => boolean;
};

const payload = z.object({
  /** A topic with all that stands in it. */
  thread_id: z.number().int().optional(),
  /** Messages of the group. */
  external_ids: z.array(z.number().int()).default([]),
});

/** What stands where a text was that may be changed but not removed. */
const blank = '·';
/** Removing one message by itself may take three tries: to delete it, to empty its text, or its caption. */
const triesForOne = 3;

/**
 * Takes away what stands in the group of a person who was erased: a topic whole, or messages, one by one where the group
 * refuses them together. What may be changed but not removed, for want of a right, loses its words. What can't even be
 * changed is marked as failed: somebody has to remove it by hand.
 *
 * @throws what the Bot API throws when it may go well later
 */
export async function removeFromGroup(sending: Sending, post: ClaimedPost): Promise<void> {
  const { tools } = sending;
  const { thread_id, external_ids } = payload.parse(post.payload);
  if (!sending.affords(triesForOne)) return markPostRetryAt(tools.db, post, tools.clock.now());
  const refused =
    thread_id === undefined
      ? await removeMessages(sending, external_ids)
      : await removeTopic(sending, thread_id);
  if (refused && external_ids.length > 1)
    await queueSingleRemovals(tools.db, post, { external_ids, now: tools.clock.now() });
  else if (refused) {
    tools.logger.warn(
      { post_id: post.id, problem: problemInWords(refused) },
      'the group keeps something that was to be removed',
    );
    return markPostFailed(tools.db, post, problemInWords(refused));
  }
  await markPostSent(tools.db, post, { external_id: null, now: tools.clock.now() });
}

async function removeTopic(
  { bot, chat, spend }: Sending,
  thread_id: number,
): Promise<TelegramProblem | null> {
  const refused = await tried(() => spend(() => bot.api.deleteForumTopic(chat, thread_id)));
  if (!refused || isGone(refused)) return null;
  // Without the right to delete the topic at least names nobody any more.
  await tried(() => spend(() => bot.api.editForumTopic(chat, thread_id, { name: blank })));
  await tried(() => spend(() => bot.api.closeForumTopic(chat, thread_id)));
  return refused;
}

async function removeMessages(
  { bot, chat, spend }: Sending,
  external_ids: readonly number[],
): Promise<TelegramProblem | null> {
  const [only, ...others] = external_ids;
  if (only === undefined) return null;
  if (others.length > 0) return tried(() => spend(() => bot.api.deleteMessages(chat, [...external_ids])));
  const refused = await tried(() => spend(() => bot.api.deleteMessage(chat, only)));
  if (!refused || isGone(refused)) return null;
  const unchanged = await tried(() => spend(() => bot.api.editMessageText(chat, only, blank)));
  if (!unchanged) return null;
  return (await tried(() => spend(() => bot.api.editMessageCaption(chat, only, { caption: '' })))) && refused;
}

/** @returns why it was refused; null when it was done */
async function tried(call: () => Promise<unknown>): Promise<TelegramProblem | null> {
  try {
    await call();
    return null;
  } catch (error) {
    const problem = telegramProblem(error);
    if (problem.type !== 'refused' || problem.refusal === 'not_in_group') throw error;
    return problem;
  }
}

function isGone(problem: TelegramProblem): boolean {
  return problem.type === 'refused' && ['thread_gone', 'delete_gone'].includes(problem.refusal);
}
