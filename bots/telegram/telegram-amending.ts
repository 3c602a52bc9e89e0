import type { InputMedia, ReactionTypeEmoji } from 'grammy/types';
import type { AmendOutcome, Amending, StandingMessage } from '../../src/integrations/channel.js';
import { isFile } from '../../src/messages/message-kinds.js';
import type { Logger } from '../../src/shared/logger.js';
import type { BotApi } from './bot-api.js';
import { telegramChatId, telegramMessageId } from './ids.js';
import { FileRefused } from '../media/file-refused.js';
import type { MediaStore } from '../media/media-store.js';
import { fileToSend, sendStored } from './media.js';
import type { FileToSend } from './media.js';
import { captionOf, countParts, keyboardOf, partsOf } from './message-parts.js';
import { problemInWords, telegramProblem } from './problem.js';
import { mediaInPlace, takesCaption } from './send-media.js';
import type { SendOptions } from './send-media.js';
import { outcomeOf } from './telegram-channel.js';

type AmendingOptions = { bot: BotApi; media: MediaStore; logger: Logger };
/** Where it stands: the chat, and the number of each of its messages there. */
type Place = { chat: number; first: number; others: number[] };

/** What a customers' bot can change about what stands in a private chat. https://core.telegram.org/bots/api#updating-messages */
export class TelegramAmending implements Amending {
  readonly #bot: BotApi;
  readonly #media: MediaStore;
  readonly #logger: Logger;

  constructor({ bot, media, logger }: AmendingOptions) {
    this.#bot = bot;
    this.#media = media;
    this.#logger = logger;
  }

  async edit(message: StandingMessage): Promise<AmendOutcome> {
    const { kind, is_album_part, has_other_file } = message;
    const parts = partsOf({ ...message, details: {}, album: [] });
    const standing = message.external_ids.length;
    // Further messages would stand behind all that was said since.
    if (countParts(parts) > standing) return { type: 'refused', reason: 'text_too_long' };
    // Words too long for the files of an album stand in messages that belong to no one of them.
    if (is_album_part && standing > 1) return { type: 'refused', reason: 'not_possible' };
    return this.#attempt(message, async (place) => {
      const { chat, first, others } = place;
      const last = countParts(parts) - 1;
      const options = (part: number): SendOptions => (part === last ? keyboardOf(message) : {});
      let media_file: string | null = null;
      if (isFile(kind) && has_other_file) media_file = await this.#replaceFile(message, place, options(0));
      else if (isFile(kind)) await this.#editCaption(message, place, options(0));
      const numbers = parts.opening ? others : [first, ...others];
      for (const [index, { text, entities }] of parts.texts.entries()) {
        const more = { entities, ...options(index + (parts.opening ? 1 : 0)) };
        await unchanged(() => this.#bot.api.editMessageText(chat, numbers[index] ?? first, text, more));
      }
      for (const surplus of numbers.slice(parts.texts.length)) await this.#delete(chat, surplus);
      return media_file;
    });
  }

  async withdraw(message: StandingMessage): Promise<AmendOutcome> {
    return this.#attempt(message, async ({ chat, first, others }) => {
      for (const number of [first, ...others]) await this.#delete(chat, number);
      return null;
    });
  }

  async react(message: StandingMessage, emoji: string | null): Promise<AmendOutcome> {
    return this.#attempt(message, async ({ chat, first }) => {
      const wanted = emoji === null ? [] : [{ type: 'emoji', emoji } as ReactionTypeEmoji];
      await this.#bot.api.setMessageReaction(chat, first, wanted);
      return null;
    });
  }

  /** @param change resolves with the path of a file that was stored on the way */
  async #attempt(
    { id, external_chat_id, external_ids }: StandingMessage,
    change: (place: Place) => Promise<string | null>,
  ): Promise<AmendOutcome> {
    const chat = telegramChatId(external_chat_id);
    const numbers = external_ids.map((external) => telegramMessageId(external, this.#bot.bot_id));
    const [first = null, ...others] = numbers;
    // What another bot has sent, this one can't change.
    if (chat === null || first === null) return { type: 'refused', reason: 'gone' };
    try {
      const media_file = await change({ chat, first, others: others.filter((number) => number !== null) });
      return { type: 'done', ...(media_file ? { media_file } : {}) };
    } catch (error) {
      if (error instanceof FileRefused) return { type: 'refused', reason: error.reason };
      const problem = telegramProblem(error);
      this.#logger.warn(
        { message_id: id, problem: problemInWords(problem) },
        'a message could not be changed',
      );
      return outcomeOf(problem);
    }
  }

  async #replaceFile(
    message: StandingMessage,
    { chat, first }: Place,
    options: SendOptions,
  ): Promise<string | null> {
    const { kind, media, media_file, client_id } = message;
    if (!media || !isFile(kind)) throw new FileRefused('file_gone');
    const file: FileToSend = await fileToSend(this.#media, this.#bot, { client_id, media, media_file });
    const { caption } = captionOf(message);
    await sendStored([file], ([input = '']) => {
      const shown: InputMedia | null = mediaInPlace({ kind, media, caption, input });
      if (!shown) throw new FileRefused('not_possible');
      return this.#bot.api.editMessageMedia(chat, first, shown, options);
    });
    return file.media_file;
  }

  async #editCaption(message: StandingMessage, { chat, first }: Place, options: SendOptions): Promise<void> {
    if (!isFile(message.kind) || !takesCaption(message.kind)) return;
    const { caption } = captionOf(message);
    const words = { caption: caption?.text ?? '', caption_entities: caption?.entities ?? [], ...options };
    await unchanged(() => this.#bot.api.editMessageCaption(chat, first, words));
  }

  /** That it is gone already is what was wanted. */
  async #delete(chat: number, number: number): Promise<void> {
    try {
      await this.#bot.api.deleteMessage(chat, number);
    } catch (error) {
      const problem = telegramProblem(error);
      if (problem.type !== 'refused' || problem.refusal !== 'delete_gone') throw error;
    }
  }
}

/** That it reads so already is what was wanted. */
async function unchanged(edit: () => Promise<unknown>): Promise<void> {
  try {
    await edit();
  } catch (error) {
    const problem = telegramProblem(error);
    if (problem.type !== 'refused' || problem.refusal !== 'not_modified') throw error;
  }
}
