import { badRequest } from '../api-error.js';
import { chatForBot } from '../membership.js';
import type { Bot, Chat, Entity, ReplyMarkup, StoredMessage } from '../model.js';
import type { Params } from '../params.js';
import { formatText, type FormattedText } from '../text.js';
import type { World } from '../world.js';

/** One call of a bot. */
export interface Call {
  world: World;
  bot: Bot;
  params: Params;
  /** Fires when the calling connection is gone. */
  signal?: AbortSignal | undefined;
}

/** Does what a method does and returns its result; throws ApiError. */
export type Method = (call: Call) => unknown;

/** Where a new message goes, and with what. */
export interface Target {
  chat: Chat;
  thread_id?: number;
  reply_to?: number;
  quote?: string;
  reply_markup?: ReplyMarkup;
}

interface ReplyParameters {
  message_id?: number;
  allow_sending_without_reply?: boolean;
  quote?: string;
}

/**
 * Reads chat, topic, reply and keyboard of a sending call.
 * @throws ApiError in Telegram's words when one of them is wrong
 */
export function targetOf(call: Call): Target {
  const { world, bot, params } = call;
  const chat = chatForBot(world, bot, params.values['chat_id']);
  const replied = repliedMessage(call, chat);
  const thread_id =
    params.integer('message_thread_id') ?? (chat.is_forum ? replied?.message.thread_id : undefined);
  if (thread_id !== undefined && chat.type !== 'private') {
    const topic = world.state.topic(chat.key, thread_id);
    if (!chat.is_forum || !topic || topic.deleted) throw badRequest('message thread not found');
    if (topic.closed) throw badRequest('TOPIC_CLOSED');
  }
  const reply_markup = markupOf(params);
  return {
    chat,
    ...(thread_id !== undefined && chat.type !== 'private' && { thread_id }),
    ...(replied && { reply_to: replied.message.message_id }),
    ...(replied?.quote !== undefined && { quote: replied.quote }),
    ...(reply_markup && { reply_markup }),
  };
}

/** Puts a bot's message where the target says. */
export function postTo(
  { world, bot }: Call,
  { chat, ...place }: Target,
  content: Pick<StoredMessage, 'text' | 'entities' | 'media' | 'album_id'>,
): StoredMessage {
  return world.post(chat, { from_id: bot.id, ...place, ...content });
}

/** Returns the text, or the caption, of a call as Telegram keeps it. Throws ApiError. */
export function formattedOf(params: Params, part: 'text' | 'caption'): FormattedText {
  const entities = part === 'text' ? 'entities' : 'caption_entities';
  return formatText(
    {
      text: params.text(part) ?? '',
      parseMode: params.text('parse_mode'),
      entities: params.json<Entity[]>(entities),
    },
    part,
  );
}

/** Returns the message a call names; throws a 400 with `otherwise` when it is not there. */
export function messageOf(call: Call, chat: Chat, otherwise: string): StoredMessage {
  const id = call.params.integer('message_id') ?? 0;
  const message = call.world.state.message(chat.key, id);
  if (!message) throw badRequest(otherwise);
  return message;
}

/** Returns the keyboard of a call, or undefined. Throws ApiError for buttons Telegram refuses. */
export function markupOf(params: Params): ReplyMarkup | undefined {
  const markup = params.json<ReplyMarkup>('reply_markup');
  if (!markup) return undefined;
  const rows = markup.inline_keyboard ?? [];
  if (!Array.isArray(rows) || !rows.every(Array.isArray)) {
    throw badRequest("can't parse inline keyboard: expected an Array of Arrays of InlineKeyboardButton");
  }
  for (const button of rows.flat()) {
    if (typeof button.text !== 'string' || button.text === '') {
      throw badRequest('can\'t parse inline keyboard button: Field "text" must be of type String');
    }
    const { text: _text, style: _style, ...action } = button as typeof button & { style?: unknown };
    if (Object.keys(action).length === 0) {
      throw badRequest(
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
      );
    }
    const bytes = Buffer.byteLength(button.callback_data ?? 'x');
    if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID');
  }
  return markup;
}

function repliedMessage(
  { world, params }: Call,
  chat: Chat,
): { message: StoredMessage; quote: string | undefined } | undefined {
  const reply = params.json<ReplyParameters>('reply_parameters');
  const id = reply?.message_id ?? params.integer('reply_to_message_id');
  if (!id) return undefined;
  const message = world.state.message(chat.key, id);
  if (message) return { message, quote: reply?.quote };
  if (reply?.allow_sending_without_reply ?? params.flag('allow_sending_without_reply')) return undefined;
  throw badRequest('message to be replied not found');
}
