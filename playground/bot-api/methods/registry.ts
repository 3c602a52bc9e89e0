import type { Params } from '../params.js';
import {
  answerCallbackQuery,
  deleteWebhook,
  getMe,
  getMyCommands,
  getUpdates,
  getWebhookInfo,
  setMyCommands,
  setWebhook,
} from './bots.js';
import type { Method } from './call.js';
import { getChat, getChatAdministrators, getChatMember, getChatMemberCount, leaveChat } from './chats.js';
import { getFile, sendContact, sendFile, sendLocation, sendMediaGroup, sendVenue } from './media.js';
import {
  copyMessage,
  deleteMessage,
  deleteMessages,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  editMessageText,
  sendChatAction,
  sendMessage,
  setMessageReaction,
} from './messages.js';
import {
  createForumTopic,
  deleteForumTopic,
  editForumTopic,
  getForumTopicIconStickers,
  setTopicClosed,
} from './topics.js';

/** Every method there is; docs/local-bot-api.md lists the same. */
export const METHODS: Readonly<Record<string, Method>> = {
  getMe,
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  setMyCommands,
  getMyCommands,
  answerCallbackQuery,
  sendMessage,
  editMessageText,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  copyMessage,
  setMessageReaction,
  sendChatAction,
  sendPhoto: sendFile('photo'),
  sendVoice: sendFile('voice'),
  sendDocument: sendFile('document'),
  sendAudio: sendFile('audio'),
  sendVideo: sendFile('video'),
  sendVideoNote: sendFile('video_note'),
  sendSticker: sendFile('sticker'),
  sendAnimation: sendFile('animation'),
  sendMediaGroup,
  sendLocation,
  sendVenue,
  sendContact,
  getFile,
  createForumTopic,
  editForumTopic,
  getForumTopicIconStickers,
  deleteForumTopic,
  closeForumTopic: setTopicClosed(true),
  reopenForumTopic: setTopicClosed(false),
  getChat,
  getChatMember,
  getChatAdministrators,
  getChatMemberCount,
  leaveChat,
};

const BY_LOWER_CASE = new Map(Object.keys(METHODS).map((name) => [name.toLowerCase(), name]));

/** Returns the method's own spelling (Telegram doesn't mind the case), or undefined. */
export function methodName(asked: string): string | undefined {
  return BY_LOWER_CASE.get(asked.toLowerCase());
}

/** Returns how many operations of Telegram's flood limits a call takes: 0 for what isn't limited. */
export function operationsOf(method: string, params: Params): number {
  if (method === 'sendChatAction') return 0;
  if (method === 'sendMediaGroup') return params.json<unknown[]>('media')?.length ?? 1;
  return /^(send|copyMessage|editMessage|createForumTopic)/.test(method) ? 1 : 0;
}
