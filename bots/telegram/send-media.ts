import type { Api } from 'grammy';
import type { InputFile } from 'grammy';
import type { Message, MessageEntity } from 'grammy/types';
import type { MessageKind } from '../../src/messages/message-kinds.js';

/** Where to and how: what all of Telegram's sending methods share. */
export type SendOptions = {
  message_thread_id?: number;
  reply_parameters?: { message_id: number; allow_sending_without_reply: true };
  reply_markup?: { inline_keyboard: { text: string; callback_data: string }[][] };
  disable_notification?: boolean;
};

type Captioned = SendOptions & { caption?: string; caption_entities?: MessageEntity[] };
type Send = (api: Api, chat: number, file: string | InputFile, options: Captioned) => Promise<Message>;

/** Kinds that are files, and the method that sends each. */
const methods: Partial<Record<MessageKind, Send>> = {
  image: (api, chat, file, options) => api.sendPhoto(chat, file, options),
  voice: (api, chat, file, options) => api.sendVoice(chat, file, options),
  document: (api, chat, file, options) => api.sendDocument(chat, file, options),
};

/** Whether a kind can be sent as a file. */
export function isSendableMedia(kind: MessageKind): boolean {
  return methods[kind] !== undefined;
}

/**
 * Sends a file as what it is; a kind that has no method of its own goes as a document.
 *
 * @throws what the Bot API throws
 */
export function sendMedia(
  api: Api,
  chat: number,
  kind: MessageKind,
  file: string | InputFile,
  options: Captioned,
): Promise<Message> {
  const send = methods[kind] ?? methods.document;
  if (!send) throw new TypeError(`no way to send ${kind}`);
  return send(api, chat, file, options);
}

/** The option that makes a message answer another one; the other one may be gone. */
export function replyingTo(message_id: number | null): Pick<SendOptions, 'reply_parameters'> {
  return message_id === null ? {} : { reply_parameters: { message_id, allow_sending_without_reply: true } };
}
