import { insisting } from '../../src/shared/insisting.js';
import type { ClaimedPost } from '../../src/topics/post-outbox.js';
import { markTopicOpen, noteGroupKind } from '../../src/topics/topic-state.js';
import type { Tools } from '../../src/use-case.js';
import type { BotApi } from './bot-api.js';
import { problemInWords, telegramProblem } from './problem.js';
import { topicName } from './text.js';

/** Makes one call that counts in the group's budget. */
export type Spend = <T>(call: () => Promise<T>) => Promise<T>;

type ThreadOptions = {
  tools: Pick<Tools, 'db' | 'logger'>;
  bot: BotApi;
  chat: number;
  spend: Spend;
  /** What must reach the managers even where it has no topic: then null is returned instead of throwing. */
  urgent: boolean;
};

/**
 * The thread a post goes to, made or opened again first where that is needed.
 *
 * @returns null = the group itself: it has no topics, or the post belongs to none
 * @throws what the Bot API throws
 */
export async function threadFor(
  post: ClaimedPost,
  { tools, bot, chat, spend, urgent }: ThreadOptions,
): Promise<number | null> {
  const { topic, client_id, telegram_chat_id } = post;
  if (!topic || post.group_is_forum === false) return null;
  // A number that is forgotten leaves a topic behind in which nobody hears the managers.
  const open = (thread_id: number): Promise<void> =>
    insisting(() => markTopicOpen(tools.db, { client_id, topic_id: topic.id, thread_id }));
  if (topic.thread_id !== null && topic.status === 'open') return topic.thread_id;
  if (topic.thread_id !== null && topic.status === 'closed') {
    await spend(() => reopenTopic(bot, chat, topic.thread_id ?? 0));
    await open(topic.thread_id);
    return topic.thread_id;
  }
  try {
    const made = await spend(() => bot.api.createForumTopic(chat, topicName(topic.name)));
    await open(made.message_thread_id);
    return made.message_thread_id;
  } catch (error) {
    const problem = telegramProblem(error);
    if (problem.type !== 'refused') throw error;
    if (problem.refusal === 'no_topics') {
      await noteGroupKind(tools.db, { client_id, telegram_chat_id, is_forum: false });
      return null;
    }
    if (problem.refusal === 'not_in_group' || !urgent) throw error;
    tools.logger.error(
      { client_id, telegram_chat_id, problem: problemInWords(problem) },
      'a topic could not be made, so a request is posted to the group itself: give the bot the right "Manage topics"',
    );
    return null;
  }
}

/** Opens a closed topic; that it is open already is fine. */
export async function reopenTopic(bot: BotApi, chat: number, thread_id: number): Promise<void> {
  try {
    await bot.api.reopenForumTopic(chat, thread_id);
  } catch (error) {
    const problem = telegramProblem(error);
    if (problem.type !== 'refused' || problem.refusal !== 'not_modified') throw error;
  }
}
