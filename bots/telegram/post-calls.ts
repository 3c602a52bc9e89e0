import type { Message } from 'grammy/types';
import type { ReactionTypeEmoji } from 'grammy/types';
import type { PostContent } from '../../src/topics/post-content.js';
import { pressData } from '../../src/topics/press.js';
import type { StyledText } from '../../src/topics/styled-text.js';
import type { BotApi } from './bot-api.js';
import type { FileToSend } from './media.js';
import { replyingTo, sendMedia } from './send-media.js';
import type { SendOptions } from './send-media.js';
import { buttonLabel, telegramCaption, telegramTexts } from './text.js';
import type { TelegramText } from './text.js';

/** One call to Telegram, ready to be made. Each counts as one operation of the group's budget. */
export type PostCall = () => Promise<Message | true>;

/** Where a post goes. */
export type PostPlace = {
  chat: number;
  /** Null: the group itself. */
  thread_id: number | null;
};

/**
 * The calls that bring a new post into a group, in order. The first one's message is the post; a long text goes on in
 * further ones.
 */
export function callsToSend(
  { api }: BotApi,
  place: PostPlace,
  content: PostContent,
  file: FileToSend | null,
): [PostCall, ...PostCall[]] {
  if (content.type === 'reaction') return [reaction({ api }, place.chat, content)];
  const common: SendOptions = {
    ...(place.thread_id === null ? {} : { message_thread_id: place.thread_id }),
    ...(content.silent ? { disable_notification: true } : {}),
  };
  const first = { ...common, ...replyingTo(content.reply_to_external_id) };
  const text = ({ text: words, entities }: TelegramText, options: SendOptions): PostCall => {
    return () => api.sendMessage(place.chat, words, { ...options, entities });
  };
  if (content.type === 'text' || !file) {
    const [head, ...rest] = telegramTexts(content.type === 'text' ? content.text : content.caption);
    return [text(head, { ...first, ...keyboard(content) }), ...rest.map((piece) => text(piece, common))];
  }
  const { caption, rest } = telegramCaption(content.caption);
  const captioned = caption ? { caption: caption.text, caption_entities: caption.entities } : {};
  const media: PostCall = () =>
    sendMedia(api, place.chat, content.kind, file.input, { ...first, ...captioned });
  return [media, ...rest.map((piece) => text(piece, common))];
}

/** The call that makes a post of the group show its newest content. Buttons it has no more are taken away. */
export function callToEdit(
  { api }: BotApi,
  chat: number,
  external_id: number,
  content: PostContent,
): PostCall {
  switch (content.type) {
    case 'reaction':
      return reaction({ api }, chat, content);
    case 'text': {
      const [{ text, entities }] = telegramTexts(content.text);
      const reply_markup = keyboard(content).reply_markup ?? { inline_keyboard: [] };
      return () => api.editMessageText(chat, external_id, text, { entities, reply_markup });
    }
    case 'media': {
      const { caption } = telegramCaption(content.caption);
      const captioned = { caption: caption?.text ?? '', caption_entities: caption?.entities ?? [] };
      return () => api.editMessageCaption(chat, external_id, captioned);
    }
  }
}

/** A file that can't be passed on is shown as words, so that nobody waits for it. */
export function withoutFile(content: Extract<PostContent, { type: 'media' }>, why: string): PostContent {
  const { caption, reply_to_external_id, silent } = content;
  const text: StyledText = [
    ...caption,
    { text: `${caption.length > 0 ? '\n' : ''}📎 ${why}`, look: 'italic' },
  ];
  return { type: 'text', text, buttons: [], reply_to_external_id, replaces_external_id: null, silent };
}

function reaction(
  { api }: Pick<BotApi, 'api'>,
  chat: number,
  { on_external_id, emoji }: Extract<PostContent, { type: 'reaction' }>,
): PostCall {
  const wanted = emoji === null ? [] : [{ type: 'emoji', emoji } as ReactionTypeEmoji];
  return () => api.setMessageReaction(chat, on_external_id, wanted);
}

function keyboard(content: PostContent): Pick<SendOptions, 'reply_markup'> {
  if (content.type !== 'text' || content.buttons.length === 0) return {};
  const inline_keyboard = content.buttons.map((row) =>
    row.map(({ label, press }) => ({ text: buttonLabel(label), callback_data: pressData(press) })),
  );
  return { reply_markup: { inline_keyboard } };
}
