import { sql } from '../../src/shared/database.js';
import { insisting } from '../../src/shared/insisting.js';
import type { PostContent } from '../../src/topics/post-content.js';
import type { ClaimedPost } from '../../src/topics/post-outbox.js';
import { markPostDropped, markPostSent } from '../../src/topics/post-outbox.js';
import { postPriorities } from '../../src/topics/queue-post.js';
import { renderPost } from '../../src/topics/render-post.js';
import { texts } from '../../src/texts/texts.js';
import type { Tools } from '../../src/use-case.js';
import type { BotApi } from './bot-api.js';
import { FileRefused } from './media.js';
import type { FileToSend, MediaStore } from './media.js';
import { callToEdit, callsToSend, withoutFile } from './post-calls.js';
import { telegramProblem } from './problem.js';
import { reopenTopic, threadFor } from './topic-thread.js';
import type { Spend } from './topic-thread.js';

/** What sending one post needs. */
export type PostSending = {
  tools: Pick<Tools, 'db' | 'clock' | 'logger'>;
  bot: BotApi;
  media: MediaStore;
  chat: number;
  spend: Spend;
  /** Whether the budget has so many operations left; a post that needs more waits. */
  affords: (operations: number) => boolean;
  /** The language of the group's managers. */
  language: string | undefined;
};

/** A file that can't be fetched in so many tries is shown as words: what else the post says must not wait for it. */
const fetchAttempts = 6;

/** The post needs so many operations at once and the budget has fewer. */
export class BudgetShort extends Error {
  constructor(readonly operations: number) {
    super(`${operations} operations are needed`);
  }
}

/**
 * Brings one claimed post into the group as its rows are now, and marks it.
 *
 * @throws BudgetShort; what the Bot API throws, for the caller to decide what becomes of the post
 */
export async function sendPost(sending: PostSending, post: ClaimedPost): Promise<void> {
  const { tools } = sending;
  const content = await renderPost(tools.db, post);
  if (!content) {
    if (post.external_id !== null) await takeAway(sending, post.external_id);
    await markPostDropped(tools.db, post);
    return;
  }
  const external_id =
    post.external_id === null
      ? await sendNew(sending, post, content)
      : await edit(sending, post.external_id, content);
  await insisting(() => markPostSent(tools.db, post, { external_id, now: tools.clock.now() }));
  if (content.type === 'text' && content.replaces_external_id !== null)
    await takeAway(sending, content.replaces_external_id);
}

/** @returns the group's message id; null for a reaction, which is no message. */
async function sendNew(
  sending: PostSending,
  post: ClaimedPost,
  content: PostContent,
): Promise<number | null> {
  const { tools, bot, chat, spend, affords } = sending;
  if (content.type === 'reaction') {
    await spend(callToEdit(bot, chat, 0, content));
    return null;
  }
  const urgent = postPriorities[post.kind] <= postPriorities.reminder;
  const thread_id = await threadFor(post, { tools, bot, chat, spend, urgent });
  const { shown, file } = await withFile(sending, post, content);
  const [first, ...rest] = callsToSend(bot, { chat, thread_id }, shown, file);
  if (!affords(rest.length + 1)) throw new BudgetShort(rest.length + 1);
  const made = await inOpenTopic(sending, thread_id, () => spend(first));
  for (const call of rest) await spend(call);
  return made === true ? null : made.message_id;
}

async function edit(
  { bot, chat, spend }: PostSending,
  external_id: number,
  content: PostContent,
): Promise<number> {
  try {
    await spend(callToEdit(bot, chat, external_id, content));
  } catch (error) {
    const problem = telegramProblem(error);
    if (problem.type !== 'refused' || problem.refusal !== 'not_modified') throw error;
  }
  return external_id;
}

/** A topic that somebody closed by hand is opened again. */
async function inOpenTopic<T>(
  { bot, chat, spend }: PostSending,
  thread_id: number | null,
  send: () => Promise<T>,
): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const problem = telegramProblem(error);
    if (thread_id === null || problem.type !== 'refused' || problem.refusal !== 'topic_closed') throw error;
    await spend(() => reopenTopic(bot, chat, thread_id));
    return send();
  }
}

/** A post's file, or words in its place when the file can't be passed on. */
async function withFile(
  { tools, bot, media, language }: PostSending,
  post: ClaimedPost,
  content: Exclude<PostContent, { type: 'reaction' }>,
): Promise<{ shown: PostContent; file: FileToSend | null }> {
  if (content.type === 'text') return { shown: content, file: null };
  try {
    const file = await media.fileFor(bot, {
      client_id: post.client_id,
      media: content.media,
      media_file: content.media_file,
    });
    if (file.media_file !== null && file.media_file !== content.media_file)
      await keepFile(tools.db, post, file.media_file);
    return { shown: content, file };
  } catch (error) {
    const isRefused = error instanceof FileRefused;
    if (!isRefused && post.attempts < fetchAttempts) throw new FileNotFetched(error);
    const reason = isRefused ? error.reason : 'file_gone';
    return { shown: withoutFile(content, texts(language).topic.failures[reason]), file: null };
  }
}

/** A file could not be fetched this time: nothing was sent, whatever the network said. */
export class FileNotFetched extends Error {
  constructor(cause: unknown) {
    super('a file could not be fetched', { cause });
  }
}

async function keepFile(
  db: Tools['db'],
  { client_id, message_id }: ClaimedPost,
  media_file: string,
): Promise<void> {
  await db.query(
    sql`UPDATE messages SET media_file = ${media_file} WHERE client_id = ${client_id} AND id = ${message_id}`,
  );
}

/** Removes an older message of ours. That it is gone, or too old to be removed, is fine. */
async function takeAway({ tools, bot, chat, spend }: PostSending, external_id: number): Promise<void> {
  try {
    await spend(() => bot.api.deleteMessage(chat, external_id));
  } catch (error) {
    tools.logger.debug({ err: error }, 'an older post could not be taken away');
  }
}
