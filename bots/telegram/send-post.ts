import type { Message } from 'grammy/types';
import type { FailureName } from '../../src/integrations/channel.js';
import { sql } from '../../src/shared/database.js';
import type { ClientId, TopicPostId } from '../../src/shared/ids.js';
import { msOfSeconds, plusMs } from '../../src/shared/durations.js';
import { insisting } from '../../src/shared/insisting.js';
import { fileNotShown } from '../../src/topics/file-not-shown.js';
import type { PostContent, ShownFile } from '../../src/topics/post-content.js';
import type { ClaimedPost } from '../../src/topics/post-outbox.js';
import { markPostDropped, markPostRetryAt, markPostSent } from '../../src/topics/post-outbox.js';
import { idlePriority } from '../../src/topics/queue-post.js';
import { notePieces } from '../../src/topics/post-pieces.js';
import { renderPost } from '../../src/topics/render-post.js';
import { markTopicClosed } from '../../src/topics/topic-state.js';
import { texts } from '../../src/texts/texts.js';
import type { Tools } from '../../src/use-case.js';
import type { BotApi } from './bot-api.js';
import { FileRefused } from '../media/file-refused.js';
import type { MediaStore } from '../media/media-store.js';
import { fileToSend } from './media.js';
import { callToEdit, callsToSend } from './post-calls.js';
import type { NewContent, PostFile } from './post-calls.js';
import { telegramProblem } from './problem.js';
import { removeFromGroup } from './remove-from-group.js';
import { showTopicLook } from './topic-look.js';
import { NoTopicsHere, reopenTopic, threadFor } from './topic-thread.js';
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

/** So many operations of the group's budget stay free for what people wait for: what nobody waits for looks again later. */
const reserved = 5;
const idlePauseMs = msOfSeconds(15);
/** A file that can't be fetched in so many tries is shown as words: what else the post says must not wait for it. */
const fetchAttempts = 6;

type ShownPart = ShownFile & { post_id: TopicPostId };

/** Where a post stands in the group by now. */
type Standing = {
  external_id: number | null;
  album?: ReadonlyMap<TopicPostId, number>;
  /** Further messages, of what did not fit into one. */
  pieces?: readonly number[];
};

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
  const { tools, affords } = sending;
  if (post.priority >= idlePriority && !affords(reserved))
    return markPostRetryAt(tools.db, post, plusMs(tools.clock.now(), idlePauseMs));
  if (post.kind === 'topic_state') return showTopicLook(sending, post);
  if (post.kind === 'removal') return removeFromGroup(sending, post);
  const content = await renderPost(tools.db, post);
  if (!content) {
    if (post.external_id !== null) await takeAway(sending, post.external_id);
    await markPostDropped(tools.db, post);
    return;
  }
  let standing: Standing = { external_id: post.external_id };
  if (post.external_id === null) standing = await sendNew(sending, post, content);
  else await edit(sending, post.external_id, content);
  await insisting(() => markPostSent(tools.db, post, { ...standing, now: tools.clock.now() }));
  if (standing.pieces && standing.pieces.length > 0)
    await insisting(() => notePieces(tools.db, post, standing.pieces ?? []));
  if (content.type === 'text' && content.replaces_external_id !== null)
    await takeAway(sending, content.replaces_external_id);
}

/** @returns the group's message ids: of the post, and of each post of an album; null for a reaction, which is no message. */
async function sendNew(sending: PostSending, post: ClaimedPost, content: PostContent): Promise<Standing> {
  const { tools, bot, chat, spend } = sending;
  if (content.type === 'reaction') {
    await edit(sending, 0, content);
    return { external_id: null };
  }
  const thread_id = await threadFor(post, { tools, bot, chat, spend });
  const files = await postFiles(sending, post, content);
  const standing: NewStanding = { head: null, album: new Map(), pieces: [] };
  try {
    await makeCalls(sending, post, { thread_id, content, files, standing });
  } catch (error) {
    const reason = standing.head === null ? whyFilesAreRefused(error) : null;
    if (reason === null || files.length === 0) throw error;
    tools.logger.warn({ post_id: post.id, reason }, 'the group does not take a file; it is told in words');
    const told = files.map((file) => inWords(sending, file, reason));
    await makeCalls(sending, post, { thread_id, content, files: told, standing });
  }
  const { head, album, pieces } = standing;
  return { external_id: album.get(post.id) ?? head, album, pieces };
}

type NewStanding = { head: number | null; album: Map<TopicPostId, number>; pieces: number[] };
type Making = {
  thread_id: number | null;
  content: NewContent;
  files: PostFile[];
  /** What stands in the group so far; grows with each call. */
  standing: NewStanding;
};

