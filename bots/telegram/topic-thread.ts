import { insisting } from '../../src/shared/insisting.js';
import type { ClaimedPost } from '../../src/topics/post-outbox.js';
import { standsInTopic } from '../../src/topics/post-place.js';
import { markTopicOpen } from '../../src/topics/topic-state.js';
import { markTopicLook, wantedLook } from '../../src/topics/topic-look.js';
import type { TopicLook } from '../../src/topics/topic-look.js';
import type { Tools } from '../../src/use-case.js';
import type { BotApi } from './bot-api.js';
import { problemInWords, telegramProblem } from './problem.js';
import { topicName } from './text.js';
import { iconFor } from './topic-look.js';

/** Makes one call that counts in the group's budget, as one operation unless told otherwise. */
export type Spend = <T>(call: () => Promise<T>, operations?: number) => Promise<T>;

type ThreadOptions = {
  tools: Pick<Tools, 'db' | 'logger'>;
  bot: BotApi;
  chat: number;
  spend: Spend;
};

/** The group has no topics, or none for this bot, other than was known: nothing was sent. */
export class NoTopicsHere extends Error {
  constructor(cause: unknown) {
    super('the group has no topics for the bot', { cause });
  }
}

/**
 * The thread a post goes to, made or opened again first where that is needed.
 *
 * @returns null = the group itself: it has no topics, the post belongs to none, or this one can't be made
 * @throws NoTopicsHere; what the Bot API throws
 */
export async function threadFor(
  post: ClaimedPost,
  { tools, bot, chat, spend }: ThreadOptions,
): Promise<number | null> {
  const { topic, client_id, telegram_chat_id } = post;
  if (!topic || !standsInTopic(post)) return null;
  if (topic.thread_id !== null && topic.status === 'open') return topic.thread_id;
  try {
    const look = topic.thread_id === null ? await wantedLook(tools.db, topic) : null;
    const thread_id = topic.thread_id ?? (await spend(() => createTopic(bot, chat, look ?? topic)));
    if (topic.thread_id !== null) await spend(() => reopenTopic(bot, chat, thread_id));
    // A number that is forgotten leaves a topic behind in which nobody hears the managers.
    await insisting(() => markTopicOpen(tools.db, { client_id, topic_id: topic.id, thread_id }));
    if (look) await insisting(() => markTopicLook(tools.db, { client_id, topic_id: topic.id, look }));
    return thread_id;
  } catch (error) {
    const problem = telegramProblem(error);
    if (problem.type !== 'refused') throw error;
    if (problem.refusal === 'no_topics' || problem.refusal === 'no_rights') throw new NoTopicsHere(error);
    if (problem.refusal === 'not_in_group' || problem.refusal === 'thread_gone') throw error;
    tools.logger.error(
      { client_id, telegram_chat_id, problem: problemInWords(problem) },
      'a topic could not be made, so what belongs there is posted to the group itself',
    );
    return null;
  }
}

async function createTopic(bot: BotApi, chat: number, { name, icon }: TopicLook): Promise<number> {
  const icon_custom_emoji_id = await iconFor(bot, icon);
  const made = await bot.api.createForumTopic(
    chat,
    topicName(name),
    icon_custom_emoji_id === null ? {} : { icon_custom_emoji_id },
  );
  return made.message_thread_id;
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
