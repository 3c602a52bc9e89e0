import type { Api } from 'grammy';
import type { Message, ReactionTypeEmoji } from 'grammy/types';
import type { TopicPostId } from '../../src/shared/ids.js';
import type { PostContent, ShownFile } from '../../src/topics/post-content.js';
import { pressData } from '../../src/topics/press.js';
import type { StyledText } from '../../src/topics/styled-text.js';
import type { BotApi } from './bot-api.js';
import { sendStored } from './media.js';
import type { FileToSend } from './media.js';
import { replyingTo, sendDetails, sendFiles, takesCaption } from './send-media.js';
import type { SendOptions } from './send-media.js';
import { buttonLabel, telegramCaption, telegramTexts, textsBeside } from './text.js';
import type { TelegramText } from './text.js';

/** One call to Telegram, ready to be made. */
export type PostCall = {
  /** What it counts in the group's budget: each part of an album counts. */
  operations: number;
  /** The posts whose messages it makes, in their order; none for what goes on from the call before it. */
  shows: readonly TopicPostId[];
  /** @param head the message that the first call made: what can't stand under it answers it */
  make: (head: number | null) => Promise<Message[]>;
};

/** Where a post goes. */
export type PostPlace = {
  chat: number;
  /** Null: the group itself. */
  thread_id: number | null;
};

/** What becomes a message of the group, unlike a reaction on one. */
export type NewContent = Exclude<PostContent, { type: 'reaction' }>;

/** A part of an album, or the one file of a post, with what to send; or why it can't be. */
export type PostFile = ShownFile & { post_id: TopicPostId } & ({ file: FileToSend } | { refused: string });

/**
 * The calls that bring a new post into a group, in order. A long text goes on in further ones; a file that can't be
 * passed on is told in words.
 *
 * @param files what the post's files are sent as, in their order
 */
export function callsToSend(
  { api }: BotApi,
  place: PostPlace,
  { post_id, content, files }: { post_id: TopicPostId; content: NewContent; files: readonly PostFile[] },
): PostCall[] {
  const common: SendOptions = {
    ...(place.thread_id === null ? {} : { message_thread_id: place.thread_id }),
    ...(content.silent ? { disable_notification: true } : {}),
  };
  const first = { ...common, ...replyingTo(content.reply_to_external_id) };
  const texts = (pieces: readonly TelegramText[], shows: readonly TopicPostId[] = []): PostCall[] =>
    pieces.map(({ text, entities }, index) => ({
      ...{ operations: 1, shows: index === 0 ? shows : [] },
      make: async () => [await api.sendMessage(place.chat, text, { ...common, entities })],
    }));
  switch (content.type) {
    case 'text': {
      const [{ text, entities }, ...rest] = telegramTexts(content.text);
      const options = { ...first, ...keyboard(content), entities };
      const make = async (): Promise<Message[]> => [await api.sendMessage(place.chat, text, options)];
      return [{ operations: 1, shows: [post_id], make }, ...texts(rest)];
    }
    case 'details': {
      const make = async (): Promise<Message[]> => [
        await sendDetails(api, place.chat, content.details, first),
      ];
      return [{ operations: 1, shows: [post_id], make }, ...beside(content.caption, { api, place, common })];
    }
    case 'media':
    case 'album': {
      const sent = files.filter((file) => 'file' in file);
      const refused = files.filter((file) => 'refused' in file);
      const shown = sent.length > 0 ? [fileCall(api, place, sent, first)] : [];
      const rests = sent.flatMap(({ kind, caption }) =>
        takesCaption(kind) ? texts(telegramCaption(caption).rest) : beside(caption, { api, place, common }),
      );
      const told = refused.flatMap((file) => texts(telegramTexts(withoutFile(file)), [file.post_id]));
      return [...shown, ...rests, ...told];
    }
  }
}

/** One file, or several as an album. */
function fileCall(
  api: Api,
  { chat }: PostPlace,
  parts: readonly Extract<PostFile, { file: FileToSend }>[],
  options: SendOptions,
): PostCall {
  const files = parts.map(({ file }) => file);
  const asked = parts.map(({ kind, media, caption }) => ({
    ...{ kind, media },
    caption: takesCaption(kind) ? telegramCaption(caption).caption : null,
  }));
  return {
    operations: parts.length,
    shows: parts.map(({ post_id }) => post_id),
    make: () => sendStored(files, (inputs) => sendFiles(api, chat, inputs, asked, options)),
  };
}

/** What is to be said of something that takes no caption, as an answer to it. */
function beside(
  caption: StyledText,
  { api, place, common }: { api: Api; place: PostPlace; common: SendOptions },
): PostCall[] {
  return textsBeside(caption).map(({ text, entities }) => ({
    ...{ operations: 1, shows: [] },
    make: async (head) => [
      await api.sendMessage(place.chat, text, { ...common, ...replyingTo(head), entities }),
    ],
  }));
}

/**
 * The call that makes a post of the group show its newest content. Buttons it has no more are taken away.
 *
 * @returns null when nothing of it can be changed: a sticker, a place
 */
export function callToEdit(
  { api }: BotApi,
  chat: number,
  external_id: number,
  content: PostContent,
): (() => Promise<Message | true>) | null {
  switch (content.type) {
    case 'reaction':
      return reaction({ api }, chat, content);
    case 'text': {
      const [{ text, entities }] = telegramTexts(content.text);
      const reply_markup = keyboard(content).reply_markup ?? { inline_keyboard: [] };
      return () => api.editMessageText(chat, external_id, text, { entities, reply_markup });
    }
    case 'media': {
      if (!takesCaption(content.kind)) return null;
      const { caption } = telegramCaption(content.caption);
      const captioned = { caption: caption?.text ?? '', caption_entities: caption?.entities ?? [] };
      return () => api.editMessageCaption(chat, external_id, captioned);
    }
    case 'details':
    case 'album':
      return null;
  }
}

/** A file that can't be passed on is told in words, with its name and why, so that nobody waits for it. */
function withoutFile({ caption, refused }: Extract<PostFile, { refused: string }>): StyledText {
  return [...caption, { text: `${caption.length > 0 ? '\n' : ''}📎 ${refused}`, look: 'italic' }];
}

function reaction(
  { api }: Pick<BotApi, 'api'>,
  chat: number,
  { on_external_id, emoji }: Extract<PostContent, { type: 'reaction' }>,
): () => Promise<true> {
  const wanted = emoji === null ? [] : [{ type: 'emoji', emoji } as ReactionTypeEmoji];
  return () => api.setMessageReaction(chat, on_external_id, wanted);
}

function keyboard(content: PostContent | NewContent): Pick<SendOptions, 'reply_markup'> {
  if (content.type !== 'text' || content.buttons.length === 0) return {};
  const inline_keyboard = content.buttons.map((row) =>
    row.map(({ label, press }) => ({ text: buttonLabel(label), callback_data: pressData(press) })),
  );
  return { reply_markup: { inline_keyboard } };
}