async function makeCalls(
  sending: PostSending,
  post: ClaimedPost,
  { thread_id, content, files, standing }: Making,
): Promise<void> {
  const { bot, chat, spend, affords } = sending;
  const calls = callsToSend(bot, { chat, thread_id }, { post_id: post.id, content, files });
  const operations = calls.reduce((sum, call) => sum + call.operations, 0);
  if (!affords(operations)) throw new BudgetShort(operations);
  for (const call of calls) {
    const { head } = standing;
    const make = (): Promise<Message[]> => spend(() => call.make(head), call.operations);
    // Only the first can meet a topic that somebody has closed meanwhile.
    const made: Message[] = head === null ? await inOpenTopic(sending, post, thread_id, make) : await make();
    if (head !== null && call.shows.length === 0)
      standing.pieces.push(...made.map(({ message_id }) => message_id));
    standing.head ??= made[0]?.message_id ?? null;
    for (const [index, post_id] of call.shows.entries()) {
      const message = made[index];
      if (message) standing.album.set(post_id, message.message_id);
    }
  }
}

/** @returns null when it is not the files that the group refuses */
function whyFilesAreRefused(error: unknown): FailureName | null {
  const problem = telegramProblem(error);
  const isRefused = problem.type === 'refused' && ['kind_forbidden', 'other'].includes(problem.refusal);
  return isRefused ? problem.reason : null;
}

/** A file that can't be shown, with what was said beside it. */
function inWords({ language }: PostSending, shown: ShownPart, reason: FailureName): PostFile {
  const { post_id, kind, media, media_file, integration_id, caption } = shown;
  const refused = fileNotShown(texts(language), { kind, media, reason });
  return { post_id, kind, media, media_file, integration_id, caption, refused };
}

async function edit(
  { bot, chat, spend }: PostSending,
  external_id: number,
  content: PostContent,
): Promise<void> {
  const call = callToEdit(bot, chat, external_id, content);
  if (!call) return;
  try {
    await spend(call);
  } catch (error) {
    const problem = telegramProblem(error);
    if (problem.type !== 'refused' || problem.refusal !== 'not_modified') throw error;
  }
}

/** A topic that somebody closed by hand is opened again; where the bot may not, it is left alone from then on. */
async function inOpenTopic<T>(
  { tools, bot, chat, spend }: PostSending,
  { topic, client_id }: ClaimedPost,
  thread_id: number | null,
  send: () => Promise<T>,
): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const problem = telegramProblem(error);
    if (!topic || thread_id === null || problem.type !== 'refused' || problem.refusal !== 'topic_closed')
      throw error;
  }
  try {
    await spend(() => reopenTopic(bot, chat, thread_id));
  } catch (error) {
    const problem = telegramProblem(error);
    if (problem.type !== 'refused' || problem.refusal !== 'no_rights') throw error;
    await markTopicClosed(tools.db, { client_id, topic_id: topic.id, thread_id });
    throw new NoTopicsHere(error);
  }
  return send();
}

/** What the files of a post are sent as, or, where one can't be passed on, why. */
async function postFiles(sending: PostSending, post: ClaimedPost, content: NewContent): Promise<PostFile[]> {
  const files =
    content.type === 'album'
      ? content.files
      : content.type === 'media'
        ? [{ ...content, post_id: post.id }]
        : [];
  return Promise.all(files.map((file) => postFile(sending, post, file)));
}

async function postFile(
  sending: PostSending,
  { client_id, attempts }: ClaimedPost,
  shown: ShownPart,
): Promise<PostFile> {
  const { tools, bot, media: store } = sending;
  const { media, media_file, post_id } = shown;
  try {
    const file = await fileToSend(store, bot, { client_id, media, media_file });
    if (file.media_file !== null && file.media_file !== media_file)
      await keepFile(tools.db, { client_id, post_id, media_file: file.media_file });
    return { ...shown, file };
  } catch (error) {
    const isRefused = error instanceof FileRefused;
    if (!isRefused && attempts < fetchAttempts) throw new FileNotFetched(error);
    return inWords(sending, shown, isRefused ? error.reason : 'file_gone');
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
  { client_id, post_id, media_file }: { client_id: ClientId; post_id: TopicPostId; media_file: string },
): Promise<void> {
  await db.query(sql`
    UPDATE messages SET media_file = ${media_file}
    WHERE client_id = ${client_id} AND id = (
      SELECT message_id FROM topic_posts WHERE client_id = ${client_id} AND id = ${post_id})`);
}

/** Removes an older message of ours. That it is gone, or too old to be removed, is fine. */
async function takeAway({ tools, bot, chat, spend }: PostSending, external_id: number): Promise<void> {
  try {
    await spend(() => bot.api.deleteMessage(chat, external_id));
  } catch (error) {
    tools.logger.debug({ err: error }, 'an older post could not be taken away');
  }
}
