import type { Message } from 'grammy/types';
import type { Channel, OutgoingMessage, SendOutcome } from '../../src/integrations/channel.js';
import { isFile } from '../../src/messages/message-kinds.js';
import type { FileKind, MediaReference } from '../../src/messages/message-kinds.js';
import type { IntegrationId } from '../../src/shared/ids.js';
import type { Logger } from '../../src/shared/logger.js';
import type { BotApi } from './bot-api.js';
import { externalMessageId, telegramChatId, telegramMessageId } from './ids.js';
import { FileRefused } from '../media/file-refused.js';
import type { MediaStore } from '../media/media-store.js';
import { fileToSend, sendStored } from './media.js';
import type { FileToSend } from './media.js';
import { captionOf, countParts, keyboardOf, partsOf } from './message-parts.js';
import type { Parts } from './message-parts.js';
import { problemInWords, telegramProblem } from './problem.js';
import type { TelegramProblem } from './problem.js';
import { replyingTo, sendDetails, sendFiles } from './send-media.js';
import type { SendOptions } from './send-media.js';
import { telegramTexts } from './text.js';
import type { TelegramText } from './text.js';

type ChannelOptions = { integration_id: IntegrationId; bot: BotApi; media: MediaStore; logger: Logger };

/** What can be sent by its id or from disk, and in what way. */
type Sendable = { kind: FileKind; media: MediaReference; caption: TelegramText | null; file: FileToSend };

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
    if (part >= countParts(parts)) return { type: 'complete' };
    let files: Sendable[] = [];
    if (parts.opening === 'files' && part === 0) {
      const fetched = await this.#files(message);
      if ('type' in fetched) return fetched;
      files = fetched;
    }
    try {
      const [sent, ...others] = await this.#send(chat, message, { parts, part, files });
      if (!sent) return { type: 'unclear' };
      const [stored, ...storedOthers] = files.map(({ file }) => file.media_file);
      const album = others.map(({ message_id }, index) => ({
        external_message_id: externalMessageId(this.#bot.bot_id, message_id),
        ...storedAt(storedOthers[index]),
      }));
      return {
        type: 'sent',
        external_message_id: externalMessageId(this.#bot.bot_id, sent.message_id),
        sent_at: new Date(sent.date * 1000),
        parts: countParts(parts),
        ...storedAt(stored),
        ...(album.length > 0 ? { album } : {}),
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

  async #send(
    chat: number,
    message: OutgoingMessage,
    { parts, part, files }: { parts: Parts; part: number; files: Sendable[] },
  ): Promise<Message[]> {
    const { api, bot_id } = this.#bot;
    const options: SendOptions = {
      ...(part === 0 && message.reply_to_external_id
        ? replyingTo(telegramMessageId(message.reply_to_external_id, bot_id))
        : {}),
      ...(part === countParts(parts) - 1 ? keyboardOf(message) : {}),
    };
    if (files.length > 0) {
      const stored = files.map(({ file }) => file);
      return sendStored(stored, (inputs) => sendFiles(api, chat, inputs, files, options));
    }
    if (parts.opening === 'details' && part === 0)
      return [await sendDetails(api, chat, message.details, options)];
    const text = parts.texts[part - (parts.opening ? 1 : 0)] ?? telegramTexts([])[0];
    return [await api.sendMessage(chat, text.text, { ...options, entities: text.entities })];
  }

  /** Getting files sends nothing, so whatever goes wrong with it is surely not applied. */
  async #files(message: OutgoingMessage): Promise<Sendable[] | SendOutcome> {
    try {
      return await Promise.all(
        [message, ...message.album].map(async ({ kind, content, media, media_file }) => {
          if (!media || !isFile(kind)) throw new FileRefused('file_gone');
          const { client_id } = message;
          const file = await fileToSend(this.#media, this.#bot, { client_id, media, media_file });
          const { caption } = captionOf({ kind, content });
          return { kind, media, file, caption };
        }),
      );
    } catch (error) {
      if (error instanceof FileRefused) return { type: 'refused', reason: error.reason };
      const problem = telegramProblem(error);
      this.#logger.warn(
        { message_id: message.id, problem: problemInWords(problem) },
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
export function outcomeOf(problem: TelegramProblem): Exclude<SendOutcome, { type: 'sent' | 'complete' }> {
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

function storedAt(media_file: string | null | undefined): { media_file?: string } {
  return media_file ? { media_file } : {};
}
