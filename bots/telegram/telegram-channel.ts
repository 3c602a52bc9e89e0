import type { Message } from 'grammy/types';
import type { Channel, OutgoingMessage, SendOutcome } from '../../src/integrations/channel.js';
import type { IntegrationId } from '../../src/shared/ids.js';
import type { Logger } from '../../src/shared/logger.js';
import type { BotApi } from './bot-api.js';
import { externalMessageId, telegramChatId, telegramMessageId } from './ids.js';
import { askForHumanData } from './inbound.js';
import { FileRefused } from './media.js';
import type { FileToSend, MediaStore } from './media.js';
import { problemInWords, telegramProblem } from './problem.js';
import type { TelegramProblem } from './problem.js';
import { isSendableMedia, replyingTo, sendMedia } from './send-media.js';
import type { SendOptions } from './send-media.js';
import { buttonLabel, telegramCaption, telegramTexts } from './text.js';
import type { TelegramText } from './text.js';

type ChannelOptions = { integration_id: IntegrationId; bot: BotApi; media: MediaStore; logger: Logger };

/** A message as Telegram takes it: the file first, if there is one, then texts. */
type Parts = { caption: TelegramText | null; texts: TelegramText[]; has_file: boolean };

/** One customers' bot as a channel: what goes to users in their private chats. */
export class TelegramChannel implements Channel {
  readonly integration_id: IntegrationId;
  readonly #bot: BotApi;
  readonly #media: MediaStore;
  readonly #logger: Logger;

  constructor({ integration_id, bot, media, logger }: ChannelOptions) {
    this.integration_id = integration_id;
    this.#bot = bot;
    this.#media = media;
    this.#logger = logger;
  }

  async sendPart(message: OutgoingMessage, part: number): Promise<SendOutcome> {
    const chat = telegramChatId(message.external_chat_id);
    if (chat === null) return { type: 'refused', reason: 'chat_not_found' };
    const parts = partsOf(message);
    let file: FileToSend | null = null;
    if (parts.has_file && part === 0) {
      const fetched = await this.#file(message);
      if ('type' in fetched) return fetched;
      file = fetched;
    }
    try {
      const sent = await this.#send(chat, message, parts, part, file);
      return {
        type: 'sent',
        external_message_id: externalMessageId(this.#bot.bot_id, sent.message_id),
        sent_at: new Date(sent.date * 1000),
        parts: count(parts),
        ...(file?.media_file ? { media_file: file.media_file } : {}),
      };
    } catch (error) {
      const problem = telegramProblem(error);
      this.#logger.warn(
        { message_id: message.id, problem: problemInWords(problem) },
        'a message was not sent',
      );
      return outcomeOf(problem);
    }
  }

  #send(
    chat: number,
    message: OutgoingMessage,
    parts: Parts,
    part: number,
    file: FileToSend | null,
  ): Promise<Message> {
    const options: SendOptions = {
      ...(part === 0 && message.reply_to_external_id
        ? replyingTo(telegramMessageId(message.reply_to_external_id, this.#bot.bot_id))
        : {}),
      ...(part === count(parts) - 1 ? keyboardOf(message) : {}),
    };
    if (file) {
      const caption = parts.caption
        ? { caption: parts.caption.text, caption_entities: parts.caption.entities }
        : {};
      return sendMedia(this.#bot.api, chat, message.kind, file.input, { ...options, ...caption });
    }
    const text = parts.texts[part - (parts.has_file ? 1 : 0)] ?? telegramTexts([])[0];
    return this.#bot.api.sendMessage(chat, text.text, { ...options, entities: text.entities });
  }

  /** Getting a file sends nothing, so whatever goes wrong with it is surely not applied. */
  async #file({ id, client_id, media, media_file }: OutgoingMessage): Promise<FileToSend | SendOutcome> {
    if (!media) return { type: 'refused', reason: 'file_gone' };
    try {
      return await this.#media.fileFor(this.#bot, { client_id, media, media_file });
    } catch (error) {
      if (error instanceof FileRefused) return { type: 'refused', reason: error.reason };
      const problem = telegramProblem(error);
      this.#logger.warn(
        { message_id: id, problem: problemInWords(problem) },
        'a file could not be fetched; trying again',
      );
      // Without a network the file is not to blame, however long it takes.
      return problem.type === 'never_left'
        ? { type: 'later', retry_after_ms: null }
        : { type: 'later', retry_after_ms: null, otherwise: 'file_gone' };
    }
  }
}

/** What a problem means for a message that was to be sent. */
export function outcomeOf(problem: TelegramProblem): Exclude<SendOutcome, { type: 'sent' }> {
  switch (problem.type) {
    case 'rate_limited':
      return { type: 'later', retry_after_ms: problem.retry_after_ms };
    case 'never_left':
      return { type: 'later', retry_after_ms: null };
    case 'unauthorized':
      return { type: 'disconnected' };
    case 'refused':
      return { type: 'refused', reason: problem.reason };
    case 'migrated':
      return { type: 'refused', reason: 'chat_not_found' };
    case 'conflict':
    case 'unclear':
      return { type: 'unclear' };
  }
}

function partsOf({ kind, content }: OutgoingMessage): Parts {
  const styled = [{ text: content }];
  if (!isSendableMedia(kind)) return { caption: null, texts: telegramTexts(styled), has_file: false };
  const { caption, rest } = telegramCaption(styled);
  return { caption, texts: rest, has_file: true };
}

function count({ texts, has_file }: Parts): number {
  return texts.length + (has_file ? 1 : 0);
}

function keyboardOf({ buttons }: OutgoingMessage): Pick<SendOptions, 'reply_markup'> {
  if (!buttons || buttons.length === 0) return {};
  const inline_keyboard = buttons.map((row) =>
    row.map(({ label }) => ({ text: buttonLabel(label), callback_data: askForHumanData })),
  );
  return { reply_markup: { inline_keyboard } };
}
