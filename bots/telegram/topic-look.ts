import type { ClaimedPost } from '../../src/topics/post-outbox.js';
import { markPostDropped, markPostSent } from '../../src/topics/post-outbox.js';
import { standsInTopic } from '../../src/topics/post-place.js';
import { markTopicLook, wantedLook } from '../../src/topics/topic-look.js';
import { markTopicClosed } from '../../src/topics/topic-state.js';
import type { Tools } from '../../src/use-case.js';
import type { BotApi } from './bot-api.js';
import { problemInWords, telegramProblem } from './problem.js';
import { topicName } from './text.js';
import type { Spend } from './topic-thread.js';

/** The icons a bot may give to topics, by their emoji; asked for once, and again after a failure. */
const iconsOf = new WeakMap<BotApi, Promise<ReadonlyMap<string, string>>>();

type Sending = {
  tools: Pick<Tools, 'db' | 'clock' | 'logger'>;
  bot: BotApi;
  chat: number;
  spend: Spend;
};

/**
 * Makes a topic look as things stand now, and marks the post. What Telegram refuses is left as it is.
 *
 * @throws what the Bot API throws when it may go well later
 */
export async function showTopicLook({ tools, bot, chat, spend }: Sending, post: ClaimedPost): Promise<void> {
  const { topic, client_id } = post;
  const { db, logger } = tools;
  // A topic that is still to be made is made with its look; a closed one is nobody's concern.
  if (!topic || topic.thread_id === null || topic.status !== 'open' || !standsInTopic(post))
    return markPostDropped(db, post);
  const { thread_id } = topic;
  const look = await wantedLook(db, topic);
  const name = look.name === topic.name ? null : topicName(look.name);
  const icon = look.icon === topic.icon ? null : await iconFor(bot, look.icon);
  if (name === null && icon === null)
    return closeIfLeft({ tools, bot, chat, spend }, post, thread_id, 'dropped');
  const changed = { ...(name !== null && { name }), ...(icon !== null && { icon_custom_emoji_id: icon }) };
  try {
    await spend(() => bot.api.editForumTopic(chat, thread_id, changed));
  } catch (error) {
    const problem = telegramProblem(error);
    if (problem.type !== 'refused') throw error;
    if (problem.refusal !== 'not_modified') {
      logger.debug({ client_id, problem: problemInWords(problem) }, "a topic's look could not be changed");
      return markPostDropped(db, post);
    }
  }
  await markTopicLook(db, { client_id, topic_id: topic.id, look });
  await closeIfLeft({ tools, bot, chat, spend }, post, thread_id, 'sent');
}

/** A topic whose user was merged into another one is closed: whoever opens it reads where it goes on. */
async function closeIfLeft(
  { tools: { db, clock, logger }, bot, chat, spend }: Sending,
  post: ClaimedPost,
  thread_id: number,
  outcome: 'sent' | 'dropped',
): Promise<void> {
  const { client_id, topic } = post;
  if (topic && post.payload['close'] === true) {
    try {
      await spend(() => bot.api.closeForumTopic(chat, thread_id));
    } catch (error) {
      const problem = telegramProblem(error);
      if (problem.type !== 'refused') throw error;
      logger.debug({ client_id, problem: problemInWords(problem) }, 'a topic could not be closed');
    }
    await markTopicClosed(db, { client_id, topic_id: topic.id, thread_id });
  }
  if (outcome === 'dropped') return markPostDropped(db, post);
  await markPostSent(db, post, { external_id: null, now: clock.now() });
}

/** @returns Telegram's id of the icon; null when there is none for this emoji, or the icons can't be asked for now */
export async function iconFor(bot: BotApi, emoji: string | null): Promise<string | null> {
  if (emoji === null) return null;
  let icons = iconsOf.get(bot);
  if (!icons) {
    icons = readIcons(bot);
    iconsOf.set(bot, icons);
    icons.catch(() => iconsOf.delete(bot));
  }
  try {
    return (await icons).get(plain(emoji)) ?? null;
  } catch {
    return null;
  }
}

async function readIcons({ api }: BotApi): Promise<ReadonlyMap<string, string>> {
  const stickers = await api.getForumTopicIconStickers();
  return new Map(
    stickers.flatMap(({ emoji, custom_emoji_id }) =>
      emoji && custom_emoji_id ? [[plain(emoji), custom_emoji_id] as const] : [],
    ),
  );
}

/** Telegram writes some emoji with the mark that asks for a picture, and some without. */
function plain(emoji: string): string {
  return emoji.replaceAll('\uFE0F', '');
}
